"""A document of a word processor (.docx) as HTML with its headings and lists, and nothing else of it.

It is never kept: somebody brings it, its words are read, and what they are used for is looked over first.
"""

from __future__ import annotations

import io
import zipfile

from commonhearth.core.sheets import Broken
from commonhearth.core.zips import DAMAGED

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
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8"?><Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


def html_of(content: bytes) -> str:
    """Return the words of a .docx as HTML.

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
    return _read(clean)


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
        html: str = mammoth.convert_to_html(
            docx,
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
            include_default_style_map=True,
        ).value
    except Exception:  # whatever a library says of a file that is not what it claims to be
        raise Broken("not-docx") from None
    return html
