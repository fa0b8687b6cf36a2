"""Who is at a board meeting or an assembly; hands that two tellers count."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import INSIDE
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.meetings.access.working import may_ask_for_hands, may_note_present, may_tell_hands
from commonhearth.rooms.meetings.models import Hands, Meeting, Present, Tally
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.services.agenda import locked
from commonhearth.rooms.meetings.services.sitting import MOST_HEADS


def note_present(
    *, actor: Actor, meeting: Meeting, here: Collection[UUID], among: Collection[UUID], now: datetime
) -> int:
    """Note who of some people is here, by their places in the circle; the others stay as they are noted.

    Whoever is kept apart from the one who notes is not on their list, and stays as somebody else noted.

    Args:
        here: who is here.
        among: who stood on the page that was sent.

    Returns:
        How many are noted as here now.

    Raises:
        Refused: when the actor may not.
        NotVisible: when one of them is not in the circle.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_note_present(actor, meeting))
        seats = CircleMembership.objects.filter(
            circle=meeting.circle, id__in=among, left=None, member__standing__in=INSIDE
        ).exclude(member__in=kept_apart_ids(actor))
        known = set(seats.values_list("id", flat=True))
        if not set(here) <= known:
            raise NotVisible
        noted = Present.objects.filter(meeting=meeting)
        noted.filter(seat__in=known).exclude(seat__in=here).delete()
        there = set(noted.values_list("seat_id", flat=True))
        Present.objects.bulk_create(
            Present(meeting=meeting, circle=meeting.circle, seat_id=seat_id, created=now)
            for seat_id in here
            if seat_id not in there
        )
        return noted.count()


def ask_for_hands(*, actor: Actor, meeting: Meeting, question: str, now: datetime) -> Hands:
    """Put a question to the room.

    Raises:
        Refused: when the actor may not.
        ValueError: when nothing is asked.
    """
    if not question.strip():
        raise ValueError("a question has words")
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_ask_for_hands(actor, meeting))
        hands = Hands(meeting=meeting, circle=meeting.circle, created=now)
        put(hands, meeting.circle, question=question.strip())
        hands.save()
    return hands


def tell_hands(
    *, actor: Actor, meeting: Meeting, hands_id: UUID, yes: int, no: int, neither: int = 0, now: datetime
) -> Hands:
    """Say what one has counted. When two tellers have counted the same, it stands; until then both may count again.

    Raises:
        Refused: when two others count, or it stands already.
        NotVisible: when the meeting has no such question.
        ValueError: for numbers that no room holds.
    """
    if not all(0 <= number <= MOST_HEADS for number in (yes, no, neither)):
        raise ValueError("hands in one room")
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        hands = Hands.objects.select_for_update(of=("self",)).filter(meeting=meeting, id=hands_id).first()
        if hands is None:
            raise NotVisible
        hands.meeting, hands.circle = meeting, meeting.circle
        tellers = frozenset(Tally.objects.filter(hands=hands).values_list("teller_id", flat=True))
        require(may_tell_hands(actor, hands, tellers))
        Tally.objects.update_or_create(
            hands=hands,
            teller_id=own_seat(actor, meeting.circle).membership_id,
            defaults={"yes": yes, "no": no, "neither": neither},
            create_defaults={
                "yes": yes, "no": no, "neither": neither, "circle": meeting.circle, "created": now,
            },
        )  # fmt: skip
        counted = {tally.counted for tally in Tally.objects.filter(hands=hands)}
        if len(counted) == 1 and Tally.objects.filter(hands=hands).count() == 2:
            hands.settled = now
            hands.save(update_fields=["settled"])
    return hands
