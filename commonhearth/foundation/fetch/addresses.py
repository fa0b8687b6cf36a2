"""What may be an address to fetch from, and which network addresses are never gone to.

The lists follow IANA's registries of special-purpose addresses, read on 28 November 2026. IPv6 is allowed
only in the part handed out for the public Internet, which leaves out mapped (::ffff:0:0/96), translated
(64:ff9b::/96), local and multicast addresses by itself.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from commonhearth.foundation.fetch.errors import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")

_NEVER_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's own translation
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local; cloud machines read their keys there
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NEVER_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, identifiers
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address inside
        "3fff::/20",  # documentation
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it was understood: what is looked up, dialled and asked for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"


def read_target(url: str) -> Target:
    """Read an address that is to be fetched.

    Raises:
        Refused: when it is none: another scheme, a name and password in it, a number for a host.
    """
    if len(url) > LONGEST or any(mark <= " " or mark == "\x7f" or mark == "\\" for mark in url):
        raise Refused("not-an-address", url[:LONGEST])
    try:
        parts = urlsplit(url)
        port = parts.port
        host = plain_host(parts.hostname or "")
    except ValueError:
        raise Refused("not-an-address", url) from None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc or port == 0:
        raise Refused("not-an-address", url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?')}" if parts.query else ""
    return Target(scheme, host, port or DEFAULT_PORTS[scheme], path + query)


def plain_host(written: str) -> str:
    """Return a host as it is compared and looked up: lower case, ASCII, no last dot.

    Raises:
        ValueError: when it is none, or a number that only some programs read as an address: 2130706433,
            0x7f.1, 017700000001, 127.1.
    """
    if ":" in written:
        if "%" in written:
            raise ValueError(written)
        return str(ipaddress.IPv6Address(written))
    # Python's own IDNA folds what only looks like a digit or a dot, before the checks below.
    host = written.rstrip(".").encode("idna").decode("ascii").lower().rstrip(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(part) and part.strip("-") == part for part in labels):
        raise ValueError(written)
    if _NUMBER.fullmatch(labels[-1]):
        return str(ipaddress.IPv4Address(host))
    return host


def same_site(host: str) -> str:
    """Return a host without "www.": a redirect from the one to the other stays with the same people."""
    return host.removeprefix("www.")


def is_public(address: IPAddress) -> bool:
    """Tell whether an address is one of the public Internet's, and carries no other one inside."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NEVER_4)
    if address.scope_id is not None:
        return False
    return address in _PUBLIC_6 and not any(address in network for network in _NEVER_6)
