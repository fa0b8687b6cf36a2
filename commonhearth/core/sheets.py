"""A table that somebody sends (CSV) as rows with the line each begins on, whatever program wrote it; one sent to them.

Encodings: UTF-8 with or without its mark, UTF-16 either way round, and what is neither is read as Windows-1252.
Separators: comma, semicolon, tab; the one that cuts the first rows most evenly, or what a first line `sep=;`
says. A file that is broken anywhere is refused whole, with the line and a code for the reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t")
MOST_ROWS = 25_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000
#: Rows that are looked at to find the separator.
LOOKED_AT = 30
#: Spreadsheets of Windows read a file as UTF-8 only with this in front.
BYTE_ORDER_MARK = "\ufeff"
#: A cell that begins with one of these is taken for a formula.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: How files begin that are not text at all, by what to call them.
_BEGINNINGS = {b"PK\x03\x04": "spreadsheet", b"\xd0\xcf\x11\xe0": "spreadsheet", b"%PDF": "pdf"}


class Broken(ValueError):
    """A file that cannot be taken. Carries a code, the line (0: the whole file) and what the sentence needs."""

    def __init__(self, code: str, line: int = 0, **params: int | str) -> None:
        super().__init__(code, line)
        self.code = code
        self.line = line
        self.params = params


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on and its cells, as many as the heading has."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table read whole."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    separator: str


def decode(content: bytes) -> tuple[str, str]:
    """Return a file's text and the encoding it was read in.

    Raises:
        Broken: for a file that is empty or no text.
    """
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise Broken(kind)
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise Broken("not-text", text.count("\n", 0, text.index("\x00")) + 1)
    if not text.strip():
        raise Broken("empty")
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise Broken("cut-off") from None
    if content[1:2] == b"\x00" and content[3:4] == b"\x00":
        return content.decode("utf-16-le", errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").replace("\ufffd", "?"), "cp1252"


def read(content: bytes, *, most_rows: int = MOST_ROWS) -> Sheet:
    """Return a table.

    Raises:
        Broken: when anything in it cannot be read; then nothing of it is.
    """
    text, encoding = decode(content)
    line, text, separator = _told_separator(text)
    separator = separator or find_separator(text)
    found: list[Row] = []
    heading: tuple[str, ...] = ()
    for row in rows(text, separator, first_line=line):
        if not heading:
            heading = tuple(cell.strip() for cell in row.cells)
            if len(heading) > MOST_COLUMNS:
                raise Broken("columns", row.line, most=MOST_COLUMNS)
            continue
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(found) == most_rows:
            raise Broken("too-many", row.line, most=most_rows)
        found.append(_as_wide_as(heading, row))
    if not found:
        raise Broken("no-rows")
    return Sheet(heading, tuple(found), encoding, separator)


def _told_separator(text: str) -> tuple[int, str, str]:
    """Take off a first line that names the separator, as one spreadsheet program writes it."""
    first, end, rest = text.partition("\n")
    said = first.strip().strip('"')
    if len(said) == 5 and said.lower().startswith("sep=") and said[4] in SEPARATORS and end:
        return 2, rest, said[4]
    return 1, text, ""


def find_separator(text: str) -> str:
    """Return the separator that cuts the first rows into the most cells, equally many in each."""
    best, most = ",", (0, 0)
    for separator in SEPARATORS:
        widths = []
        try:
            for row in rows(text, separator):
                if any(row.cells):
                    widths.append(len(row.cells))
                if len(widths) == LOOKED_AT:
                    break
        except Broken:
            pass
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths)
            if (alike, widths[0]) > most:
                best, most = separator, (alike, widths[0])
    return best


def rows(text: str, separator: str, *, first_line: int = 1) -> Iterator[Row]:
    """Yield rows with the line each begins on; a quoted cell may run over several lines.

    Raises:
        Broken: at an open quotation mark, a stray one, or a cell beyond reason.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = first_line
    try:
        for cells in reader:
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise Broken("huge-cell", line, most=LONGEST_CELL)
            yield Row(line, tuple(cells))
            line = reader.line_num + first_line
    except csv.Error as error:
        code = (
            "open-quote"
            if "end of data" in str(error)
            else "huge-cell"
            if "larger" in str(error)
            else "quote"
        )
        raise Broken(code, line, most=LONGEST_CELL) from None


def _as_wide_as(heading: tuple[str, ...], row: Row) -> Row:
    """Return a row with as many cells as the heading; programs leave empty ones away at the end, or add some."""
    cells = row.cells
    if len(cells) > len(heading):
        if any(cell.strip() for cell in cells[len(heading) :]):
            raise Broken("cells", row.line, cells=len(cells), wanted=len(heading))
        cells = cells[: len(heading)]
    return Row(row.line, cells + ("",) * (len(heading) - len(cells)))


def text(value: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula: with an apostrophe in front of one."""
    return f"'{value}" if value.startswith(_BEGINS_FORMULA) else value


def csv_of(lines: Iterable[Iterable[str]]) -> str:
    """Return any table of words as CSV, in which nothing is taken for a formula."""
    out = io.StringIO()
    csv.writer(out).writerows([text(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + out.getvalue()
