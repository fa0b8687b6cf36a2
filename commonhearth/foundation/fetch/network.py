"""Names, sockets, certificates and time: all that a test replaces to be the Internet."""

from __future__ import annotations

import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from commonhearth.foundation.fetch.addresses import IPAddress
from commonhearth.foundation.fetch.errors import Failed


def resolve(host: str, port: int) -> list[str]:
    """Look a name up, once.

    Raises:
        OSError: when there is no such name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int, timeout: float) -> socket.socket:
    """Open a connection to a numeric address; nothing is looked up any more."""
    return socket.create_connection((address, port), timeout=timeout)


@lru_cache(maxsize=1)
def trust() -> ssl.SSLContext:
    """Return whom this machine trusts; names are compared and old protocols refused."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Network:
    """How names are looked up, connections opened, certificates judged and seconds counted."""

    resolve: Callable[[str, int], list[str]] = resolve
    dial: Callable[[str, int, float], socket.socket] = dial
    trust: Callable[[], ssl.SSLContext] = trust
    clock: Callable[[], float] = time.monotonic


class Deadline:
    """One moment by which everything is over: look-up, handshakes, redirects and the last byte."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            Failed: when none is.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise Failed("too-slow")
        return left


def addresses_of(host: str, port: int, *, network: Network, deadline: Deadline) -> list[IPAddress]:
    """Look a host up within the time left; a numeric host is its own answer.

    Raises:
        Failed: there is no such name, or the look-up took too long.
    """
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def look_up() -> None:
        try:
            answers.put(network.resolve(host, port))
        except Exception as error:
            answers.put(error)

    # The system's own look-up cannot be interrupted, so it is waited for from outside.
    threading.Thread(target=look_up, daemon=True, name="hearth-look-up").start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise Failed("too-slow") from None
    if isinstance(found, OSError | UnicodeError):
        raise Failed("no-name") from None
    if isinstance(found, Exception):
        raise found
    if not found:
        raise Failed("no-name")
    return [ipaddress.ip_address(address) for address in found]


class Channel:
    """A connection whose every read and write ends at the deadline, and whose answer has a largest size."""

    def __init__(self, connected: socket.socket, *, deadline: Deadline, most: int) -> None:
        self._socket = connected
        self._deadline = deadline
        self._most = most

    def sendall(self, data: Any) -> None:
        self._socket.settimeout(self._deadline.left())
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._deadline, self._most))

    def close(self) -> None:
        """Do nothing: http.client closes before the body is read; who opened the connection closes it."""


class _Reader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: Deadline, most: int) -> None:
        self._socket = connected
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._socket.settimeout(self._deadline.left())
        count = self._socket.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise Failed("too-large")
        return count
