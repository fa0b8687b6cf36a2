"""Agreements out of a word processor: a .docx as text with its headings and numbers, and nothing else of it."""

from __future__ import annotations

from html.parser import HTMLParser

from commonhearth.core.sheets import Broken
from commonhearth.foundation.files.documents import html_of
from commonhearth.rooms.founding.reading.words import plain

LONGEST_TEXT = 200_000
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def text_of(content: bytes) -> str:
    """Return the text of a .docx, headings as `# Heading`, numbered lists with their numbers.

    Raises:
        Broken: when it is no such file, is cut off, or is made to burst when it is opened.
    """
    reader = _Outline()
    reader.feed(html_of(content))
    reader.close()
    return whole("".join(reader.said))


def whole(text: str) -> str:
    """Return a text as it is agreed: without what cannot be seen, and never cut.

    Raises:
        Broken: when it is longer than can be taken, or nothing is in it.
    """
    found = plain(text, most=len(text))
    if len(found) > LONGEST_TEXT:
        raise Broken("text-too-long", most=LONGEST_TEXT)
    if not found:
        raise Broken("empty")
    return found


class _Outline(HTMLParser):
    """Writes headings and list numbers down as text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        #: Open lists: how many items so far, or None for one with dots.
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self.said.append("\n\n# ")
        elif tag in ("ol", "ul"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self.said.append("\n" + self._mark())
        elif tag in ("p", "tr"):
            self.said.append("\n\n" if not self._lists else "\n" if tag == "tr" else "")
        elif tag == "br":
            self.said.append("\n")
        elif tag == "td":
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            if not self._lists:
                self.said.append("\n\n")
        elif tag in _HEADINGS:
            self.said.append("\n\n")

    def _mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "– "
        self._lists[-1] += 1
        numbers = [str(count) for count in self._lists if count is not None]
        return ".".join(numbers) + (". " if len(numbers) == 1 else " ")

    def handle_data(self, data: str) -> None:
        self.said.append(data.replace("\n", " "))
