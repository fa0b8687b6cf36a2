"""Leaving in one step; and being asked to leave, with notice and somebody to appeal to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.selectors import today_here
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import (
    Actor,
    may_ask_to_leave,
    may_leave,
    may_second_removal,
    may_withdraw_removal,
)
from commonhearth.foundation.members.events import MemberLeft, RemovalConfirmed
from commonhearth.foundation.members.models import INSIDE, Member, Removal, Standing
from commonhearth.foundation.members.selectors import BEFORE_LEAVING
from commonhearth.foundation.members.services.standing import locked, set_standing

#: The shortest time between saying it and its taking effect.
NOTICE_DAYS = 14


class NoticeTooShort(ValueError):
    """An asking to leave must give at least `NOTICE_DAYS` days."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


def leave(*, actor: Member, now: datetime) -> Member:
    """Leave: from now on nothing of the community is seen, and nothing is sent.

    The data of one's own can be taken before and after; coming back is asking again.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_leave(actor))
    with transaction.atomic():
        member = locked(actor)
        require(may_leave(member))
        logbook.write(actor=member, verb="member.left", now=now)
        _go(member, Standing.FORMER, now=now)
    return member


def _go(member: Member, standing: Standing, *, now: datetime) -> None:
    member.back_on = None
    member.trial_until = None
    member.save(update_fields=["back_on", "trial_until"])
    set_standing(member, standing, now=now)
    member.offices, member.circle_ids = frozenset(), frozenset()
    announce(MemberLeft(member.id, now))


def ask_to_leave(
    *,
    actor: Member,
    member: Member,
    takes_effect: date,
    appeal_to: str,
    why: str,
    now: datetime,
    danger_now: bool = False,
) -> Removal:
    """Begin asking somebody to leave. Nothing happens until a second person confirms it.

    Args:
        takes_effect: the day from which they are outside, at least `NOTICE_DAYS` ahead.
        appeal_to: the person or body, other than these two, to whom they can appeal.
        why: an act of office, so the reason stands in the logbook.
        danger_now: somebody is in danger now, so that mending it first is not asked for.

    Raises:
        Refused: when the actor may not, or mending has not been tried.
        NoticeTooShort: when the day is too near.
    """
    require(may_ask_to_leave(actor, member))
    if not danger_now:
        for ask in BEFORE_LEAVING:
            require(ask(member, now))
    if takes_effect < (now + timedelta(days=NOTICE_DAYS)).date():
        raise NoticeTooShort(NOTICE_DAYS)
    with transaction.atomic():
        removal = Removal.objects.create(
            member=locked(member), asked_by=actor, takes_effect=takes_effect, appeal_to=appeal_to, created=now
        )
        logbook.write(
            actor=actor, verb="removal.begun", now=now, about={"member": str(member.pseudonym)}, why=why
        )
    return removal


def second_removal(*, actor: Member, removal: Removal, now: datetime) -> Removal:
    """Confirm as a second person that somebody is asked to leave; they are told with whom to speak.

    They hear of it only now, so the notice counts from now: a day too near is moved.

    Raises:
        Refused: when the actor may not.
    """
    require(may_second_removal(actor, removal))
    with transaction.atomic():
        removal = Removal.objects.select_for_update().select_related("member").get(id=removal.id)
        require(may_second_removal(actor, removal))
        removal.seconded_by = actor
        removal.takes_effect = max(removal.takes_effect, (now + timedelta(days=NOTICE_DAYS)).date())
        removal.save(update_fields=["seconded_by", "takes_effect"])
        logbook.write(
            actor=actor, verb="removal.seconded", now=now, about={"member": str(removal.member.pseudonym)}
        )
        announce(RemovalConfirmed(removal.id, now))
    return removal


def withdraw_removal(*, actor: Actor, removal: Removal, now: datetime) -> None:
    """Take it back, at any time before it takes effect.

    Raises:
        Refused: when the actor may not.
    """
    require(may_withdraw_removal(actor, removal))
    with transaction.atomic():
        Removal.objects.filter(id=removal.id, done=None).update(withdrawn=now)
        logbook.write(
            actor=actor, verb="removal.withdrawn", now=now, about={"member": str(removal.member.pseudonym)}
        )


def carry_out_removals(*, now: datetime) -> int:
    """Carry out, in the community in reach, what was confirmed and is due today on its clock. Returns how many."""
    done = 0
    today = today_here(now=now)
    with transaction.atomic():
        due = Removal.objects.select_for_update().filter(
            takes_effect__lte=today,
            seconded_by__isnull=False,
            withdrawn=None,
            done=None,
            member__died=None,
        )
        for removal in due.select_related("member"):
            removal.done = now
            removal.save(update_fields=["done"])
            if removal.member.standing in INSIDE:
                _go(locked(removal.member), Standing.REMOVED, now=now)
                done += 1
    return done
