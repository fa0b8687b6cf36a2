"""Fetching: one request and its few redirects, each checked like the first."""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal
from urllib.parse import urljoin

from django.conf import settings

from commonhearth.foundation.fetch.addresses import IPAddress, Target, read_target
from commonhearth.foundation.fetch.egress import may_dial, must_be_a_job, must_be_let_out
from commonhearth.foundation.fetch.errors import Failed, NotFetched, Refused
from commonhearth.foundation.fetch.network import Channel, Deadline, Network, addresses_of

Method = Literal["GET", "HEAD", "POST"]
Moved = Literal["", "for-good", "for-now"]

SECONDS = 20.0
KEEP = 1_000_000
MOST_MOVES = 3
#: What a caller may read of an answer's headers; the rest is not handed on.
KEPT_HEADERS = ("etag", "last-modified", "retry-after", "link", "content-language")

_MOVES = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_NO_BODY = frozenset({204, 304})
_CHUNK = 16 * 1024
#: What an answer may weigh beside its body: status, headers, framing.
_AROUND = 128 * 1024
_NOT_MOVED: Moved = ""
#: What a caller never says: it is ours, or would carry something that was not meant.
_OURS = frozenset(
    "host user-agent connection accept-encoding content-length transfer-encoding te expect upgrade cookie"
    " proxy-authorization".split()
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.

    Attributes:
        status: as the last server said it; 3xx only where no redirect was followed (POST).
        url: where the answer came from in the end.
        moved: "for-good" when every redirect on the way said so, "for-now" when one did not, "" without any.
        content_type: in lower case and without parameters, "" when the server said none.
        charset: the parameter of that name, "" without one.
        body: at most `keep` bytes, unpacked; empty with HEAD, `keep=0`, 204 and 304.
        headers: those in KEPT_HEADERS that were there, names in lower case.
    """

    status: int
    url: str
    moved: Moved
    content_type: str
    charset: str
    body: bytes
    headers: Mapping[str, str]


def fetch(
    url: str,
    *,
    to: Collection[str],
    method: Method = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] = MappingProxyType({}),
    keep: int = KEEP,
    seconds: float = SECONDS,
    own: bool = False,
    network: Network | None = None,
) -> Fetched:
    """Fetch an address, from a job or a command.

    Args:
        url: http or https.
        to: the hosts that the caller means; a redirect to any other is refused ("www." counts as the same).
        method: POST sends `body` and follows no redirect.
        headers: such as If-None-Match, Accept, Content-Type; each hop gets them, all within `to`.
        keep: the largest body that is read, after unpacking; 0 reads none.
        seconds: how long all of it may take, look-up and redirects included.
        own: the address stands in the operator's own settings, so it may be inside a private network and at any
            port; then no redirect is followed, since it would lead somewhere that does not stand there.
        network: another Internet, for tests.

    Raises:
        Refused: by the operator's setting, the address, where its name leads, or where a redirect leads.
        Failed: no such name, no answer, too slow, too large, unreadable, not to be trusted.
    """
    must_be_a_job()
    network = network or Network()
    if forbidden := _OURS & {name.lower() for name in headers}:
        raise ValueError(f"headers that are not the caller's: {sorted(forbidden)}")
    deadline = Deadline(seconds, network.clock)
    target, moved = read_target(url), _NOT_MOVED
    for _hop in range(MOST_MOVES + 1):
        must_be_let_out(target, to, own=own)
        most = keep + _AROUND
        with _connected(target, network=network, deadline=deadline, most=most, own=own) as channel:
            answer = _ask(channel, target, method=method, body=body, headers=headers)
            location = answer.headers.get("Location", "")
            if method == "POST" or own or answer.status not in _MOVES or not location:
                return _read(answer, target, moved=moved, keep=0 if method == "HEAD" else keep)
        moved = "for-good" if answer.status in _FOR_GOOD and moved != "for-now" else "for-now"
        target = _next(target, location)
    raise Failed("too-many-moves", target.url)


def _next(target: Target, location: str) -> Target:
    try:
        following = read_target(urljoin(target.url, location))
    except ValueError:  # a bracket that is never closed
        raise Refused("not-an-address", target.url) from None
    if target.scheme == "https" and following.scheme == "http":
        raise Refused("downgraded", following.url)
    return following


@contextmanager
def _connected(
    target: Target, *, network: Network, deadline: Deadline, most: int, own: bool
) -> Iterator[Channel]:
    """Connect to one of the addresses that the target's name has now; faults get their code and the address."""
    opened: list[socket.socket] = []
    asked = False
    try:
        found = addresses_of(target.host, target.port, network=network, deadline=deadline)
        # One private answer among public ones is nobody's honest mistake.
        if not own and not all(may_dial(address, target.port) for address in found):
            raise Refused("private")
        opened.append(_dial(found, target.port, network=network, deadline=deadline))
        if target.scheme == "https":
            opened[0].settimeout(deadline.left())
            opened.append(network.trust().wrap_socket(opened[0], server_hostname=target.host))
        asked = True
        yield Channel(opened[-1], deadline=deadline, most=most)
    except NotFetched as problem:
        problem.url, problem.asked = problem.url or target.url, asked
        raise
    except ssl.SSLCertVerificationError:
        raise Failed("not-trusted", target.url, asked=asked) from None
    except TimeoutError:
        raise Failed("too-slow", target.url, asked=asked) from None
    except (http.client.HTTPException, zlib.error, UnicodeError):
        raise Failed("unreadable", target.url, asked=asked) from None
    except OSError:  # refused, reset, no way there, no common protocol
        raise Failed("no-answer", target.url, asked=asked) from None
    finally:
        for connection in reversed(opened):
            connection.close()


def _dial(found: Sequence[IPAddress], port: int, *, network: Network, deadline: Deadline) -> socket.socket:
    for address in found[:-1]:
        try:
            # Half of what is left, so that a dead first address leaves time for the next.
            return network.dial(str(address), port, deadline.left() / 2)
        except OSError:
            continue
    return network.dial(str(found[-1]), port, deadline.left())


def _ask(
    channel: Channel, target: Target, *, method: Method, body: bytes, headers: Mapping[str, str]
) -> http.client.HTTPResponse:
    """Send the request and read the head of the answer."""
    line = http.client.HTTPConnection(target.host, target.port)
    line.auto_open = 0  # it never connects by itself, so no other address is ever reached
    line.sock = channel
    line.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
    line.putheader("Host", target.netloc)
    line.putheader("User-Agent", f"Commonhearth (+{settings.HEARTH_URL})")
    line.putheader("Accept-Encoding", "gzip")
    line.putheader("Connection", "close")
    if method == "POST":
        line.putheader("Content-Length", str(len(body)))
    for name, value in headers.items():
        line.putheader(name, value)
    line.endheaders(body if method == "POST" else None)
    return line.getresponse()


def _read(answer: http.client.HTTPResponse, target: Target, *, moved: Moved, keep: int) -> Fetched:
    has_body = keep > 0 and answer.status not in _NO_BODY
    return Fetched(
        status=answer.status,
        url=target.url,
        moved=moved,
        content_type=answer.headers.get_content_type() if "Content-Type" in answer.headers else "",
        charset=(answer.headers.get_content_charset() or "") if "Content-Type" in answer.headers else "",
        body=_body(answer, keep) if has_body else b"",
        headers=MappingProxyType(
            {name: answer.headers[name][:1000] for name in KEPT_HEADERS if name in answer.headers}
        ),
    )


def _body(answer: http.client.HTTPResponse, keep: int) -> bytes:
    """Read a body as it comes and unpack it as it is read, so that neither is ever larger than asked for."""
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise Failed("unreadable")
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS) if "gzip" in packing else None
    found = bytearray()
    while piece := answer.read(_CHUNK):
        found += unpacking.decompress(piece, keep + 1 - len(found)) if unpacking else piece
        if len(found) > keep:
            raise Failed("too-large")
    if answer.length:  # it promised more than it sent
        raise Failed("unreadable")
    if unpacking and not unpacking.eof:
        raise Failed("unreadable")
    return bytes(found)
