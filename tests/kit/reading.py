"""Reads a page that was made of what people write, and fails on whatever in it could do something."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from commonhearth.kit.markdown import Picture

HARMLESS = {
    *("p", "br", "hr", "em", "strong", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code", "img"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
GARDEN = {"garden.jpg": Picture("/c/hazel/files/1/", 800, 600)}


class Reader(HTMLParser):
    """Reads a page as a browser would begin to, and fails on whatever could do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in HARMLESS, tag
        named = dict(attrs)
        allowed = {"a": {"href", "rel"}, "img": {"src", "alt", "width", "height", "loading"}, "ol": {"start"}}
        assert set(named) <= allowed.get(tag, set()), (tag, named)
        if tag == "a":
            assert "noopener" in (named["rel"] or "")
            assert "nofollow" in (named["rel"] or "")
        if href := named.get("href"):
            assert re.match(r"(?i)(https?://|mailto:|tel:|/(?![/\\]))", href), href
            assert not re.search(r"[\x00-\x20\\]", href), href
            self.links.append(href)
        if src := named.get("src"):
            self.pictures.append(src)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader
