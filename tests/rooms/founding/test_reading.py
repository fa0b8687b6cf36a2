"""Files of other programs: what is taken of them, and every way they may be hostile."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonhearth.core.sheets import Broken
from commonhearth.foundation.files import documents as files_documents
from commonhearth.rooms.founding.reading import calendars, documents, loomio, people, words
from tests.rooms.founding.bringing_files import FIVE, LOOMIO_CSV, ONCE, THURSDAYS, calendar, docx
from tests.rooms.founding.bringing_files import loomio as export

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


# --- People ----------------------------------------------------------------------------------------
def rows_of(content: bytes):
    sheet = people.table(content)
    columns = people.guess(sheet.heading, [row.cells for row in sheet.rows])
    return people.people([(row.line, row.cells) for row in sheet.rows], columns)


def test_a_member_list_is_understood():
    rows = rows_of(FIVE)
    assert [(row["line"], row["name"], row["email"]) for row in rows] == [
        (2, "Ada", "ada@example.org"),
        (3, "Björn", "bjorn@example.org"),
        (4, "Chloé", "chloe@example.org"),
        (5, "Dev", "dev@example.org"),
        (6, "Eve", "eve@example.org"),
    ]
    assert rows[0]["role"] == "treasurer"
    assert rows[2]["notes"] == [["repaired", {}]]


def test_columns_are_found_without_a_heading():
    rows = rows_of(b"Ann,ann@example.org\nBob,bob@example.org\n")
    assert [row["email"] for row in rows] == ["ann@example.org", "bob@example.org"]


def test_what_a_row_lacks_is_said():
    rows = rows_of(
        b"Name,E-mail,Role\nAnn,ANN@example.org,x\nAnn again,ann@example.org,x\nBob,,x\nCid,not an address,x\n"
        b'"=HYPERLINK(""http://evil.example"")",dan@example.org,"+41 x"\n'
    )
    codes = [[note[0] for note in row["notes"]] for row in rows]
    assert codes == [[], ["twice"], ["no-email"], ["bad-email"], ["formula", "formula"]]
    assert [row["take"] for row in rows] == [True, False, False, False, True]
    assert rows[1]["notes"][0][1] == {"line": 2}
    assert (rows[4]["name"], rows[4]["role"]) == ("", "")


def test_a_list_without_an_address_is_refused():
    with pytest.raises(Broken) as fault:
        people.table(b"Name,Town\nAnn,Leith\n")
    assert fault.value.code == "no-address"


@pytest.mark.parametrize(
    "cell",
    [
        "a@b",
        "@example.org",
        "a b@example.org",
        "a@example.org\nBcc: x@example.org",
        "x" * 300 + "@example.org",
    ],
)
def test_what_is_no_address_is_none(cell: str):
    assert people.address_of(cell)[0] == ""


@given(st.text(max_size=60))
def test_an_address_is_one_that_mail_takes(cell: str):
    address, _repaired = people.address_of(cell)
    assert "\n" not in address and "," not in address and " " not in address


# --- Calendars -------------------------------------------------------------------------------------
def test_a_series_with_a_day_left_out():
    [row] = calendars.dates(calendar(THURSDAYS), zone="Europe/Berlin")
    assert (row["summary"], row["place"], row["zone"]) == ("Thursday evening", "Upstairs", "Europe/London")
    assert row["exdates"] == ["2026-03-12T18:30:00+00:00"]
    assert calendars.upcoming(row, now=NOW) == datetime(2026, 3, 5, 18, 30, tzinfo=UTC)
    # The 12th is left out; after the clocks change it keeps its hour in London.
    after = datetime(2026, 3, 6, tzinfo=UTC)
    assert calendars.upcoming(row, now=after) == datetime(2026, 3, 19, 18, 30, tzinfo=UTC)
    assert calendars.upcoming(row, now=datetime(2026, 4, 1, tzinfo=UTC)) == datetime(
        2026, 4, 2, 17, 30, tzinfo=UTC
    )


def test_who_was_asked_to_come_stays_where_it_is():
    assert "ada@example.org" not in json.dumps(calendars.dates(calendar(THURSDAYS), zone="UTC"))
    assert "letters" not in json.dumps(calendars.dates(calendar(THURSDAYS), zone="UTC"))


def test_a_day_without_hours():
    [row] = calendars.dates(calendar(ONCE), zone="Europe/Berlin")
    assert row["all_day"] and row["starts"] == "2026-03-31T22:00:00+00:00"
    assert calendars.upcoming(row, now=datetime(2026, 4, 1, 12, tzinfo=UTC)) is not None
    assert calendars.upcoming(row, now=datetime(2026, 4, 2, 12, tzinfo=UTC)) is None


def test_a_moved_date_stands_for_itself():
    moved = THURSDAYS.replace(
        "DTSTART;TZID=Europe/London:20240104", "DTSTART;TZID=Europe/London:20260320"
    ).replace("DTEND;TZID=Europe/London:20240104", "DTEND;TZID=Europe/London:20260320")
    moved = "\n".join(line for line in moved.splitlines() if not line.startswith(("RRULE", "EXDATE")))
    moved += "\nRECURRENCE-ID;TZID=Europe/London:20260319T183000"
    series, single = calendars.dates(calendar(THURSDAYS, moved), zone="UTC")
    assert "2026-03-19T18:30:00+00:00" in series["exdates"]
    assert single["recurrence"] == "2026-03-19T18:30:00+00:00"
    assert calendars.upcoming(series, now=datetime(2026, 3, 13, tzinfo=UTC)).day == 26
    assert calendars.upcoming(single, now=datetime(2026, 3, 13, tzinfo=UTC)).day == 20


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("UID:a\nSUMMARY:x\nDTSTART:20240101T000000Z\nRRULE:FREQ=SECONDLY", "rule-often"),
        ("UID:a\nSUMMARY:x\nDTSTART:20240101T000000Z\nRRULE:FREQ=MINUTELY;COUNT=99999999", "rule-often"),
        ("UID:a\nSUMMARY:x\nDTSTART:99991231T235959Z\nRRULE:FREQ=YEARLY", "date-beyond"),
        ("UID:a\nSUMMARY:x\nDTSTART:20240101T000000Z\nDTEND:99991231T000000Z", "date-beyond"),
        ("UID:a\nSUMMARY:x\nDTSTART:20240102T000000Z\nDTEND:20240101T000000Z", "date-beyond"),
        ("UID:a\nSUMMARY:x\nDTSTART:00010101T000000Z", "date-beyond"),
        ("UID:a\nSUMMARY:x", "date-unread"),
        ("UID:a\nSUMMARY:x\nDTSTART:20240101T000000Z\nSTATUS:CANCELLED", "cancelled"),
        ("UID:a\nSUMMARY:My therapist\nLOCATION:Where\nDTSTART:20240101T000000Z\nCLASS:PRIVATE", "private"),
        ("UID:a\nDTSTART:20240101T000000Z", "no-title"),
    ],
)
def test_what_cannot_be_a_date_is_left_out_and_says_why(event: str, code: str):
    rows = calendars.dates(calendar(event, ONCE), zone="UTC")
    assert not rows[0]["take"] and rows[0]["fixed"]
    assert code in [note[0] for note in rows[0]["notes"]]
    assert "therapist" not in json.dumps(rows)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=99",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=WEEKLY;BYHOUR=25",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=MONTHLY;BYMONTHDAY=99",
        "FREQ=WEEKLY;INTERVAL=99999999",
        "FREQ=YEARLY;BYEASTER=1",
    ],
)
def test_a_rule_that_never_comes_true_is_not_followed_for_ever(rule: str):
    [row] = calendars.dates(calendar(f"UID:a\nSUMMARY:x\nDTSTART:19900101T000000Z\nRRULE:{rule}"), zone="UTC")
    assert [note[0] for note in row["notes"]] == ["rule-strange"] and not row["take"]


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=DAILY", (2026, 3, 6)),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", (2026, 3, 6)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", (2026, 3, 9)),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", (2026, 4, 6)),
        ("FREQ=MONTHLY;BYDAY=-1FR", (2026, 3, 27)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", (2026, 3, 31)),
        ("FREQ=YEARLY", (2027, 1, 1)),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", (2026, 11, 26)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", None),
        ("FREQ=DAILY;COUNT=3", None),
        ("FREQ=WEEKLY;UNTIL=20250101T000000Z", None),
    ],
)
def test_rules_as_calendars_write_them(rule: str, day: tuple[int, int, int] | None):
    [row] = calendars.dates(calendar(f"UID:a\nSUMMARY:x\nDTSTART:19900101T090000Z\nRRULE:{rule}"), zone="UTC")
    found = calendars.upcoming(row, now=NOW)
    assert (found and (found.year, found.month, found.day)) == day


def test_times_without_a_zone_are_those_of_the_community():
    [row] = calendars.dates(calendar("UID:a\nSUMMARY:x\nDTSTART:20260701T120000"), zone="Europe/Berlin")
    assert row["starts"] == "2026-07-01T10:00:00+00:00"
    assert row["notes"] == [["no-zone", {"zone": "Europe/Berlin"}]]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"Name,E-mail\n", "not-ics", 1),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", "ics-open", 2),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VCALENDAR\r\n", "ics-order", 4),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no-dates", 0),
        (b"BEGIN:VCALENDAR\r\nUID:\x00\r\nEND:VCALENDAR\r\n", "not-text", 2),
        (b"", "empty", 0),
    ],
)
def test_a_broken_calendar_is_refused_with_its_line(content: bytes, code: str, line: int):
    with pytest.raises(Broken) as fault:
        calendars.dates(content, zone="UTC")
    assert (fault.value.code, fault.value.line) == (code, line)


def test_ten_thousand_entries_are_refused_before_they_are_read():
    with pytest.raises(Broken) as fault:
        calendars.dates(calendar(*[ONCE] * 10_000), zone="UTC")
    assert fault.value.code == "too-many-dates"
    assert fault.value.params == {"most": calendars.MOST, "found": 10_000}


LINE = st.sampled_from(
    [
        "DTSTART:20240101T000000Z",
        "DTSTART;TZID=Nowhere/City:20240101T000000",
        "DTSTART;VALUE=DATE:20240101",
        "DTSTART:x",
        "RRULE:FREQ=WEEKLY;UNTIL=x",
        "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20250101",
        "RRULE:;;;",
        "RRULE:FREQ=YEARLY;COUNT=-1",
        "RRULE:FREQ=MONTHLY;BYDAY=99FR",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RDATE:20240102T000000Z,20240103T000000Z",
        "RDATE;VALUE=PERIOD:20240102T000000Z/PT1H",
        "EXDATE:x",
        "EXDATE;VALUE=DATE:20240101",
        "DURATION:-P1D",
        "DURATION:x",
        "DTEND;VALUE=DATE:20240105",
        "UID:",
        "UID:a",
        "SUMMARY:ok",
        'SUMMARY;X="y:z',
        "RECURRENCE-ID:20240101T000000Z",
        "CLASS:",
        "STATUS:x",
        "X-STRANGE:1",
        "DTSTART:20240101T000000Z\nDTSTART:20240102T000000Z",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=8))
def test_any_entry_is_read_left_out_or_refused(lines: list[str]):
    try:
        rows = calendars.dates(calendar("\n".join(lines)), zone="Europe/London")
    except Broken:
        return
    for row in rows:
        if row["take"]:
            calendars.upcoming(row, now=NOW)


# --- Documents -------------------------------------------------------------------------------------
def test_a_document_keeps_headings_and_numbers():
    text = documents.text_of(
        docx(("heading", "How we speak"), ("item", "One at a time."), ("item", "To the end."), ("", "Kept."))
    )
    assert text == "# How we speak\n\n1. One at a time.\n2. To the end.\n\nKept."


def test_numbers_that_somebody_typed_stay():
    assert (
        documents.text_of(docx(("", "1. One at a time."), ("", "2. To the end.")))
        == "1. One at a time.\n\n2. To the end."
    )


def damaged(content: bytes) -> bytes:
    """The same with a stream that does not unpack, in a file that is otherwise whole."""
    begins = content.index(b"word/document.xml") + len("word/document.xml")
    return content[:begins] + b"\xff" * 8 + content[begins + 8 :]


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx(document=b"<x>" + b" " * 50_000_000 + b"</x>"), "burst"),
        (docx(document=ENTITIES), "entities"),
        (docx(document=ENTITIES.decode().encode("utf-16")), "entities"),
        (docx(("", "words"))[:-40], "cut-off"),
        (docx(("", "words"))[:200], "cut-off"),
        (damaged(docx(("", "words"))), "cut-off"),
        (docx(("", "words"), extra={f"x{n}": b"" for n in range(2_100)}), "burst"),
        (docx(document=b"<w:document"), "not-docx"),
        (docx(document=b"<a>" * 20_000 + b"</a>" * 20_000), "not-docx"),
        (docx(document=b"\x00\x01\x02"), "not-docx"),
        (b"1. Not a document", "not-docx"),
        (b"", "not-docx"),
        (b"PK\x03\x04" + b"\x00" * 100, "cut-off"),
        (docx(("", "")), "empty"),
    ],
    ids=[
        "bomb",
        "entities",
        "entities16",
        "cut",
        "cut early",
        "damaged",
        "entries",
        "open tag",
        "deep",
        "bytes",
        "text",
        "none",
        "zeros",
        "empty",
    ],
)
def test_a_hostile_document_is_refused(content: bytes, code: str):
    with pytest.raises(Broken) as fault:
        documents.text_of(content)
    assert fault.value.code == code


def test_links_and_pictures_outside_are_not_followed():
    rels = files_documents._EMPTY.replace(
        b"/>",
        b'><Relationship Id="x" Target="file:///etc/passwd" TargetMode="External" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>',
    )
    content = docx(("", "Words."))
    assert documents.text_of(content) == "Words."
    assert documents.text_of(docx(("", "Words."), extra={"word/_rels/document.xml.rels": rels})) == "Words."


# --- Loomio ----------------------------------------------------------------------------------------
def test_closed_polls_of_a_group_are_decisions():
    rows, left = loomio.decisions(export())
    [row] = rows
    assert (row["origin"], row["title"], row["about"]) == ("loomio:poll:aBc", "Buy a kettle?", "The kettle")
    assert (row["outcome"], row["decided"], row["source"]) == ("We buy it.", "2023-05-05", "Harbour house")
    assert row["result"] == [["Agree", 6], ["Disagree", 1]]
    assert left == {"open": 1, "deleted": 0, "direct": 1}


def test_nobody_and_nothing_said_comes_along():
    text = json.dumps(loomio.decisions(export()))
    for word in ("Sam", "Only I said this", "comment", "Between us", "script", "alert"):
        assert word not in text


def test_newer_exports_name_a_topic():
    rows, _left = loomio.decisions(
        export(
            {
                "table": "topics",
                "record": {"id": 11, "group_id": 1, "topicable_type": "Discussion", "topicable_id": 5},
            },
            {
                "table": "polls",
                "record": {
                    "id": 20,
                    "key": "tOp",
                    "topic_id": 11,
                    "title": "Newer",
                    "closed_at": "2025-01-02T00:00:00Z",
                },
            },
        )
    )
    assert (rows[0]["origin"], rows[0]["about"]) == ("loomio:poll:tOp", "The kettle")
    assert rows[0]["notes"] == [["no-outcome", {}]]


def test_the_csv_export_says_the_same():
    rows, left = loomio.decisions(LOOMIO_CSV)
    [row] = rows
    assert (row["origin"], row["title"], row["about"]) == ("loomio:poll:aBc", "Buy a kettle?", "The kettle")
    assert (row["outcome"], row["decided"]) == ("We buy it,\nall of us.", "2023-05-05")
    assert left["open"] == 1


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'{"table": "polls", "record": {"id": 1}}\n{"table":', "json", 2),
        (b'{"table": "polls"}', "not-loomio", 1),
        (b'{"some": "json"}\n', "not-loomio", 1),
        (b"[" * 100_000, "not-loomio", 1),
        (b'{"a":' * 100_000, "json", 1),
        (b"Export for x\n\nPolls (1)\nId,Key\n1\n", "cells", 5),
        (b'Export for x\n\nPolls (1)\nId,Key\n1,"open\n', "open-quote", 5),
        (b"Name,E-mail\n", "not-loomio", 1),
        (b"", "empty", 0),
        (b'{"table": "groups", "record": {"id": "\x00"}}', "not-text", 1),
    ],
)
def test_a_broken_export_is_refused_with_its_line(content: bytes, code: str, line: int):
    with pytest.raises(Broken) as fault:
        loomio.decisions(content)
    assert (fault.value.code, fault.value.line) == (code, line)


@given(st.text(max_size=300))
def test_no_mark_up_is_left_of_html(text: str):
    assert "<script" not in words.from_html(f"<script>{text}</script>", most=1000)


def test_words_that_turn_the_reader_round_are_taken_out():
    assert words.plain("a\u202eb\u200bc\x07d\ufeff", most=100) == "abcd"
    assert (
        words.from_html("<p>One</p><p>Two &amp; three</p><style>p{}</style>", most=100)
        == "One\n\nTwo & three"
    )
