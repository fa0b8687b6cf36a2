"""“Is this a hard month?”: asked by a person, answered without a reason, erased. No line in the logbook."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commonhearth.foundation.access import NotVisible, Refused, no, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import person_in
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.treasury.access import may_answer_hard_month, may_ask_hard_month
from commonhearth.rooms.treasury.models import ASKED_FOR, Answer, HardMonth, Tin
from commonhearth.rooms.treasury.services.keeping import locked


def ask_hard_month(*, actor: Actor, tin: Tin, seat_id: UUID, now: datetime) -> HardMonth:
    """Ask one person of the circle. Nobody else hears of it, and no right hangs on the answer.

    Raises:
        Refused: when the actor may not, asks themselves, or has asked this person already.
        NotVisible: when nobody whom the actor sees has that place.
    """
    with transaction.atomic():
        tin = locked(tin, now)
        require(may_ask_hard_month(actor, tin))
        seat = person_in(actor, tin.circle, seat_id)
        if isinstance(actor, Member) and seat.member_id == actor.id:
            raise Refused(no("hard_month_yourself"))
        asker = own_seat(actor, tin.circle).membership_id
        if HardMonth.objects.filter(asker_id=asker, member=seat.member).exists():
            raise Refused(no("hard_month_asked"))
        made = HardMonth.objects.create(
            tin=tin, asker_id=asker, member=seat.member, created=now, until=now + ASKED_FOR
        )
        _tell(seat.member, "treasury.asked", made, now)
    return made


def answer_hard_month(*, actor: Actor, question: HardMonth, says: str, now: datetime) -> HardMonth:
    """Answer, or answer anew; whoever asked is told that there is an answer.

    Raises:
        Refused: to anybody but who was asked.
        NotVisible: when it was erased meanwhile, or the two are kept apart.
    """
    with transaction.atomic():
        row = HardMonth.objects.select_for_update().filter(id=question.id, until__gt=now).first()
        if row is None:
            raise NotVisible
        require(may_answer_hard_month(actor, row))
        asker = CircleMembership.objects.select_related("member").get(id=row.asker_id)
        if asker.member_id in kept_apart_ids(actor):
            raise NotVisible
        row.answer, row.answered = Answer(says).value, now
        row.save(update_fields=["answer", "answered"])
        _tell(asker.member, "treasury.answered", row, now)
    return row


def _tell(member: Member, code: str, question: HardMonth, now: datetime) -> None:
    tell(member=member, code=code, url_name="treasury:question", url_args=[str(question.id)], now=now)


def forget_over(*, now: datetime) -> int:
    """Erase the questions whose time is over, here and in backups; return how many."""
    return erasure.erase_all(over(HardMonth, now=now))


def let_go_of(member_id: UUID) -> None:
    """Erase what somebody was asked, or asked, who has left or died."""
    erasure.erase_all(HardMonth.objects.filter(Q(member=member_id) | Q(asker__member=member_id)))


def let_go_in_circle(membership_id: UUID) -> None:
    """Erase what somebody was asked, or asked, about the tin of a circle that they left."""
    seat = CircleMembership.objects.get(id=membership_id)
    asked = Q(member=seat.member_id, tin__circle=seat.circle_id)
    erasure.erase_all(HardMonth.objects.filter(asked | Q(asker=seat)))


def part_two(one: UUID, other: UUID) -> None:
    """Erase what is between two who are kept apart from now on."""
    between = Q(member=one, asker__member=other) | Q(member=other, asker__member=one)
    erasure.erase_all(HardMonth.objects.filter(between))
