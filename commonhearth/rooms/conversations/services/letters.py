"""Asking to write, saying yes or quietly no, writing, ending. No reason is asked anywhere and none is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.access import Actor, member_here, own_seat
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.notices import tell_unless_waiting
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.conversations.access.letters import (
    may_answer_letter_asking,
    may_ask_for_letters,
    may_end_letters,
    may_set_letter_door,
    may_take_back_letter_asking,
    may_write_as_newcomer,
    may_write_letter,
)
from commonhearth.rooms.conversations.models import Correspondence, Letter, LetterAsking, LetterDoor
from commonhearth.rooms.conversations.selectors.letters import between, is_apart

#: Days after which an asking that nobody answered is gone.
LAPSES = timedelta(days=21)
#: Askings of one person that may wait at the same time.
MOST_ASKED = 10
LINE = 140
LONGEST = 20_000


def ask_for_letters(
    *, actor: Actor, circle: Circle, other: CircleMembership, line: str = "", now: datetime
) -> LetterAsking:
    """Ask somebody in the same circle whether one may write to them.

    Args:
        line: one short line, or nothing.

    Raises:
        Refused: when the actor may not, or waits for many others already.
    """
    member, seat = member_here(actor), own_seat(actor, circle)
    with transaction.atomic():
        other = CircleMembership.objects.select_related("member").get(id=other.id)
        require(may_ask_for_letters(actor, circle, other, between(actor, circle, other, now=now)))
        over(LetterAsking, now=now).filter(member=member).delete()
        mine = LetterAsking.objects.filter(member=member)
        if mine.count() >= MOST_ASKED:
            raise Refused(no("letters_too_many_asked", most=MOST_ASKED))
        asking = LetterAsking(
            circle=circle,
            member=member,
            asker_id=seat.membership_id,
            asked=other,
            lapses=now + LAPSES,
            created=now,
        )
        if line := " ".join(line.split())[:LINE]:
            asking.line = line
        asking.save()
        _tell(other.member, "letters.asked", now=now)
    return asking


def say_yes_to_letters(*, actor: Actor, asking: LetterAsking, now: datetime) -> Correspondence:
    """Say yes: from now on the two may write to each other.

    Raises:
        Refused: when it is not the actor's to answer, has lapsed, or the two are kept apart.
    """
    with transaction.atomic():
        asking = (
            LetterAsking.objects.select_for_update(of=("self",))
            .select_related("circle", "asker__member")
            .get(id=asking.id)
        )
        require(may_answer_letter_asking(actor, asking, now=now))
        if is_apart(actor, asking.asker) or asking.asker.left is not None:
            raise Refused(no("not_yours"))
        begun = _begin(asking.circle, asking.asker_id, asking.asked_id, now=now)
        other = asking.asker.member
        LetterAsking.objects.filter(
            asker__in=[asking.asker_id, asking.asked_id], asked__in=[asking.asker_id, asking.asked_id]
        ).delete()
        _tell(other, "letters.yes", now=now)
    return begun


def say_quietly_no_to_letters(*, actor: Actor, asking: LetterAsking, now: datetime) -> None:
    """Say no. The other is not told and sees what they saw before, until their asking lapses.

    Raises:
        Refused: when it is not the actor's to answer.
    """
    with transaction.atomic():
        asking = (
            LetterAsking.objects.select_for_update(of=("self",)).select_related("circle").get(id=asking.id)
        )
        require(may_answer_letter_asking(actor, asking, now=now))
        asking.waits = False
        asking.save(update_fields=["waits"])


def take_back_letter_asking(*, actor: Actor, asking: LetterAsking) -> None:
    """Take one's own asking back; nothing of it stays.

    Raises:
        Refused: when it is somebody else's.
    """
    require(may_take_back_letter_asking(actor, asking))
    erasure.erase(asking)


def write_to_host(
    *, actor: Actor, circle: Circle, other: CircleMembership, text: str, now: datetime
) -> Correspondence:
    """Write, as a newcomer, to who is here for one's questions: they have said yes beforehand.

    Raises:
        Refused: when they have not, or the actor is no newcomer.
    """
    seat = own_seat(actor, circle)
    with transaction.atomic():
        other = CircleMembership.objects.select_related("member").get(id=other.id)
        require(may_write_as_newcomer(actor, circle, other, between(actor, circle, other, now=now)))
        begun = _begin(circle, seat.membership_id, other.id, now=now)
        _write(member_here(actor), begun, other.member, text, now=now)
    return begun


def write_letter(*, actor: Actor, correspondence: Correspondence, text: str, now: datetime) -> Letter:
    """Write to the other of the two.

    Raises:
        Refused: when it has ended, for whatever reason, or the actor may not.
    """
    member = member_here(actor)
    with transaction.atomic():
        here = (
            Correspondence.objects.select_for_update(of=("self",))
            .select_related("first__member", "second__member")
            .get(id=correspondence.id)
        )
        other = here.second if here.first.member_id == member.id else here.first
        require(may_write_letter(actor, here, other, apart=is_apart(actor, other)))
        return _write(member, here, other.member, text, now=now)


def _write(member: Member, here: Correspondence, other: Member, text: str, *, now: datetime) -> Letter:
    letter = Letter(correspondence=here, member=member, created=now)
    letter.text = text.replace("\r\n", "\n").strip()
    letter.save()
    here.latest = now
    here.save(update_fields=["latest"])
    _tell(other, "letters.new", now=now)
    return letter


def _begin(circle: Circle, one: object, two: object, *, now: datetime) -> Correspondence:
    first, second = sorted([one, two])  # type: ignore[type-var]
    found, _made = Correspondence.objects.get_or_create(
        first_id=first,
        second_id=second,
        ended=None,
        defaults={"circle": circle, "latest": now, "created": now},
    )
    return found


def _tell(member: Member, code: str, *, now: datetime) -> None:
    # Who is away hears nothing until they are back; the letter waits for them.
    if member.standing in ACTING:
        tell_unless_waiting(member=member, code=code, url_name="conversations:letters", now=now)


def end_letters(*, actor: Actor, correspondence: Correspondence, now: datetime) -> None:
    """End it, without a reason. The other sees that it has ended and is not told why. Twice is as once.

    Raises:
        Refused: when it is not between the actor and another.
    """
    with transaction.atomic():
        here = Correspondence.objects.select_for_update().get(id=correspondence.id)
        verdict = may_end_letters(actor, here)
        if verdict.code != "letters_ended":
            require(verdict)
            here.ended = now
            here.save(update_fields=["ended"])


def set_letter_door(
    *, actor: Actor, circle: Circle, shut: bool, newcomers: bool = False, now: datetime
) -> LetterDoor:
    """Choose whether others in a circle may ask to write, and whether newcomers may write at once.

    Raises:
        Refused: when the actor is not in it.
    """
    require(may_set_letter_door(actor, circle))
    seat = own_seat(actor, circle)
    chosen = {"shut": shut, "newcomers": newcomers and circle.is_root and not shut}
    with transaction.atomic():
        door, _made = LetterDoor.objects.update_or_create(
            seat_id=seat.membership_id, defaults=chosen, create_defaults={**chosen, "created": now}
        )
    return door


def end_between(one: Member, two: Member, *, now: datetime) -> None:
    """End every correspondence of two members, and let no asking of theirs stand before the other."""
    with transaction.atomic():
        places = [
            set(CircleMembership.objects.filter(member=member).values_list("id", flat=True))
            for member in (one, two)
        ]
        for mine, theirs in (places, places[::-1]):
            Correspondence.objects.filter(first__in=mine, second__in=theirs, ended=None).update(ended=now)
            LetterAsking.objects.filter(asker__in=mine, asked__in=theirs).update(waits=False)


def end_for_place(membership_id: object, *, now: datetime) -> None:
    """End what stood between a place that somebody left and the others of its circle."""
    with transaction.atomic():
        for side in ("first", "second"):
            Correspondence.objects.filter(**{side: membership_id}, ended=None).update(ended=now)
        LetterAsking.objects.filter(asker=membership_id).delete()
        LetterAsking.objects.filter(asked=membership_id).update(waits=False)


def forget_lapsed(*, now: datetime) -> int:
    """Delete the askings that have lapsed, in the community in reach; return how many."""
    gone, _by_table = over(LetterAsking, now=now).delete()
    return gone
