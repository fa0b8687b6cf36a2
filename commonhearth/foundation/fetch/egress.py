"""What the operator lets out, and from where in the program anything may go out at all."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import request_finished, request_started
from django.db import connection, transaction

from commonhearth.foundation.fetch.addresses import IPAddress, Target, is_public, plain_host, same_site
from commonhearth.foundation.fetch.errors import NotFromHere, Refused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_serving = threading.local()


def _begin(**_signal: Any) -> None:
    _serving.now = True


def _end(**_signal: Any) -> None:
    _serving.now = False


request_started.connect(_begin, dispatch_uid="hearth.fetch")
request_finished.connect(_end, dispatch_uid="hearth.fetch")


def must_be_a_job() -> None:
    """Stop a mistake: somebody would wait for a stranger's server, or everybody for a lock on the database.

    Raises:
        NotFromHere: while a page is being answered, or inside a transaction.
    """
    if getattr(_serving, "now", False):
        raise NotFromHere("a page does not fetch: enqueue a job")
    if connection.in_atomic_block:
        try:
            with transaction.atomic(durable=True):  # a test's own wrapping does not count
                pass
        except RuntimeError:
            raise NotFromHere("fetch outside the transaction: @task(outside=True)") from None


def must_be_let_out(target: Target, named: Collection[str], *, own: bool = False) -> None:
    """Ask the operator's setting and the caller's list about a target, before any name is looked up.

    Args:
        own: it stands in the operator's own settings, port and all.

    Raises:
        Refused: egress is off, the host is not among those named, or the port is not used.
    """
    if settings.HEARTH_EGRESS != "listed":
        raise Refused("egress-off", target.url)
    if same_site(target.host) not in {same_site(_host(name)) for name in named}:
        raise Refused("not-listed", target.url)
    if own:
        return
    if target.port not in settings.HEARTH_EGRESS_PORTS and target.port not in {p for _n, p in exceptions()}:
        raise Refused("port", target.url)


def may_dial(address: IPAddress, port: int) -> bool:
    """Tell whether a connection to this very address is made."""
    if is_public(address):
        return port in settings.HEARTH_EGRESS_PORTS or _excepted(address, port)
    return _excepted(address, port)


def exceptions() -> list[tuple[Network, int]]:
    """Return the private addresses, with their ports, that the operator lets this host reach."""
    return [read_exception(entry) for entry in settings.HEARTH_EGRESS_PRIVATE]


def read_exception(entry: str) -> tuple[Network, int]:
    """Read `127.0.0.1:8123`, `192.168.7.0/24:443` or `[fd00::7]:443`.

    Raises:
        ImproperlyConfigured: with what is wrong, for the operator.
    """
    network, _colon, port = entry.strip().rpartition(":")
    try:
        found = ipaddress.ip_network(network.strip("[]"))
        number = int(port)
    except ValueError:
        raise ImproperlyConfigured(
            f"HEARTH_EGRESS_PRIVATE: {entry!r} is not an address or network with a port, "
            "such as 127.0.0.1:8123 or 192.168.7.0/24:443"
        ) from None
    return found, number


def _excepted(address: IPAddress, port: int) -> bool:
    return any(address in network and port == allowed for network, allowed in exceptions())


def _host(name: str) -> str:
    try:
        return plain_host(name.strip("[]"))
    except ValueError:
        return ""
