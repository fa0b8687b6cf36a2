"""The bodies of `hearth near PLACE` and `hearth import directory FILE`.

Each has `add_arguments(parser)` and `run(options, out)`, which writes sentences to `out` and gives back
what `--json` prints as `result`. A wrong input raises an error with `code`, `file`, `line` and a sentence.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, TextIO

from django.utils import timezone
from django.utils.text import slugify

from commonhearth.foundation.access import VISITOR, System
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.gazetteer.loading import ensure_loaded
from commonhearth.rooms.directory.reading import BrokenFile, SourceCard
from commonhearth.rooms.directory.selectors import Asked, Card


class InputWrong(Exception):
    """What was typed cannot be used. Carries a code and, for a file, its name and the line."""

    status = 2

    def __init__(self, message: str, *, code: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.file = file
        self.line = line


class Near:
    """hearth near PLACE"""

    help = 'Find groups near a place. Example: hearth near Portsmouth --words "mental health" --json'

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """Say what may be typed."""
        parser.add_argument("place", metavar="PLACE", help='a town, a postcode, or "latitude, longitude"')
        parser.add_argument("--words", default="", help="words in the name or description")
        parser.add_argument("--kind", default="", choices=["", *wording.KINDS], metavar="KIND", help=_kinds())
        parser.add_argument("--within", type=_kilometres, default=25.0, metavar="KM", help="how far (25)")
        parser.add_argument("--open", action="store_true", help="only groups that take people in")
        parser.add_argument("--country", default="GB", help="whose towns come first (GB)")
        parser.add_argument("--most", type=_count, default=20, metavar="N", help="how many rows (20)")

    @staticmethod
    def run(options: Namespace, out: TextIO) -> dict[str, Any]:
        """Print what is near, and return it.

        Raises:
            InputWrong: when the place is not known.
        """
        ensure_loaded()
        return near(
            place=options.place,
            words=options.words,
            kind=options.kind,
            within_km=options.within,
            open_only=options.open,
            home_country=options.country.upper(),
            most=options.most,
            out=out,
        )


def near(
    *,
    place: str,
    words: str = "",
    kind: str = "",
    within_km: float = 25,
    open_only: bool = False,
    home_country: str = "GB",
    most: int = 20,
    out: TextIO,
) -> dict[str, Any]:
    """Find groups near a place; an empty list is an answer, an unknown place is not."""
    answer = selectors.find_place(place, home_country=home_country)
    if answer.chosen is None:
        raise InputWrong(str(wording.FOUND_BY["none"]) % {"typed": place}, code="unknown-place")
    said = str(wording.FOUND_BY[answer.how]) % {"typed": place, "place": answer.chosen.label}
    asked = Asked(answer.chosen, within_km, words, kind, open_only)
    now = timezone.now()
    cards: list[Card] = []
    after, total = "", 0
    while len(cards) < most:
        page = selectors.search(viewer=VISITOR, asked=asked, now=now, after=after, size=50, identifiers=True)
        cards += page.rows
        after, total = page.next, page.total
        if not after:
            break
    cards = cards[:most]
    out.write(f"{answer.chosen.label}{': ' + said if said else ''}\n")
    for card in cards:
        distance = "        " if card.distance_km is None else f"{card.distance_km:6.1f} km"
        out.write(f"{distance}  {card.name} ({card.kind_label})\n           {card.freshness_text}\n")
        out.write(f"           {card.attribution}\n")
    point = answer.chosen.point
    return {
        "place": {
            "name": answer.chosen.label,
            "lat": point.lat if point else None,
            "lon": point.lon if point else None,
            "found_by": answer.how,
            "approximate": answer.approximate,
        },
        "others": [other.label for other in answer.others],
        "total": total,
        "rows": [row_of(card) for card in cards],
    }


def row_of(card: Card) -> dict[str, Any]:
    """Return a result as a row of `hearth near --json`. Distances are in kilometres."""
    return {
        "id": str(card.id),
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in card.identifiers],
        "name": card.name,
        "kind": card.kind,
        "distance_km": card.distance_km,
        "place": {"lat": card.lat, "lon": card.lon, "precision": card.precision},
        "state": card.state,
        "living": card.living,
        "as_of": card.as_of.isoformat() if card.as_of else None,
        "source": {"title": card.source_title, "licence": card.licence, "attribution": card.attribution},
    }


class ImportDirectory:
    """hearth import directory FILE"""

    help = "Bring a list of groups into the directory. Example: hearth import directory coops.csv"

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """Say what may be typed."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, JSON or GeoJSON file")
        parser.add_argument(
            "--map",
            default="",
            metavar="FIELD=COLUMN,...",
            help="for any CSV: name=Title,town=City,lat=Y,lon=X",
        )
        parser.add_argument("--source-title", default="", help="where a mapped list comes from")
        parser.add_argument("--licence", default="", help="its licence")
        parser.add_argument("--attribution", default="", help="what to show with each of its lines")
        parser.add_argument(
            "--as-of", type=_day, default=None, metavar="YYYY-MM-DD", help="the date of the list"
        )

    @staticmethod
    def run(options: Namespace, out: TextIO) -> dict[str, Any]:
        """Import the file, print the report, and return it.

        Raises:
            InputWrong: when the file is broken or not known; then nothing of it is stored.
        """
        columns = _columns(options.map)
        source = _source(options) if columns else None
        return import_directory(path=options.file, columns=columns, source=source, out=out)


def import_directory(
    *, path: Path, out: TextIO, columns: dict[str, str] | None = None, source: SourceCard | None = None
) -> dict[str, Any]:
    """Import a file and say what was done, repaired and doubted."""
    progress = _progress(out)
    try:
        report = services.import_directory(
            path=path,
            now=timezone.now(),
            actor=System("import"),
            columns=columns,
            source=source,
            progress=progress,
        )
    except BrokenFile as broken:
        said = wording.refusal(broken.code, broken.params)
        raise InputWrong(said, code=broken.code, file=broken.file or str(path), line=broken.line) from None
    out.write(
        f"{report.source.title}: {report.rows} rows; {report.added} new, {report.changed} changed, "
        f"{report.unchanged} as before.\n{report.source.attribution}\n"
    )
    for code, count in sorted(report.notes_by_code.items(), key=lambda pair: -pair[1]):
        out.write(f"{count:6d}  {wording.NOTES[code]}\n")
    for reason, count in sorted(report.duplicate_groups.items()):
        out.write(f"{count:6d}  {wording.DUPLICATES[reason]}\n")
    return {
        "run": str(report.run_id),
        "source": {
            "key": report.source.key,
            "title": report.source.title,
            "licence": report.source.licence,
            "attribution": report.source.attribution,
            "as_of": report.source.as_of.isoformat() if report.source.as_of else None,
        },
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "notes": report.notes_by_code,
        "duplicate_groups": report.duplicate_groups,
    }


def _columns(written: str) -> dict[str, str] | None:
    """Read "name=Title,town=City"; a column's name may hold no comma."""
    if not written:
        return None
    pairs = [part.partition("=") for part in written.split(",")]
    if any(not field.strip() or not column.strip() for field, _, column in pairs):
        raise InputWrong(str(wording.BROKEN["map-form"]), code="map-form")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _source(options: Namespace) -> SourceCard:
    if not (options.source_title and options.licence and options.attribution and options.as_of):
        raise InputWrong(str(wording.BROKEN["no-source"]), code="no-source", file=str(options.file))
    return SourceCard(
        key=slugify(options.source_title)[:60] or "list",
        title=options.source_title[:200],
        licence=options.licence[:200],
        attribution=options.attribution[:300],
        as_of=options.as_of,
    )


def _progress(out: Any) -> Callable[[int, int], None]:
    """Return what draws a bar once a second has passed, where `out` can draw one."""
    began = monotonic()

    def show(done: int, total: int) -> None:
        if hasattr(out, "progress") and monotonic() - began > 1:
            out.progress("Reading the list", done, total)

    return show


def _kinds() -> str:
    return "one of: " + ", ".join(wording.KINDS)


def _kilometres(text: str) -> float:
    try:
        distance = float(text)
    except ValueError:
        distance = -1.0
    if not 0 < distance <= 500:
        raise ArgumentTypeError("a distance between 0 and 500 km")
    return distance


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1000:
        raise ArgumentTypeError("a number between 1 and 1000")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("a day as YYYY-MM-DD") from None
