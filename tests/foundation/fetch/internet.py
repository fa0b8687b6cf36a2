"""A small Internet inside the test: names, addresses and servers that say what a test wants them to say."""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from commonhearth.foundation.fetch import Network

#: An address that anybody may go to.
PUBLIC = "93.184.216.34"
#: Says the answer to a request, in pieces.
Server = Callable[[bytes], Iterable[bytes]]


@dataclass
class Internet:
    """Names with their addresses (one list for each look-up, the last for all further ones), and servers by address."""

    names: dict[str, list[list[str]]] = field(default_factory=dict)
    servers: dict[str, Server] = field(default_factory=dict)
    certificates: dict[str, ssl.SSLContext] = field(default_factory=dict)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    #: Seconds that pass each time somebody looks at the clock.
    tick: float = 0.0
    lookups: list[str] = field(default_factory=list)
    dialled: list[tuple[str, int]] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)

    def site(self, name: str, address: str, server: Server) -> None:
        self.names[name] = [[address]]
        self.servers[address] = server

    @property
    def network(self) -> Network:
        clock = itertools.count()
        return Network(
            resolve=self._resolve, dial=self._dial, trust=self.trust, clock=lambda: next(clock) * self.tick
        )

    def _resolve(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dialled.append((address, port))
        if address not in self.servers:
            raise ConnectionRefusedError
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._serve, args=(address, theirs), daemon=True).start()
        return ours

    def _serve(self, address: str, line: socket.socket) -> None:
        try:
            if address in self.certificates:
                line = self.certificates[address].wrap_socket(line, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = line.recv(65536)
                if not piece:
                    return
                asked += piece
            if found := re.search(rb"Content-Length: (\d+)", asked):
                while len(asked.partition(b"\r\n\r\n")[2]) < int(found.group(1)):
                    asked += line.recv(65536)
            self.requests.append(asked)
            for piece in self.servers[address](asked):
                line.sendall(piece)
        except OSError:  # hung up on, or not trusted
            pass
        finally:
            line.close()


def says(body: bytes = b"hello", *, status: str = "200 OK", **headers: str) -> Server:
    """Return a server that always gives this answer."""
    lines = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return lambda _asked: [f"HTTP/1.1 {status}\r\n{head}\r\n".encode(), body]


def moves(to: str, status: str = "301 Moved Permanently") -> Server:
    return says(b"", status=status, Location=to)


def packed(size: int) -> bytes:
    """Return that many zeros, packed to about a thousandth."""
    return gzip.compress(bytes(size), compresslevel=9)
