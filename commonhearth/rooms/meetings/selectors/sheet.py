"""What an open circle's notice board says of turns and of what is to do; people are named as they chose for paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import SheetPart
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Action, Turn
from commonhearth.rooms.meetings.models.actions import Standing
from commonhearth.rooms.meetings.wording import turns as words

#: What of each fits onto one A4.
MOST = 4
AHEAD = timedelta(days=14)


def on_the_board(viewer: Actor, circle: Circle, now: datetime) -> SheetPart | None:
    """Return the turns of the next two weeks and what waits for someone of us; three queries."""
    lines = [*_turns(viewer, circle, now), *_open(circle)]
    return SheetPart(str(words.SHEET["title"]), tuple(lines), order=40) if lines else None


def _turns(viewer: Actor, circle: Circle, now: datetime) -> Iterable[str]:
    rows = Turn.objects.filter(
        circle=circle, meeting__cancelled=None, meeting__starts__gt=now, meeting__starts__lt=now + AHEAD
    ).order_by("meeting__starts", "created", "id")
    found = list(rows.values_list("hat", "holder_id", "meeting__starts")[:MOST])
    seats = CircleMembership.objects.filter(
        id__in=[holder for _hat, holder, _at in found if holder], left=None
    )
    papers = dict(without_those_kept_apart(seats, viewer).values_list("id", "member__paper"))
    for hat, holder, at in found:
        said = {"hat": words.HATS[hat], "day": saying.day(at)}
        name = papers.get(holder, "").strip() if holder else ""
        if holder is None:
            yield str(words.SHEET["open"]) % said
        elif name:
            yield str(words.SHEET["named"]) % {**said, "name": name}


def _open(circle: Circle) -> Iterable[str]:
    rows = Action.objects.filter(circle=circle, standing=Standing.OPEN, owner=None, sealed_words__isnull=True)
    for what in rows.order_by("created", "id").values_list("what", flat=True)[:MOST]:
        yield str(words.SHEET["someone"]) % {"what": what}
