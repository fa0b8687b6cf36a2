"""Who is here, how many are here, and hands that two people count."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, StringConstraints

from commonhearth.foundation.access import require
from commonhearth.foundation.api.routers import acted_once, done_once, next_page
from commonhearth.foundation.api.schemas import After, In, Out, Shown
from commonhearth.foundation.circles.access import seat_in
from commonhearth.rooms.meetings.access.working import may_ask_for_hands, may_count_heads, may_note_present
from commonhearth.rooms.meetings.api.shapes import (
    router,
    work_here,
)
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.working import attendance_for, hands_for, hands_of, heads_of
from commonhearth.rooms.meetings.services import attendance as counting
from commonhearth.rooms.meetings.services.sitting import MOST_HEADS, count_heads

Heads = Annotated[int, Field(ge=0, le=MOST_HEADS)]


class PresentOut(Out):
    id: UUID
    name: str
    here: bool


class HereOut(Out):
    #: How many were counted; null before.
    heads: int | None
    #: Whether names are noted at all: at board meetings and assemblies.
    named: bool
    here: int | None
    belong: int | None
    #: How many have to be here to decide; null where the circle has not said.
    needed: int | None
    people: list[PresentOut]
    next: str | None


class NoteHereIn(In):
    here: Annotated[list[UUID], Field(max_length=200)]
    #: Of whom this is said; whoever is not in it stays as they are noted.
    among: Annotated[list[UUID], Field(max_length=200)]


class HeadsIn(In):
    heads: Heads | None


class TallyOut(Out):
    yes: int
    no: int
    neither: int
    yours: bool


class HandsOut(Out):
    id: UUID
    question: str
    #: Since two have counted the same.
    settled: datetime | None
    tallies: list[TallyOut]


class QuestionIn(In):
    question: Annotated[Shown, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]


class MadeHandsOut(Out):
    id: UUID


class TallyIn(In):
    yes: Heads
    no: Heads
    neither: Heads = 0


HERE = "/meetings/{uuid:meeting_id}/here"
HANDS = "/meetings/{uuid:meeting_id}/hands"


@router.get(HERE, scope="meetings:read", response=HereOut, summary="Who is here")
def here(request: HttpRequest, meeting_id: UUID, after: After = "") -> HereOut:
    """How many; at board meetings and assemblies also who, and whether they are enough to decide."""
    meeting = work_here(request, meeting_id)
    named = manner_of(meeting).names
    found = attendance_for(request.actor, meeting, after=after, now=request.now) if named else None
    return HereOut(
        heads=heads_of(meeting),
        named=named,
        here=found and found.quorate.here,
        belong=found and found.quorate.belong,
        needed=found and found.quorate.needed,
        people=[PresentOut(id=one.id, name=str(one), here=there) for one, there in found.people]
        if found
        else [],
        next=next_page(request, found and found.more),
    )


@router.post(HERE, scope="meetings:plan", response=HereOut, summary="Note who is here")
def note_here(request: HttpRequest, meeting_id: UUID, said: NoteHereIn) -> HereOut:
    """At board meetings and assemblies, by ids in the circle; of other meetings nobody’s name is kept."""
    meeting = work_here(request, meeting_id)
    require(may_note_present(request.actor, meeting))

    def act() -> None:
        counting.note_present(
            actor=request.actor, meeting=meeting, here=said.here, among=said.among, now=request.now
        )

    done_once(request, f"meetings.here.{meeting.id}", act)
    return here(request, meeting_id)


@router.post(f"{HERE}/heads", scope="meetings:plan", response=HereOut, summary="Write down how many are here")
def heads(request: HttpRequest, meeting_id: UUID, said: HeadsIn) -> HereOut:
    """A number, no names; visitors count too. Null takes it away."""
    meeting = work_here(request, meeting_id)
    require(may_count_heads(request.actor, meeting))

    def act() -> None:
        count_heads(actor=request.actor, meeting=meeting, heads=said.heads, now=request.now)

    done_once(request, f"meetings.heads.{meeting.id}", act)
    return here(request, meeting_id)


@router.get(HANDS, scope="meetings:read", response=list[HandsOut], summary="Questions to the room")
def hands(request: HttpRequest, meeting_id: UUID) -> list[HandsOut]:
    """The newest first, twenty at most, with what was counted."""
    meeting = work_here(request, meeting_id)
    seat = seat_in(request.actor, meeting.circle)
    own = seat.membership_id if seat else None
    return [
        HandsOut(
            id=view.hands.id,
            question=view.hands.question,
            settled=view.hands.settled,
            tallies=[
                TallyOut(yes=one.yes, no=one.no, neither=one.neither, yours=one.teller_id == own)
                for one in view.tallies
            ],
        )
        for view in hands_for(request.actor, meeting)
    ]


@router.post(HANDS, scope="meetings:plan", response={201: MadeHandsOut}, summary="Put a question to the room")
def ask_for_hands(request: HttpRequest, meeting_id: UUID, said: QuestionIn) -> dict[str, Any]:
    """Answered by raised hands in the room, which two people count."""
    meeting = work_here(request, meeting_id)
    require(may_ask_for_hands(request.actor, meeting))

    def act() -> dict[str, str]:
        made = counting.ask_for_hands(
            actor=request.actor, meeting=meeting, question=said.question, now=request.now
        )
        return {"id": str(made.id)}

    return acted_once(request, f"meetings.hands.{meeting.id}", act)


@router.post(
    f"{HANDS}/{{uuid:hands_id}}",
    scope="meetings:plan",
    response=list[HandsOut],
    summary="Say what you counted",
)
def tell_hands(request: HttpRequest, meeting_id: UUID, hands_id: UUID, said: TallyIn) -> list[HandsOut]:
    """It stands when two have counted the same; until then both may count again."""
    meeting = work_here(request, meeting_id)
    asked = hands_of(meeting, hands_id)

    def act() -> None:
        counting.tell_hands(
            actor=request.actor, meeting=meeting, hands_id=asked.id, now=request.now, **said.dict()
        )

    done_once(request, f"meetings.tell_hands.{asked.id}", act)
    return hands(request, meeting_id)
