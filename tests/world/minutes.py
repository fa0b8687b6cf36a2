"""What meetings work with, one of each in each circle: a point, a turn, hands, a promise, a question when."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.models import Meeting, Note, Slot, Swap
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.services import actions, agenda, attendance, minutes, polls, turns
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Prepare, promise, ask."""
    for key in ("root", "open", "closed", "hidden"):
        _at_a_meeting(place, key)
        _in_a_circle(place, key)


def _at_a_meeting(place: Place, key: str) -> None:
    member, now = place.acting("member"), place.now
    meeting = Meeting.objects.select_related("series", "circle").get(id=place.things["meeting_id"][key])
    item = agenda.add_item(actor=member, meeting=meeting, title="The kettle", now=now)
    turn = turns.take_turn(actor=member, meeting=meeting, hat="host", now=now)
    seat = CircleMembership.objects.get(circle=meeting.circle, member=member, left=None)
    swap = Swap.objects.create(turn=turn, circle=meeting.circle, asked_by=seat, asked=seat, created=now)
    hands = attendance.ask_for_hands(actor=member, meeting=meeting, question="Tea?", now=now)
    place.by_circle(key, item_id=item.id, turn_id=turn.id, swap_id=swap.id, hands_id=hands.id)
    if manner_of(meeting).minutes:
        minutes.write(actor=member, meeting=meeting, text="## Tea\nYes.", based_on=0, now=now)
        minutes.show(actor=member, meeting=meeting, now=now)
        remark = minutes.remark(actor=member, meeting=meeting, words="Coffee too.", now=now)
        place.by_circle(key, remark_id=remark.id)
    else:
        note = Note(meeting=meeting, circle=meeting.circle, fades=now + timedelta(days=7), created=now)
        put(note, meeting.circle, words="The candle is good.")
        note.save()
        place.by_circle(key, note_id=note.id)


def _in_a_circle(place: Place, key: str) -> None:
    member, now, circle = place.acting("member"), place.now, place.circles[key]
    action = actions.add_action(actor=member, circle=circle, what="Bring soap", now=now)
    poll = polls.ask_when(
        actor=member,
        circle=circle,
        title="A walk",
        starts=[now + timedelta(days=9), now + timedelta(days=10)],
        minutes=60,
        zone="Europe/London",
        closes=now + timedelta(days=5),
        now=now,
    )
    slot = Slot.objects.filter(poll=poll).order_by("starts").first()
    assert slot is not None
    place.by_circle(key, action_id=action.id, poll_id=poll.id, slot_id=slot.id)
