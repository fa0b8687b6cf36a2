"""CSV for spreadsheets: UTF-8, one line per listing, and no cell that a spreadsheet would reckon with."""

from __future__ import annotations

import csv
import io
from datetime import date

from commonhearth.core.sheets import text
from commonhearth.rooms.directory.formats.offered import Offered

COLUMNS = (
    "id", "name", "kind", "description", "activities", "street", "town", "region", "postcode", "country", "latitude",
    "longitude", "place_is", "website", "phone", "open_to_members", "verified_on", "stopped_on", "page", "source",
    "licence", "licence_url", "attribution", "as_of",
)  # fmt: skip


def heading() -> str:
    """Return the first line."""
    return _line(list(COLUMNS))


def line(one: Offered) -> str:
    """Return the line of a listing."""
    return _line(
        [
            str(one.id),
            text(one.name),
            one.kind,
            text(one.description),
            text("; ".join(one.activities)),
            text(one.street),
            text(one.town),
            text(one.region),
            text(one.postcode),
            one.country,
            _degrees(one.latitude),
            _degrees(one.longitude),
            one.precision,
            text(one.website),
            text(one.phone),
            {True: "yes", False: "no", None: ""}[one.open_to_members],
            _day(one.verified_on),
            _day(one.closed_on),
            one.page,
            text(one.terms.title),
            text(one.terms.licence),
            text(one.terms.licence_url),
            text(one.terms.attribution),
            _day(one.terms.as_of),
        ]
    )


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{round(value, 5)}"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
