"""Hold: one person on duty may suspend access for a short time; a second must confirm."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.members.access import may_confirm_hold, may_hold, may_lift_hold
from commonhearth.foundation.members.models import Hold, Member
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.members.services.standing import locked

LASTS = timedelta(hours=72)
CONFIRM_WITHIN = timedelta(hours=24)
#: Within this time nobody repeats a hold of their own that no second person confirmed.
NOT_AGAIN_WITHIN = timedelta(days=14)


def place_hold(*, actor: Member, member: Member, talk_to: str, why: str, now: datetime) -> Hold:
    """Suspend somebody's access. Without a second person it lifts by itself after 24 hours.

    One person alone holds somebody up once: after a hold of theirs that nobody confirmed, lifted or not, the next
    within two weeks is for somebody else to place. Twice while it runs is as once.

    The held person keeps Help now, their own plan and their export, and is told whom to talk to.

    Raises:
        Refused: when the actor may not, or did so lately and nobody confirmed it.
    """
    with transaction.atomic():
        member = locked(member)
        require(may_hold(actor, member))
        running = open_holds(now=now).filter(member=member, placed_by=actor).first()
        if running is not None:
            return running
        alone = Hold.objects.filter(member=member, placed_by=actor, confirmed_by=None)
        if alone.filter(created__gt=now - NOT_AGAIN_WITHIN).exists():
            raise Refused(no("needs_second_person"))
        hold = Hold.objects.create(
            member=member,
            placed_by=actor,
            confirm_by=now + CONFIRM_WITHIN,
            until=now + LASTS,
            talk_to=talk_to,
            created=now,
        )
        logbook.write(
            actor=actor, verb="hold.placed", now=now, about={"member": str(member.pseudonym)}, why=why
        )
    return hold


def confirm_hold(*, actor: Member, hold: Hold, now: datetime) -> Hold:
    """Confirm as a second person; it then lasts its 72 hours.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        hold = Hold.objects.select_for_update().select_related("member").get(id=hold.id)
        require(may_confirm_hold(actor, hold, now=now))
        hold.confirmed_by = actor
        hold.save(update_fields=["confirmed_by"])
        logbook.write(
            actor=actor, verb="hold.confirmed", now=now, about={"member": str(hold.member.pseudonym)}
        )
    return hold


def lift_hold(*, actor: Member, hold: Hold, now: datetime) -> None:
    """Give access back before its time.

    Raises:
        Refused: when the actor may not.
    """
    require(may_lift_hold(actor, hold))
    with transaction.atomic():
        Hold.objects.filter(id=hold.id, lifted=None).update(lifted=now)
        logbook.write(actor=actor, verb="hold.lifted", now=now, about={"member": str(hold.member.pseudonym)})
