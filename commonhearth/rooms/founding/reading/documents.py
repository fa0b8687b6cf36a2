"""Agreements out of a word processor: a .docx as text with its headings and numbers, and nothing else of it."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

from commonhearth.core.sheets import Broken
from commonhearth.core.zips import DAMAGED
from commonhearth.rooms.founding.reading.words import plain

#: What of an archive is looked at: words and how they are numbered. No pictures, no macros, no links outside.
PARTS = frozenset(
    {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/numbering.xml",
    }
)
#: Entries of an archive, and bytes of one part and of all; a charter of a hundred pages has about 1 MB.
MOST_ENTRIES, LARGEST_PART, LARGEST = 2_000, 4_000_000, 6_000_000
LONGEST_TEXT = 200_000
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8"?><Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


def text_of(content: bytes) -> str:
    """Return the text of a .docx, headings as `# Heading`, numbered lists with their numbers.

    Raises:
        Broken: when it is no such file, is cut off, or is made to burst when it is opened.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise Broken("not-docx")
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(clean, "w") as kept:
            for name, part in _parts(archive).items():
                kept.writestr(name, part)
    except Broken:
        raise
    except DAMAGED:
        raise Broken("cut-off") from None
    return whole(_read(clean))


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


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Broken("burst")
    if "word/document.xml" not in archive.namelist():
        raise Broken("not-docx")
    found: dict[str, bytes] = {}
    for entry in entries:
        if entry.filename not in PARTS or entry.filename in found:
            continue
        with archive.open(entry) as part:  # what it says of its size is not believed
            words = part.read(LARGEST_PART + 1)
        if len(words) > LARGEST_PART or sum(map(len, found.values())) + len(words) > LARGEST:
            raise Broken("burst")
        if any(mark in words.replace(b"\x00", b"").upper() for mark in _DECLARES):
            raise Broken("entities")
        found[entry.filename] = words
    # Relationships lead to pictures and addresses outside; the words need none but where their styles are.
    if b"TargetMode" in found.get("word/_rels/document.xml.rels", b""):
        found["word/_rels/document.xml.rels"] = _EMPTY
    return found


def _read(docx: io.BytesIO) -> str:
    import mammoth  # only when somebody brings a document

    docx.seek(0)
    try:
        html = mammoth.convert_to_html(
            docx,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            include_default_style_map=True,
        ).value
        reader = _Outline()
        reader.feed(html)
        reader.close()
    except Exception:  # whatever a library says of a file that is not what it claims to be
        raise Broken("not-docx") from None
    return "".join(reader.said)


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
