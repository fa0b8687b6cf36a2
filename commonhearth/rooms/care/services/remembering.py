"""After two people have said that a member has died: quiet at once, told by a person, undone in one step."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import CircleMembership, Role
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_change_own
from commonhearth.foundation.members.events import WordsGo
from commonhearth.foundation.members.mistakes import MISTAKE_WITHIN
from commonhearth.foundation.members.models import Member, Period, Standing
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.telling import put_away, tell
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.care.access.remembering import may_begin_remembrance, may_remember, may_tell_circle
from commonhearth.rooms.care.models.remembering import Farewell, LastWish, Remembered, Words

#: Where nobody looks after a circle, how many of its people are asked to tell it: who came first.
ASKED = 3


def wish(*, actor: Member, words: str, remembered: bool, now: datetime) -> LastWish:
    """Say what is to happen after one's death. It can be said anew at any time.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_change_own(actor))
    chosen = {"words": Words(words), "remembered": remembered}
    with transaction.atomic():
        row, _made = LastWish.objects.update_or_create(
            member=actor, defaults=chosen, create_defaults={**chosen, "created": now}
        )
    return row


def part_from(*, member_id: UUID, now: datetime) -> None:
    """Begin a farewell in each circle of somebody who has died, and ask a person to tell it."""
    places = CircleMembership.objects.filter(member_id=member_id, left=None, circle__closed_on=None)
    for seat in places.select_related("circle").order_by("id"):
        farewell, made = Farewell.objects.get_or_create(
            seat=seat, defaults={"circle": seat.circle, "created": now}
        )
        if made:
            for member in _who_tells(farewell, now=now):
                tell(
                    member=member,
                    code="care.a_person_needed",
                    url_name="care:farewell",
                    url_args=[str(farewell.id)],
                    now=now,
                )


def _who_tells(farewell: Farewell, *, now: datetime) -> list[Member]:
    """Return who looks after the circle now, or else those who came first."""
    today = now.date()
    keepers = Role.objects.filter(
        circle=farewell.circle,
        office__in=farewell.circle.keeping,
        ended=None,
        starts__lte=today,
        ends__gt=today,
        holder__left=None,
        holder__member__standing=Standing.MEMBER,
    ).select_related("holder__member")
    found = {role.holder.member_id: role.holder.member for role in keepers if role.holder}
    if not found:
        here = CircleMembership.objects.filter(
            circle=farewell.circle, left=None, member__standing=Standing.MEMBER
        ).select_related("member")
        found = {seat.member_id: seat.member for seat in here.order_by("joined", "id")[:ASKED]}
    return list(found.values())


def carry_out_wishes(*, now: datetime) -> int:
    """Carry out what members wished, once nobody has called their death a mistake for thirty days; return how many.

    Names go from their places in circles, or all that they wrote goes; the register keeps its entry.
    """
    long_ago = Period.objects.filter(
        standing=Standing.DIED, until=None, since__lte=now - MISTAKE_WITHIN
    ).values("member")
    done = 0
    for row in LastWish.objects.filter(member__in=long_ago, carried_out=None).exclude(words=Words.STAY):
        with transaction.atomic():
            if row.words == Words.GO:
                announce(WordsGo(row.member_id, now))
            else:
                for place in CircleMembership.objects.filter(member=row.member_id):
                    erasure.erase_fields(place, ["name", "word"])
            row.carried_out = now
            row.save(update_fields=["carried_out"])
            done += 1
    return done


def undo(*, member_id: UUID) -> None:
    """Take everything back: a mistaken entry leaves no farewell, no page and no notice, and the wish stands again."""
    LastWish.objects.filter(member=member_id).update(carried_out=None)
    for farewell in Farewell.objects.filter(seat__member_id=member_id):
        erasure.erase_all(Notice.objects.filter(url_name="care:farewell", url_args=[str(farewell.id)]))
        erasure.erase_all(Remembered.objects.filter(farewell=farewell))
        erasure.erase(farewell)


def say_told(*, actor: Actor, farewell: Farewell, now: datetime) -> Farewell:
    """Say that a person has told the circle. From now on its people may read it here too.

    Raises:
        Refused: when the actor does not look after the circle, or somebody said so before.
    """
    with transaction.atomic():
        row = Farewell.objects.select_for_update(of=("self",)).select_related("circle").get(id=farewell.id)
        row.circle.is_kept = farewell.circle.is_kept
        require(may_tell_circle(actor, row))
        row.told, row.told_by_id = now, own_seat(actor, row.circle).membership_id
        row.save(update_fields=["told", "told_by"])
        put_away(code="care.a_person_needed", url_args=[str(row.id)])
    return row


def begin_remembrance(*, actor: Actor, farewell: Farewell, now: datetime) -> Farewell:
    """Begin a page of remembrance. Nobody is told; whoever comes by finds it.

    Raises:
        Refused: before the circle was told, to who is not in it, or when the member wished for none.
    """
    with transaction.atomic():
        row = Farewell.objects.select_for_update(of=("self",)).select_related("circle").get(id=farewell.id)
        require(may_begin_remembrance(actor, row, wants_remembrance(row)))
        if row.opened_by_id is None:
            row.opened_by_id = own_seat(actor, row.circle).membership_id
            row.save(update_fields=["opened_by"])
    return row


def wants_remembrance(farewell: Farewell) -> bool:
    """Whether the member did not say that they want none."""
    return not LastWish.objects.filter(member=farewell.seat.member_id, remembered=False).exists()


def remember(*, actor: Actor, farewell: Farewell, words: str, now: datetime) -> Remembered | None:
    """Write what one remembers; anew replaces it, empty takes it away.

    Raises:
        Refused: where there is no page, or to who is not in the circle.
    """
    require(may_remember(actor, farewell))
    seat = own_seat(actor, farewell.circle)
    with transaction.atomic():
        Farewell.objects.select_for_update().get(id=farewell.id)
        found = Remembered.objects.filter(farewell=farewell, seat=seat.membership_id).first()
        if not words.strip():
            if found is not None:
                erasure.erase(found)
            return None
        found = found or Remembered(
            circle_id=farewell.circle_id, farewell=farewell, seat_id=seat.membership_id, created=now
        )
        found.words = words
        found.save()
    return found
