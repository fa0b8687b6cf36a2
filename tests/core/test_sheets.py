"""Reading a table: encodings, separators, quoted lines, and every way it may be broken."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonhearth.core import sheets
from commonhearth.core.sheets import Broken, read

PLAIN = "Name,E-mail\nZoë,zoe@example.org\nÅsa,asa@example.org\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"),
     ("cp1252", "cp1252"), ("latin-1", "cp1252")],
)  # fmt: skip
def test_each_encoding(encoding: str, said: str):
    sheet = read(PLAIN.encode(encoding))
    assert sheet.heading == ("Name", "E-mail")
    assert [row.cells[0] for row in sheet.rows] == ["Zoë", "Åsa"]
    assert sheet.encoding == said


def test_big_endian_with_its_mark():
    assert read(b"\xfe\xff" + PLAIN.encode("utf-16-be")).rows[0].cells[0] == "Zoë"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_separator_and_line_end(separator: str, end: str):
    text = end.join(
        [separator.join(["Name", "E-mail"]), separator.join(["Lee, Ann; garden", "ann@example.org"])]
    )
    quoted = text.replace("Lee, Ann; garden", '"Lee, Ann; garden"')
    sheet = read(quoted.encode())
    assert sheet.separator == separator
    assert sheet.rows[0].cells == ("Lee, Ann; garden", "ann@example.org")


def test_a_first_line_may_name_the_separator():
    sheet = read(b"sep=;\r\nName;E-mail\r\nAnn;ann@example.org\r\n")
    assert sheet.heading == ("Name", "E-mail")
    assert sheet.rows[0].line == 3


def test_a_quoted_cell_over_lines_keeps_the_count():
    sheet = read(b'Name,Note\n"Ann\nof\nLeith",x\nBob,y\n')
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(2, "Ann\nof\nLeith"), (5, "Bob")]


def test_rows_without_their_empty_end_are_taken():
    sheet = read(b"Name,E-mail,Word\nAnn,ann@example.org\nBob,bob@example.org,,,\n\n,,\n")
    assert [row.cells for row in sheet.rows] == [
        ("Ann", "ann@example.org", ""),
        ("Bob", "bob@example.org", ""),
    ]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty", 0),
        (b" \n\n", "empty", 0),
        (b"Name,E-mail\n", "no-rows", 0),
        (b"Name,E-mail\nAnn,a@b.example\nBob,b,c,d\n", "cells", 3),
        (b'Name,E-mail\nAnn,a@b.example\n"Bob,b\n', "open-quote", 3),
        (b'Name,E-mail\n"An"n,a@b.example\n', "quote", 2),
        (b"Name,E-mail\nA\x00nn,a@b.example\n", "not-text", 2),
        (b"PK\x03\x04 and so on", "spreadsheet", 0),
        (b"%PDF-1.7", "pdf", 0),
        (b"\xff\xfeA", "cut-off", 0),
        (b"Name,E-mail\nAnn," + b"x" * 2001, "huge-cell", 2),
        (b"Name,E-mail\nAnn," + b"x" * 200_000, "huge-cell", 2),
        (b"a" + b",a" * 60 + b"\n1\n", "columns", 1),
    ],
)
def test_a_broken_file_is_refused_with_its_line(content: bytes, code: str, line: int):
    with pytest.raises(Broken) as fault:
        read(content)
    assert (fault.value.code, fault.value.line) == (code, line)


def test_as_many_rows_as_it_says_and_no_more():
    rows = b"n,e\n" + b"a,b\n" * sheets.MOST_ROWS
    assert len(read(rows).rows) == sheets.MOST_ROWS
    with pytest.raises(Broken) as fault:
        read(rows + b"a,b\n")
    assert (fault.value.code, fault.value.line) == ("too-many", sheets.MOST_ROWS + 2)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda cell: cell.strip()
)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=20), st.sampled_from(sheets.SEPARATORS))
def test_what_is_written_is_read(rows: list[tuple[str, str]], separator: str):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("Name", "E-mail"), *rows])
    sheet = read(buffer.getvalue().encode())
    assert [row.cells for row in sheet.rows] == rows


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes):
    try:
        read(content)
    except Broken:
        pass
