"""What a steward sees of a run, and what everybody inside sees of what was brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements.models import Agreement
from commonhearth.foundation.circles.models import CircleKind
from commonhearth.rooms.founding.access import Actor, may_bring, may_see_brought
from commonhearth.rooms.founding.models import Bringing, BroughtDate, BroughtDecision, State
from commonhearth.rooms.founding.reading.calendars import upcoming
from commonhearth.rooms.founding.services.bringing import as_row, pages

#: Runs on the page where lists are brought; rows on the pages of what was brought.
RUNS, DATES, DECISIONS = 20, 40, 30


@dataclass(frozen=True, slots=True)
class Preview:
    """One page of what will happen."""

    rows: list[dict[str, Any]]
    number: int
    pages: int
    head: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NextDate:
    """A date as it is shown: its next time in the zone in which it keeps its hour."""

    row: BroughtDate
    begins: datetime
    ends: datetime


def runs(viewer: Actor) -> list[Bringing]:
    """Return the newest runs, with who began them.

    Raises:
        Refused: for whoever may not bring anything.
    """
    require(may_bring(viewer))
    return list(Bringing.objects.select_related("by").order_by("-created", "id")[:RUNS])


def run_for(viewer: Actor, run_id: UUID) -> Bringing:
    """Return one run.

    Raises:
        Refused: for whoever may not bring anything.
        NotVisible: when there is none of this id.
    """
    require(may_bring(viewer))
    found = Bringing.objects.select_related("by").filter(id=run_id).first()
    if found is None:
        raise NotVisible
    return found


def preview_of(viewer: Actor, run: Bringing, *, number: int = 1) -> Preview:
    """Return one page of a preview, opened for this viewer.

    Raises:
        NotVisible: when there is no such page.
    """
    require(may_bring(viewer))
    if run.state not in (State.COLUMNS, State.READY):
        raise NotVisible
    wanted = {page.number: page for page in run.pages.filter(number__in=[pages.HEAD, number])}
    if number not in wanted or number == pages.HEAD:
        raise NotVisible
    return Preview(
        rows=pages.read(wanted[number], viewer=viewer),
        number=number,
        pages=-(-run.total // pages.SIZE[run.kind]),  # type: ignore[index]
        head=pages.read(wanted[pages.HEAD], viewer=viewer),
    )


def agreements_of_everyone(viewer: Actor) -> Sequence[Agreement]:
    """Return the agreements that the whole membership holds, for bringing clauses into one of them."""
    require(may_bring(viewer))
    return list(Agreement.objects.filter(circle__circle_kind=CircleKind.ROOT).order_by("created", "id")[:50])


def next_dates(viewer: Actor, *, now: datetime, after: str = "") -> tuple[list[NextDate], str]:
    """Return one page of dates, the next one first, and the key of the page after it or "".

    What has passed since the house last looked is looked up again here, on the first page.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_see_brought(viewer))
    rows = BroughtDate.objects.order_by("upcoming", "id")
    moment, row_id = _key(after, datetime.fromisoformat)
    if moment is not None:
        later = rows.filter(Q(upcoming__gt=moment) | Q(upcoming=moment, id__gt=row_id))
    else:
        later = rows.filter(upcoming__gte=now)
    found = list(later[: DATES + 1])
    more = len(found) > DATES
    found = found[:DATES]
    key = f"{found[-1].upcoming.isoformat()}~{found[-1].id}" if more and found[-1].upcoming else ""
    shown = [_shown(row, row.upcoming) for row in found if row.upcoming]
    if moment is None:
        passed = rows.filter(upcoming__lt=now)[:DATES]
        shown += [_shown(row, at) for row in passed if (at := upcoming(as_row(row), now=now))]
        shown.sort(key=lambda one: (one.begins.astimezone(), str(one.row.id)))
    return shown, key


def _shown(row: BroughtDate, at: datetime) -> NextDate:
    zone = ZoneInfo(row.zone)
    begins = at.astimezone(zone)
    return NextDate(row, begins, begins + (row.ends - row.starts))


def past_decisions(viewer: Actor, *, after: str = "") -> tuple[list[BroughtDecision], str]:
    """Return one page of decisions that were taken elsewhere, the newest first, and the key of the next or "".

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_see_brought(viewer))
    rows = BroughtDecision.objects.order_by("-decided", "id")
    day, row_id = _key(after, date.fromisoformat)
    if day is not None:
        rows = rows.filter(Q(decided__lt=day) | Q(decided=day, id__gt=row_id))
    found = list(rows[: DECISIONS + 1])
    more = len(found) > DECISIONS
    found = found[:DECISIONS]
    return found, f"{found[-1].decided.isoformat()}~{found[-1].id}" if more else ""


def _key(after: str, read: Any) -> tuple[Any, UUID | None]:
    written, _, row_id = after.partition("~")
    try:
        return read(written.replace(" ", "+")), UUID(row_id)
    except ValueError:
        return None, None
