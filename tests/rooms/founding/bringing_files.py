"""Files as other programs write them, made here: no file of anybody's stands in this repository."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

FIVE = (
    "First name;E-mail;Joined;Role\r\n"
    "Ada;ada@example.org;2019;treasurer\r\n"
    "Björn;bjorn@example.org;2020;\r\n"
    "Chloé;Chloé <chloe@example.org>;2021;\r\n"
    "Dev;dev@example.org;;\r\n"
    "Eve;eve@example.org;;\r\n"
).encode("cp1252")

BYLAWS = """How we do things, agreed in the kitchen in 2019.

1. Membership
1.1 Anyone over eighteen may ask to join.
1.2 Two members say yes.
2. Money
2.1 Two people count the tin together.
a) on Thursdays,
b) and write it down.
"""


def calendar(*events: str) -> bytes:
    """Return a calendar of entries."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//a test//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20240101T000000Z", *event.strip().splitlines(), "END:VEVENT"]
    return ("\r\n".join([*(line.strip() for line in lines), "END:VCALENDAR"]) + "\r\n").encode()


THURSDAYS = """UID:thursdays@example.org
SUMMARY:Thursday evening
LOCATION:Upstairs
DTSTART;TZID=Europe/London:20240104T183000
DTEND;TZID=Europe/London:20240104T203000
RRULE:FREQ=WEEKLY;BYDAY=TH
EXDATE;TZID=Europe/London:20260312T183000
ATTENDEE;CN=Ada:mailto:ada@example.org
DESCRIPTION:Bring your letters"""
ONCE = """UID:once@example.org
SUMMARY:Annual meeting
DTSTART;VALUE=DATE:20260401"""


def loomio(*extra: dict[str, Any]) -> bytes:
    """Return a group export with one decided poll, one open one, and one outside any group."""
    records = [
        ("groups", {"id": 1, "name": "Harbour", "full_name": "Harbour house"}),
        ("discussions", {"id": 5, "group_id": 1, "title": "The kettle", "private": True}),
        ("polls", {"id": 7, "key": "aBc", "group_id": 1, "discussion_id": 5, "title": "Buy a <b>kettle</b>?",
                   "closed_at": "2023-05-04T10:00:00.000Z", "poll_type": "proposal"}),
        ("polls", {"id": 8, "key": "oPe", "group_id": 1, "title": "Still open?", "closed_at": None}),
        ("polls", {"id": 9, "key": "dIr", "group_id": None, "title": "Between us two", "closed_at": "2023-01-01"}),
        ("poll_options", {"id": 1, "poll_id": 7, "name": "Agree", "voter_count": 6}),
        ("poll_options", {"id": 2, "poll_id": 7, "name": "Disagree", "voter_count": 1}),
        ("outcomes", {"id": 3, "poll_id": 7, "statement": "<p>We buy it.</p><script>alert(1)</script>", "latest": True,
                      "created_at": "2023-05-05T09:00:00.000Z"}),
        ("stances", {"id": 4, "poll_id": 7, "reason": "Only I said this", "participant_id": 2}),
        ("users", {"id": 2, "name": "Secretive Sam", "email": "sam@example.org"}),
        ("comments", {"id": 6, "body": "A comment of Sam’s"}),
    ]  # fmt: skip
    lines = [{"table": table, "record": record} for table, record in records]
    return "\n".join(json.dumps(line) for line in [*lines, *extra]).encode()


LOOMIO_CSV = b"""Export for Harbour house

Groups (1)
Id,Key,Name,Description,Created at
1,hH,Harbour house,,2020-01-01 10:00:00 UTC

Discussions (1)
Id,Topic,Author,Author name,Title,Description,Created at
5,11,2,Sam,The kettle,,2023-05-01 10:00:00 UTC

Polls (2)
Id,Key,Topic,Author,Author name,Title,Details,Closing at,Closed at,Created at,Poll type,Custom fields
7,aBc,11,2,Sam,Buy a kettle?,,2023-05-04 10:00:00 UTC,2023-05-04 10:00:00 UTC,2023-05-01 10:00:00 UTC,proposal,{}
8,oPe,11,2,Sam,Still open?,,2030-05-04 10:00:00 UTC,,2023-05-01 10:00:00 UTC,proposal,{}

Outcomes (1)
Id,Poll,Author,Statement,Created at,Updated at
3,7,2,"We buy it,
all of us.",2023-05-05 10:00:00 UTC,2023-05-05 10:00:00 UTC
"""

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
)
_NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_PART_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
    'Target="styles.xml"/><Relationship Id="n" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>'
    "</Relationships>"
)


def docx(
    *paragraphs: tuple[str, str], document: bytes | None = None, extra: dict[str, bytes] | None = None
) -> bytes:
    """Return a document of paragraphs: (style, words), style is "", "heading" or "item"."""
    body = ""
    for style, words in paragraphs:
        how = {
            "heading": '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>',
            "item": '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        }.get(style, "")
        body += f'<w:p>{how}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
    written = (
        document
        or (
            '<?xml version="1.0" encoding="UTF-8"?><w:document '
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{body}</w:body></w:document>"
        ).encode()
    )
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": _RELS.encode(),
            "word/document.xml": written,
            "word/_rels/document.xml.rels": _PART_RELS.encode(),
            "word/styles.xml": _STYLES.encode(),
            "word/numbering.xml": _NUMBERING.encode(),
            **(extra or {}),
        }.items():
            archive.writestr(name, part)
    return box.getvalue()
