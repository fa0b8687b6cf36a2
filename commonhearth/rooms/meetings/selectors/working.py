"""A meeting as its circle works on it: agenda with times, screen, turns, who is here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from commonhearth.core import quorum
from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements.rules import rule
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import (
    AGENDA_SENTENCES,
    Due,
    circle_for,
    names_of,
    people_of,
)
from commonhearth.foundation.members.models import INSIDE, Standing
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.kit import saying
from commonhearth.rooms.meetings.access.working import may_read_work
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.models import (
    Action,
    Hands,
    Item,
    Meeting,
    Minutes,
    Present,
    RatherNot,
    Sitting,
    Sort,
    Stage,
    Swap,
    Tally,
    Turn,
)
from commonhearth.rooms.meetings.models.actions import Standing as ActionStanding
from commonhearth.rooms.meetings.sealing import read
from commonhearth.rooms.meetings.selectors.due import due_at
from commonhearth.rooms.meetings.selectors.open import held
from commonhearth.rooms.meetings.services.sitting import place_of

#: People on one page of who is here.
PEOPLE = 60


def work_for(viewer: Actor, meeting_id: UUID, *, now: datetime) -> Meeting:
    """Return one meeting with its circle, for who may read the circle.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    meeting = _with_series.first(meeting=meeting_id)
    if meeting is None:
        raise NotVisible
    meeting.circle = meeting.series.circle = circle_for(viewer, meeting.circle_id, now=now)
    if not may_read_work(viewer, meeting):
        raise NotVisible
    return meeting


_with_series: Ready[Meeting] = Ready(
    lambda meeting: Meeting.objects.filter(id=meeting).select_related("series").order_by()
)


def title_of(meeting: Meeting, *, viewer: Actor) -> str:
    """Return what a meeting is called, opened for its people where it is sealed."""
    series = meeting.series
    if series.sealed_words is None:
        return series.title
    return str(json.loads(sealed.open(series.sealed_words, viewer=viewer)).get("title", ""))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda as it is read: its words, when it begins, where it leads."""

    item: Item
    title: str
    begins: datetime
    url: str = ""

    @property
    def is_round(self) -> bool:
        """Whether everybody speaks in turn."""
        return self.item.sort == Sort.ROUND


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda in its order, when it would end, and what is due and not on it yet."""

    points: list[Point]
    ends: datetime
    waiting: list[str]

    @property
    def minutes(self) -> int:
        """How long it takes in all."""
        return sum(point.item.minutes for point in self.points)


def points_of(viewer: Actor, meeting: Meeting) -> list[Point]:
    """Return the points of an agenda in order, in two queries."""
    items = list(Item.objects.filter(meeting=meeting))
    read(items, circle=meeting.circle, viewer=viewer)
    begins, found = meeting.starts, []
    for item in items:
        title, url = _said(viewer, item) if item.code else (item.title, "")
        found.append(Point(item, title, begins, url))
        begins += timedelta(minutes=item.minutes)
    return found


def _said(viewer: Actor, item: Item) -> tuple[str, str]:
    kept = json.loads(item.params or "{}")
    return _sentence(item.code, kept.get("fill", {})), _url(viewer, kept.get("to", ""), kept.get("args", []))


def _sentence(code: str, fill: dict[str, str]) -> str:
    said: dict[str, Any] = dict(fill)
    if "day" in said:
        said["day"] = saying.day(date.fromisoformat(said["day"]))
    return str(AGENDA_SENTENCES[code]) % said if code in AGENDA_SENTENCES else ""


def _url(viewer: Actor, name: str, args: Iterable[str]) -> str:
    community = getattr(viewer, "community", None)
    if not name or community is None:
        return ""
    try:
        return reverse(name, args=[community.slug, *args])
    except NoReverseMatch:  # a page that is not there any more
        return ""


def agenda_for(viewer: Actor, meeting: Meeting, *, now: datetime) -> Agenda:
    """Return the agenda of a meeting, and what is due in its circle and not on it."""
    points = points_of(viewer, meeting)
    on = {point.item.source for point in points}
    due = [one for one in due_at(viewer, meeting, now=now) if one.source not in on]
    ends = meeting.starts + timedelta(minutes=sum(point.item.minutes for point in points))
    return Agenda(points, ends, [_sentence(one.code, one.params) for one in due])


# --- The screen --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Screen:
    """What the projector shows: one thing, and no name of anybody.

    Attributes:
        place: what is shown, in a word that the next press sends back.
        number, of: the how-manieth point of how many.
        ends: when the time for it is over; None where no clock runs.
        left: in a pause, the minutes left when the clock goes on, begun ones too; None where none rests.
    """

    stage: str
    point: Point | None
    after: str
    number: int
    of: int
    speaker: int
    pausing: bool
    ends: datetime | None
    left: int | None
    place: str
    actions: list[str]

    @property
    def have(self) -> str:
        """What a wall that shows this has, to ask whether there is anything new. It gives no word of it away."""
        item = self.point and (self.point.title, self.point.item.about, self.point.item.minutes)
        shown = (self.stage, self.place, item, self.number, self.of, self.after, self.actions)
        clock = (self.pausing, self.ends, self.left)
        return salted_hmac("meetings.screen", repr((shown, clock)), algorithm="sha256").hexdigest()[:16]


def screen_for(viewer: Actor, meeting: Meeting, *, now: datetime) -> Screen:
    """Return what the screen shows now; at most four queries."""
    points = points_of(viewer, meeting)
    sitting = Sitting.objects.filter(meeting=meeting).first()
    stage = sitting.stage if sitting else Stage.WELCOME
    at = next((n for n, point in enumerate(points) if sitting and point.item.id == sitting.item_id), None)
    if stage == Stage.ITEM and at is None:
        stage = Stage.WELCOME  # the point was taken off the agenda meanwhile
    point = points[at] if at is not None and stage == Stage.ITEM else None
    following = points[at + 1 :] if at is not None else (points if stage == Stage.WELCOME else [])
    ends = left = None
    if sitting and point and not point.is_round:
        whole = timedelta(minutes=point.item.minutes)
        if sitting.pausing:
            left = max(0, ceil((whole - sitting.ran) / timedelta(minutes=1)))
        else:
            ends = sitting.since + whole
    shows_actions = point is not None and point.item.source == ACTIONS_SOURCE
    return Screen(
        stage=stage,
        point=point,
        after=following[0].title if following else "",
        number=at + 1 if at is not None else 0,
        of=len(points),
        speaker=sitting.speaker if sitting else 1,
        pausing=bool(sitting and sitting.pausing),
        ends=ends,
        left=left,
        place=place_of(sitting),
        actions=_open_words(viewer, meeting.circle) if shows_actions else [],
    )


#: What the open actions are called on an agenda.
ACTIONS_SOURCE = "actions"


def _open_words(viewer: Actor, circle: Circle) -> list[str]:
    rows = list(
        Action.objects.filter(circle=circle, standing=ActionStanding.OPEN).order_by("created", "id")[:12]
    )
    read(rows, circle=circle, viewer=viewer)
    return [row.what for row in rows]


# --- Turns -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TurnView:
    """A hat at a meeting: who has it by their name in the circle, and what the viewer may do about it."""

    hat: str
    turn: Turn | None
    name: str
    mine: bool
    swap: Swap | None = None
    swap_with: str = ""
    asked_me: bool = False


def turns_for(viewer: Actor, meeting: Meeting) -> list[TurnView]:
    """Return the hats of a meeting with who has them; four queries at most. Who is kept apart is not named."""
    turns = {turn.hat: turn for turn in Turn.objects.filter(meeting=meeting)}
    open_ones = Swap.objects.filter(
        turn__meeting=meeting, asked__member__died=None, asked_by__member__died=None
    )
    swaps = {swap.turn_id: swap for swap in open_ones}
    people = [turn.holder_id for turn in turns.values()]
    for swap in swaps.values():
        people += [swap.asked_id, swap.asked_by_id]
    names = names_of(viewer, meeting.circle, people) if any(people) else {}
    seat = seat_in(viewer, meeting.circle)
    own = seat.membership_id if seat else None
    found = []
    for hat in manner_of(meeting).hats:
        turn = turns.get(hat)
        if turn is not None:
            turn.meeting, turn.circle = meeting, meeting.circle
        swap = swaps.get(turn.id) if turn else None
        holder = turn.holder_id if turn else None
        found.append(
            TurnView(
                hat=hat,
                turn=turn,
                name=names.get(holder, _("somebody here")) if holder else "",
                mine=holder is not None and holder == own,
                swap=swap,
                swap_with=names.get(swap.asked_id, _("somebody here")) if swap else "",
                asked_me=bool(swap and swap.asked_id == own),
            )
        )
    return found


def hats_rather_not(viewer: Actor, circle: Circle) -> set[str]:
    """Return the hats with which the viewer takes no turns."""
    seat = seat_in(viewer, circle)
    rows = RatherNot.objects.filter(seat_id=seat.membership_id if seat else None, ended=None)
    return set(rows.values_list("hat", flat=True))


# --- Who is here -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Quorate:
    """Whether enough people are here to decide. `needed` None: the circle has not said how many that is."""

    here: int
    belong: int
    needed: int | None

    @property
    def enough(self) -> bool:
        """Whether there are; where nothing is said, yes."""
        return self.needed is None or self.here >= self.needed


def noted(*, now: datetime) -> QuerySet[Meeting]:
    """Return the meetings whose time is over and at which it was noted who was there."""
    return held(now=now).filter(Exists(Present.objects.filter(meeting=OuterRef("pk"))))


def quorate_meetings(circle: Circle, *, now: datetime) -> int | None:
    """Return at how many of a circle's meetings enough were noted as here; None where no rule says how many.

    By the rule, and of as many full members, as there are today: who belonged then is not looked up.
    """
    said = rule(circle, "quorum", now)
    if not said:
        return None
    there = Present.objects.filter(meeting=OuterRef("pk")).order_by()
    rows = (
        held(now=now)
        .filter(circle=circle)
        .annotate(here=Subquery(there.values("meeting").annotate(n=Count("pk")).values("n")))
    )
    needed = quorum.read(str(said)).needed(belong=_full_members(circle))
    return rows.filter(here__gte=needed).count()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who may be here, with whether they are; by names in the circle."""

    people: list[tuple[CircleMembership, bool]]
    more: str | None
    quorate: Quorate


def _full_members(circle: Circle) -> int:
    return CircleMembership.objects.filter(circle=circle, left=None, member__standing=Standing.MEMBER).count()


def quorate(meeting: Meeting, *, now: datetime) -> Quorate:
    """Return whether enough full members are here; by the rule that was in force when the meeting began."""
    belong = _full_members(meeting.circle)
    here = Present.objects.filter(meeting=meeting, seat__member__standing__in=INSIDE).count()
    said = rule(meeting.circle, "quorum", min(now, meeting.starts))
    return Quorate(here, belong, quorum.read(str(said)).needed(belong=belong) if said else None)


def attendance_for(viewer: Actor, meeting: Meeting, *, after: str = "", now: datetime) -> Attendance:
    """Return one page of the circle's people with who is noted as here."""
    page = people_of(viewer, meeting.circle, after=after, size=PEOPLE)
    ids = [one.id for one in page.people]
    here = set(Present.objects.filter(meeting=meeting, seat__in=ids).values_list("seat_id", flat=True))
    return Attendance([(one, one.id in here) for one in page.people], page.more, quorate(meeting, now=now))


def heads_of(meeting: Meeting) -> int | None:
    """Return how many people were counted at a meeting."""
    return Sitting.objects.filter(meeting=meeting).values_list("heads", flat=True).first()


@dataclass(frozen=True, slots=True)
class HandsView:
    """A question to the room with what was counted; the two differ, agree, or one is still counting."""

    hands: Hands
    tallies: list[Tally]
    mine: Tally | None

    @property
    def differ(self) -> bool:
        """Whether two have counted and came to different numbers."""
        return len(self.tallies) == 2 and self.hands.settled is None


def hands_for(viewer: Actor, meeting: Meeting) -> list[HandsView]:
    """Return the questions to the room, the newest first; three queries at most."""
    rows = list(Hands.objects.filter(meeting=meeting).order_by("-created", "-id")[:20])
    read(rows, circle=meeting.circle, viewer=viewer)
    seat = seat_in(viewer, meeting.circle)
    tallies = list(Tally.objects.filter(hands__in=rows))
    found = []
    for hands in rows:
        hands.meeting = meeting
        told = [tally for tally in tallies if tally.hands_id == hands.id]
        mine = next((tally for tally in told if seat and tally.teller_id == seat.membership_id), None)
        found.append(HandsView(hands, told, mine))
    return found


def hands_of(meeting: Meeting, hands_id: UUID) -> Hands:
    """Return one question to the room.

    Raises:
        NotVisible: when the meeting has none of this id.
    """
    found = Hands.objects.filter(meeting=meeting, id=hands_id).first()
    if found is None:
        raise NotVisible
    return found


# --- What a next meeting has to look at -------------------------------------------------------------
def actions_due(viewer: Actor, circle: Circle, now: datetime) -> Iterable[Due]:
    """Yield one point for what was promised in the circle and is still open."""
    if Action.objects.filter(circle=circle, standing=ActionStanding.OPEN).exists():
        yield Due(
            ACTIONS_SOURCE,
            "actions_open",
            minutes=10,
            url_name="meetings:actions",
            url_args=(str(circle.id),),
        )


def minutes_due(viewer: Actor, circle: Circle, now: datetime) -> Iterable[Due]:
    """Yield the minutes of earlier meetings that are shown and not agreed on yet."""
    rows = Minutes.objects.filter(circle=circle, locked=None, shown__isnull=False)
    for meeting_id, starts in rows.order_by("meeting__starts").values_list("meeting_id", "meeting__starts")[
        :5
    ]:
        yield Due(
            f"minutes:{meeting_id}",
            "minutes_shown",
            {"day": starts.date().isoformat()},
            url_name="meetings:minutes",
            url_args=(str(meeting_id),),
        )
