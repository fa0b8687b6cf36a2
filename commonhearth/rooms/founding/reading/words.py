"""Words of others as plain text: no mark-up, no control characters, no tricks with direction."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: Control characters, and those that turn the direction of writing round for whoever reads on.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_MANY_LINES = re.compile("\n{3,}")
#: What is never text, whatever stands in it.
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
)


def plain(text: str, *, most: int) -> str:
    """Return a text without what cannot be seen, cut to a length."""
    kept = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return _MANY_LINES.sub("\n\n", kept).strip()[:most]


def one_line(text: str, *, most: int) -> str:
    """Return a text on one line, cut to a length."""
    return " ".join(plain(text, most=most * 4).split())[:most].strip()


def from_html(text: str, *, most: int) -> str:
    """Return the words of a piece of HTML; of scripts and styles nothing."""
    reader = _Words()
    reader.feed(text)
    reader.close()
    return plain("".join(reader.said), most=most)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)
