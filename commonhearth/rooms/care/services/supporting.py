"""Wishes, worries, offers and buddies. None of it is written into the logbook."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from commonhearth.foundation.access import NotVisible, Refused, no, require
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.foundation.notices.telling import tell
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.care.access.supporting import (
    may_answer_buddy,
    may_ask_for_buddy,
    may_end_buddies,
    may_hear_worries,
    may_offer,
    may_wish_for_quiet,
    may_worry,
)
from commonhearth.rooms.care.models.plan import PlanShare
from commonhearth.rooms.care.models.supporting import Buddies, Load, Offer, QuietWish, ShownTo, Worry
from commonhearth.rooms.care.selectors import supporting as selectors

#: A worry is kept this long, and not a day more.
KEPT_FOR = timedelta(days=14)


def wish_for_quiet(
    *, actor: Member, way: str, words: str, shown_to: str, tell_me: bool, now: datetime
) -> QuietWish:
    """Say what one wants if one goes quiet.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_wish_for_quiet(actor))
    with transaction.atomic():
        Member.objects.select_for_update().only("id").get(id=actor.id)
        row = QuietWish.objects.filter(member=actor).first() or QuietWish(member=actor, created=now)
        row.way, row.words = way, words
        row.shown_to, row.tell_me = ShownTo(shown_to), tell_me
        row.save()
    return row


def take_wish_back(*, actor: Member) -> None:
    """Take it away for good.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_wish_for_quiet(actor))
    with transaction.atomic():
        for row in QuietWish.objects.filter(member=actor):
            erasure.erase(row)


def raise_worry(
    *, actor: Member, about: CircleMembership, words: str, there: list[Member], now: datetime
) -> Worry:
    """Tell who is on duty that one worries about somebody, both by their names in the community.

    The person concerned is told that a worry was raised, unless they asked otherwise; never by whom.

    Args:
        there: who is on duty now. Where nobody is, nothing is written down and nothing is promised.

    Raises:
        Refused: when the actor may not, or nobody is on duty.
    """
    require(may_worry(actor, about.member))
    off = kept_apart_ids(about.member) | {about.member_id, actor.id}
    there = [member for member in there if member.id not in off]
    if not there:
        raise Refused(no("nobody_on_duty"))
    with transaction.atomic():
        mine = CircleMembership.objects.get(circle=about.circle_id, member=actor, left=None)
        worry = Worry.objects.create(
            about=about, by=mine, words=words, erase_after=now + KEPT_FOR, created=now
        )
        for member in there:
            tell(member=member, code="care.worry", url_name="care:worries", now=now)
        if not QuietWish.objects.filter(member=about.member_id, tell_me=False).exists():
            tell(member=about.member, code="care.worried_about_you", url_name="care:quiet", now=now)
    return worry


def take_worry_in_hand(*, actor: Member, worry: Worry, now: datetime) -> None:
    """Say that one looks after it: to the others on duty, and to whoever was worried. Of two, the first.

    Raises:
        Refused: to who is not on duty.
    """
    require(may_hear_worries(actor, worry.for_viewer))
    with transaction.atomic():
        if Worry.objects.filter(id=worry.id, in_hand=None).update(in_hand=actor, taken=now):
            about = worry.about
            tell(
                member=worry.by.member,
                code="care.worry_in_hand",
                url_name="care:worried",
                url_args=[str(about.circle_id), str(about.id)],
                now=now,
            )


def forget_worries(*, now: datetime) -> int:
    """Erase the worries whose fourteen days are over, here and in backups; return how many."""
    return erasure.erase_all(over(Worry, now=now))


def forget_company(*, now: datetime) -> int:
    """Erase the company of who died so long ago that nobody calls it a mistake any more; return how many."""
    return erasure.erase_all(over(Buddies, now=now))


def set_offer(
    *,
    actor: Member,
    for_newcomers: bool,
    to_listen: bool,
    times: str,
    ways: str,
    would_like: str,
    cap: int,
    rest_from: date | None,
    rest_until: date | None,
    now: datetime,
) -> None:
    """Say what one offers and would like, how much one carries, and when one rests. Offering nothing takes it away.

    Raises:
        Refused: to newcomers and who is not inside.
    """
    require(may_offer(actor))
    with transaction.atomic():
        Member.objects.select_for_update().only("id").get(id=actor.id)
        load = Load.objects.filter(member=actor).first() or Load(member=actor, created=now)
        load.cap, load.rest_from, load.rest_until = cap, rest_from, rest_until
        load.save()
        offer = Offer.objects.filter(member=actor).first()
        if not (for_newcomers or to_listen):
            if offer is not None:
                erasure.erase(offer)
            return
        offer = offer or Offer(member=actor, created=now)
        offer.for_newcomers, offer.to_listen = for_newcomers, to_listen
        offer.times, offer.ways, offer.would_like = times, ways, would_like
        offer.save()


def ask_for_buddy(*, actor: Member, offer: Offer, now: datetime) -> Buddies:
    """Ask somebody who offers it to be one's buddy.

    Raises:
        Refused: when one has a buddy or has asked already, or the other has no room just now.
        NotVisible: when the two are kept apart, or the offer is gone.
    """
    with transaction.atomic():
        # The other's row is locked, so that two askings at once do not pass the cap.
        Member.objects.select_for_update().only("id").get(id=offer.member_id)
        if offer.member_id in kept_apart_ids(actor):
            raise NotVisible
        # Whoever asks another while their buddy is read as dead has chosen.
        erasure.erase_all(Buddies.objects.filter(newcomer=actor, buddy__died__isnull=False))
        has_one = Buddies.objects.filter(newcomer=actor).exists()
        room = selectors.has_room_for_one(offer.member_id, now=now)
        require(may_ask_for_buddy(actor, offer, has_one=has_one, has_room=room))
        pair = Buddies.objects.create(newcomer=actor, buddy_id=offer.member_id, created=now)
        tell(member=offer.member, code="care.buddy_asked", url_name="care:company", now=now)
    return pair


def answer_buddy(*, actor: Member, pair: Buddies, yes: bool, now: datetime) -> None:
    """Say yes, or not just now: a no leaves nothing behind and gives no reason.

    Raises:
        Refused: to anybody but who was asked.
    """
    with transaction.atomic():
        row = Buddies.objects.select_for_update(of=("self",)).select_related("newcomer").get(id=pair.id)
        require(may_answer_buddy(actor, row))
        if yes:
            row.agreed = now
            row.save(update_fields=["agreed"])
        else:
            erasure.erase(row)
        code = "care.buddy_yes" if yes else "care.buddy_not_now"
        tell(member=row.newcomer, code=code, url_name="care:company", now=now)


def end_buddies(*, actor: Actor, pair: Buddies, now: datetime) -> None:
    """End it, without a reason. The other hears that it has ended, and nothing else.

    Raises:
        Refused: to anybody but the two.
    """
    with transaction.atomic():
        row = (
            Buddies.objects.select_for_update(of=("self",))
            .select_related("newcomer", "buddy")
            .get(id=pair.id)
        )
        require(may_end_buddies(actor, row))
        other = row.buddy if row.newcomer_id == getattr(actor, "id", None) else row.newcomer
        erasure.erase(row)
        tell(member=other, code="care.buddy_ended", url_name="care:company", now=now)


def part_buddies(member_id: object) -> None:
    """End what somebody shares who has left; nobody is told by this."""
    for row in Buddies.objects.filter(newcomer=member_id) | Buddies.objects.filter(buddy=member_id):
        erasure.erase(row)


def part_two(one: object, other: object) -> None:
    """End company, and what either showed the other of a plan, when two are kept apart."""
    pairs = Buddies.objects.filter(newcomer=one, buddy=other) | Buddies.objects.filter(
        newcomer=other, buddy=one
    )
    shown = PlanShare.objects.filter(part__member=one, reader__member=other) | PlanShare.objects.filter(
        part__member=other, reader__member=one
    )
    for row in [*pairs, *shown]:
        erasure.erase(row)
