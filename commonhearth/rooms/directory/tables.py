"""A table as a file for a spreadsheet, in which nothing is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

#: A cell that begins like this is reckoned with by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(words: str) -> str:
    """Return a cell as text: what begins like a formula gets an apostrophe before it."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words


def csv_of(lines: Iterable[Iterable[str]]) -> str:
    """Return lines as CSV, with the mark that lets spreadsheets read it as UTF-8."""
    out = StringIO()
    csv.writer(out).writerows([safe_cell(str(cell)) for cell in line] for line in lines)
    return "\ufeff" + out.getvalue()
