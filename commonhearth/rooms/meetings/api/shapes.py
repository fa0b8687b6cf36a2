"""What comes in and goes out, field by field, and how a program reaches a meeting."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.routers import Router
from commonhearth.foundation.api.schemas import In, Long, Moment, Out, Shown, Title
from commonhearth.rooms.meetings import selectors
from commonhearth.rooms.meetings.selectors.working import work_for
from commonhearth.rooms.meetings.services.agenda import LONGEST
from commonhearth.rooms.meetings.services.coming import MOST_ALONG
from commonhearth.rooms.meetings.services.minutes import LONGEST as LONGEST_MINUTES

router = Router("meetings")
Minutes = Annotated[int, Field(ge=1, le=LONGEST)]
Words = Annotated[Long, Field(min_length=1)]
Markdown = Annotated[Shown, StringConstraints(max_length=LONGEST_MINUTES)]


class OpenDateOut(Out):
    """A date with its doors open to all, as everybody is told of it."""

    id: UUID
    title: str
    kind: str
    starts: datetime
    ends: datetime
    #: Half past six stays half past six there, summer and winter.
    zone: str
    cancelled: bool
    #: What to expect.
    about: str
    #: Who leads it, what it costs, what is and is not known of what people practise together; where it is said.
    led_by: str
    costs: str
    known: str
    #: The exact place where everybody is told it, otherwise the district; it comes after a hello then.
    place: str
    hello_first: bool
    online: bool
    #: Codes of what is said of getting in and taking part, and more of it in words.
    access: list[str]
    access_words: str


class DateOut(Out):
    id: UUID
    series: UUID
    #: Null where you may come and not know of the circle.
    circle: UUID | None
    title: str
    kind: str
    doors: str
    starts: datetime
    ends: datetime
    zone: str
    cancelled: bool
    #: Whether this date has a time or place of its own.
    moved: bool
    place: str
    online: bool
    #: coming, maybe, not, or nothing.
    you: str
    #: You wait for a place.
    you_wait: bool


class OneDateOut(DateOut):
    about: str
    led_by: str
    costs: str
    known: str
    access: list[str]
    access_words: str
    bringing: int
    #: Null where as many can come as like.
    places_left: int | None
    heads: int
    waiting: int
    #: Whether names are shown at all; at support circles heads are counted.
    named: bool
    coming: list[str]
    perhaps: list[str]


class AnswerDateIn(In):
    answer: Literal["coming", "maybe", "not"]
    bringing: Annotated[int, Field(ge=0, le=MOST_ALONG)] = 0


class PointOut(Out):
    id: UUID
    title: str
    about: str
    sort: str
    begins: datetime
    minutes: int


class AgendaOut(Out):
    points: list[PointOut]
    ends: datetime
    #: What is due and not on it, in words.
    waiting: list[str]


class PointIn(In):
    title: Title
    about: Long = ""
    minutes: Minutes = 10
    pause: bool = False


class ChangePointIn(In):
    #: Of a point that the house put on, minutes alone: its words stay.
    title: Title
    about: Long = ""
    minutes: Minutes


class MovePointIn(In):
    up: bool


class RemarkOut(Out):
    id: UUID
    words: str
    #: Empty where you are kept apart.
    by_name: str
    settled: datetime | None


class AddendumOut(Out):
    words: str
    by_name: str
    added: datetime


class MinutesOut(Out):
    #: Markdown.
    text: str
    #: To be given back when it is changed; 0 before anything is written.
    version: int
    #: Shown to the circle since, and until.
    shown: datetime | None
    closes: datetime | None
    #: Agreed since; from then on only added to.
    agreed: datetime | None
    remarks: list[RemarkOut]
    addenda: list[AddendumOut]


class MinutesIn(In):
    text: Markdown
    #: `version` of the minutes as they were read.
    made_from: Annotated[int, Field(ge=0, le=2_000_000_000)]


class ActionOut(Out):
    id: UUID
    circle: UUID
    meeting: UUID | None
    what: str
    due: date | None
    #: open, done or not_now.
    standing: str
    #: Whose it is, by their name there; empty for someone of us, and where you are kept apart.
    by_name: str
    yours: bool
    #: You are asked whether you take it on.
    asked: bool


class NewActionIn(In):
    what: Annotated[Shown, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
    #: Somebody in the circle, by their id there: you at once, others are asked. Null: someone of us.
    owner: UUID | None = None
    due: date | None = None


class AnswerActionIn(In):
    answer: Literal["take", "not_me", "done", "not_now", "again"]


class MadeActionOut(Out):
    id: UUID


class MadePointOut(Out):
    id: UUID


class PlannedOut(Out):
    #: The next date.
    meeting: UUID


class ShowIn(In):
    #: At least a day ahead.
    closes: Moment


class WordsIn(In):
    words: Words


class MadeRemarkOut(Out):
    id: UUID


class VersionOut(Out):
    version: int
    by_name: str
    written: datetime
    #: Sent from an older version whose lines others had changed: kept, and not part of the minutes.
    aside: bool
    text: str


class HandOnIn(In):
    #: Somebody in the circle, by their id there, who is asked; null: someone of us.
    to: UUID | None


def date_here(request: HttpRequest, meeting_id: UUID) -> selectors.Seen:
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    if seen.meeting.circle.is_hidden:
        raise NotVisible
    return seen


def work_here(request: HttpRequest, meeting_id: UUID) -> Any:
    meeting = work_for(request.actor, meeting_id, now=request.now)
    if meeting.circle.is_hidden:
        raise NotVisible
    return meeting
