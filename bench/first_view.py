"""A first view: the page and everything it asks for, with an empty cache. No browser is needed for that.

A page of ours asks for what its own tags name; styles and scripts ask for nothing more (tested in the kit).
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from html.parser import HTMLParser

from bench.served import Server, Visitor


@dataclass(slots=True)
class FirstView:
    """What one first view takes. Bytes as they would travel packed; CPU in milliseconds of the server."""

    requests: int = 0
    packed: int = 0
    scripts: int = 0
    styles: int = 0
    cpu: float = 0.0
    #: Whether the host packs the page itself.
    page_travels_packed: bool = False


class _Asked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        address, kind = "", tag
        if tag == "link" and said.get("rel") in ("stylesheet", "icon", "preload", "manifest"):
            address, kind = said.get("href", ""), said["rel"]
        elif tag in ("script", "img", "iframe", "source"):
            address = said.get("src", "")
        elif tag == "use":
            address = said.get("href", "").partition("#")[0]
        if address:
            self.found.setdefault(address, kind)


def asked_for(html: bytes) -> dict[str, str]:
    """Return the addresses that a page asks for at once, and what each is."""
    parser = _Asked()
    parser.feed(html.decode())
    return parser.found


def first_view(server: Server, session: str, address: str, *, rounds: int) -> FirstView:
    """Take a page and what it asks for, again and again, on one connection."""
    visitor = Visitor(server.port, session)
    page = visitor.ask(address)
    own = page.headers.get("content-encoding") == "gzip"
    html = gzip.decompress(page.body) if own else page.body
    found = FirstView(requests=1, packed=len(page.body if own else gzip.compress(html, 6)))
    found.page_travels_packed = own
    parts = asked_for(html)
    for part, kind in parts.items():
        got = visitor.ask(part)
        size = len(got.body if got.headers.get("content-encoding") == "gzip" else gzip.compress(got.body, 6))
        found.requests += 1
        found.packed += size
        found.scripts += size if kind == "script" else 0
        found.styles += size if kind == "stylesheet" else 0
    before = server.web_cpu()
    for _ in range(rounds):
        for one in (address, *parts):
            visitor.ask(one)
    found.cpu = 1000 * (server.web_cpu() - before) / rounds
    visitor.close()
    return found
