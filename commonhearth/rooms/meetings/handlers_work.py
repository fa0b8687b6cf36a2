"""At news: turns and actions of who goes pass on; words of a circle that is hidden are sealed."""

from __future__ import annotations

from uuid import UUID

from commonhearth.foundation.circles.events import CircleHidden, CircleLeft
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import (
    MemberAway,
    MemberDeathUndone,
    MemberDied,
    MembersKeptApart,
    SteppedBack,
)
from commonhearth.rooms.meetings import sealing
from commonhearth.rooms.meetings.events import MinutesShown, TurnOpened
from commonhearth.rooms.meetings.services import actions, turns
from commonhearth.rooms.meetings.tasks_work import minutes_shown, turn_open


@hears(CircleHidden)
def seal_what_was_written(event: CircleHidden) -> None:
    """What a circle's meetings wrote is sealed with its key when it is hidden."""
    sealing.seal_all(Circle.objects.get(id=event.circle_id))


@hears(CircleLeft)
def pass_on_what_they_had(event: CircleLeft) -> None:
    """Turns of who has left are handed over, and what they would do is someone of us's."""
    place = CircleMembership.objects.get(id=event.membership_id)
    turns.hand_over_all(place, now=event.now)
    actions.let_go_of(place, now=event.now)


@hears(MemberAway)
def pass_on_while_away(event: MemberAway) -> None:
    """Turns of who is away are handed over; what they would do stays theirs, and they are not reminded."""
    for place in _places(event.member_id):
        turns.hand_over_all(place, now=event.now)


@hears(SteppedBack)
def pass_on_when_stepping_back(event: SteppedBack) -> None:
    """Turns of who steps back are handed over, as while away."""
    for place in _places(event.member_id):
        turns.hand_over_all(place, now=event.now)


@hears(MembersKeptApart)
def ask_no_more_of_each_other(event: MembersKeptApart) -> None:
    """An asking to change turns between the two ends as if it had been taken back; whose turn it is stays."""
    turns.part_two(event.asker_id, event.other_id)


@hears(MemberDied)
def open_quietly(event: MemberDied) -> None:
    """Turns and promises open without a word: a person tells the circle first."""
    for place in _places(event.member_id):
        turns.put_aside(place, now=event.now)
        actions.put_aside(place)


@hears(MemberDeathUndone)
def give_back_what_nobody_took(event: MemberDeathUndone) -> None:
    """It was a mistake: turns and promises are theirs again, but for those that somebody else has taken."""
    for place in _places(event.member_id):
        turns.give_back_to(place, now=event.now)
        actions.give_back_to(place)


def _places(member_id: UUID) -> list[CircleMembership]:
    rows = CircleMembership.objects.filter(member_id=member_id, left=None).select_related("member")
    return list(rows.order_by("id"))


@hears(TurnOpened)
def tell_that_a_turn_is_open(event: TurnOpened) -> None:
    """A job tells the circle's people, however many they are."""
    turn_open.enqueue(str(event.meeting_id), str(event.circle_id))


@hears(MinutesShown)
def tell_that_there_are_minutes(event: MinutesShown) -> None:
    """A job tells the circle's people, however many they are."""
    minutes_shown.enqueue(str(event.meeting_id), str(event.circle_id))
