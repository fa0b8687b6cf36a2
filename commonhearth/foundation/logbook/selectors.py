"""The logbook as a viewer may read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.logbook.access import (
    may_read_line,
    may_read_logbook,
    may_read_reason,
    readable,
    reads_circle,
)
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.verbs import VERBS, Kind, Readers
from commonhearth.foundation.logbook.wording import SENTENCES, Signature, Signed, names_of, reason, sentence

#: Lines on one page, and in one file to take along.
PAGE, MOST = 50, 2_000
#: Days that every zone and database can reckon with.
FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)


class Whose(StrEnum):
    """Which lines are looked at, of those that the viewer reads."""

    EVERYBODYS = "everybodys"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines somebody wants to see.

    Attributes:
        kind: only acts of this kind.
        since: from this day on, in the reader's zone.
        until: to the end of this day.
        whose: those that everybody reads who reads the place; or what the viewer did and what is about them; or
            all that the viewer reads. The first is what may stand on a wall or on a screen that others see.
    """

    kind: str = ""
    since: date | None = None
    until: date | None = None
    whose: Whose = Whose.EVERYBODYS


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it is shown: the moment, the sentence in the reader's language, the reason if any.

    Attributes:
        by: who did it, where readers see it and the sentence does not say so.
        for_all: whether all who read the place read this line.
    """

    id: UUID
    at: datetime
    kind: Kind
    sentence: str
    by: str
    why: str
    for_all: bool
    circle_id: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and the key after which older ones come (empty at the end)."""

    entries: list[Entry]
    more: str


EVERYTHING = Wanted()


def lines_for(
    viewer: Any, *, circle: Any = None, wanted: Wanted = EVERYTHING, after: str = "", size: int = PAGE
) -> Page:
    """Return lines of one place, the newest first, in a fixed number of queries.

    The order is that of the acts: a line may be written later than what it tells of.

    Args:
        circle: the circle whose lines they are, its row or its id; None for the community's own.
        after: the key that the page before gave as `more`.

    Raises:
        NotVisible: when this viewer does not read the logbook, or not this circle's.
    """
    if not may_read_logbook(viewer) or (circle is not None and not reads_circle(viewer, circle)):
        raise NotVisible("logbook")
    circle_id = getattr(circle, "id", circle)
    here = Line.objects.filter(readable(viewer, circle_id), circle_id=circle_id)
    lines = _narrowed(here, viewer, circle_id, wanted)
    at, line_id = _key(after)
    if at is not None:
        lines = lines.filter(Q(at__lt=at) | Q(at=at, id__lt=line_id))
    found = list(lines.select_related("detail").order_by("-at", "-id")[: size + 1])
    more = f"{found[size - 1].at.isoformat()}~{found[size - 1].id}" if len(found) > size else ""
    return Page(_entries(viewer, found[:size]), more)


def line_for(viewer: Any, line_id: UUID) -> Entry:
    """Return one line.

    Raises:
        NotVisible: when there is none of this id that the viewer reads.
    """
    line = Line.objects.filter(id=line_id).select_related("detail").first()
    if line is None or not may_read_line(viewer, line):
        raise NotVisible("logbook")
    return _entries(viewer, [line])[0]


def _narrowed(lines: QuerySet[Line], viewer: Any, circle_id: UUID | None, wanted: Wanted) -> QuerySet[Line]:
    if wanted.kind:
        lines = lines.filter(verb__in=[code for code, verb in VERBS.items() if verb.kind == wanted.kind])
    if wanted.whose == Whose.EVERYBODYS:
        everyones = [code for code, verb in VERBS.items() if Readers.EVERYONE in verb.readers_in(circle_id)]
        lines = lines.filter(verb__in=everyones)
    elif wanted.whose == Whose.OWN:
        me = str(viewer.pseudonym)
        lines = lines.filter(Q(who=me) | Q(about__member=me))
    if wanted.since:
        lines = lines.filter(at__gte=_begins(wanted.since))
    if wanted.until:
        lines = lines.filter(at__lt=_begins(min(wanted.until, LAST) + timedelta(days=1)))
    return lines


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time.min))


def _key(after: str) -> tuple[datetime | None, UUID | None]:
    moment, _, line_id = after.partition("~")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at.astimezone(UTC), UUID(line_id)) if at.tzinfo else (None, None)
    except (ValueError, OverflowError):
        return None, None


def _entries(viewer: Any, lines: list[Line]) -> list[Entry]:
    # These lines are the viewer's to read: their details are opened together, for this page.
    details = sealed.open_all_for([_content(line) for line in lines], purpose="logbook")
    names = names_of({one for line in lines for one in ((line.who, line.circle_id), _named(line))}, viewer)
    return [
        _entry(viewer, line, json.loads(text) if text else {}, names)
        for line, text in zip(lines, details, strict=True)
    ]


def _named(line: Line) -> Signature:
    """Return whom a line's sentence names, where it names one person."""
    return line.about.get("member") or line.who, line.circle_id


def _entry(viewer: Any, line: Line, details: Mapping[str, Any], names: Mapping[Signature, Signed]) -> Entry:
    verb, signed = VERBS[line.verb], names[line.who, line.circle_id]
    somebody, unnamed = str(SENTENCES["apart"]), str(SENTENCES["unnamed"])
    unseen = {one.name for (_, place), one in names.items() if one.apart and place == line.circle_id}
    who = somebody if signed.apart else signed.name
    params = {**line.about, **details, "who": who}
    for several in ("names", "other"):
        if several in params:
            each = str(params[several]).split(", ")
            params[several] = ", ".join(somebody if one in unseen else one for one in each)
    if "name" in params and (names[_named(line)].apart or params["name"] in unseen):
        params["name"] = somebody
    return Entry(
        id=line.id,
        at=line.at,
        kind=verb.kind,
        sentence=sentence(line.verb, params),
        by=who if verb.signed and not line.who.startswith("system:") and who != unnamed else "",
        why=reason(line.verb, line.why) if line.why and may_read_reason(viewer, line) else "",
        for_all=Readers.EVERYONE in verb.readers_in(line.circle_id),
        circle_id=line.circle_id,
    )


def _content(line: Line) -> sealed.Sealed | None:
    detail = getattr(line, "detail", None)
    found: sealed.Sealed | None = detail.content if detail is not None else None
    return found
