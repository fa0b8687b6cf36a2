"""Any table of words as CSV, in which nothing is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from commonhearth.rooms.directory.formats.sheet import BYTE_ORDER_MARK, text


def csv_of(lines: Iterable[Iterable[str]]) -> str:
    """Return lines as CSV."""
    out = StringIO()
    csv.writer(out).writerows([text(cell) for cell in line] for line in lines)
    return BYTE_ORDER_MARK + out.getvalue()
