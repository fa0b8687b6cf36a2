"""Has died: said by one, confirmed by a second, undone in one step when mistaken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_confirm_died, may_say_died, may_undo_died
from commonhearth.foundation.members.events import MemberDeathUndone, MemberDied
from commonhearth.foundation.members.models import Death, Member, Standing
from commonhearth.foundation.members.services.standing import locked, set_standing


def say_died(*, actor: Member, member: Member, now: datetime) -> Death:
    """Say that somebody has died. Nothing changes until a second person confirms it.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        member = locked(member)  # of two who say it at once the second finds what the first said
        require(may_say_died(actor, member))
        death = Death.objects.filter(member=member, undone=None).first()
        if death is None:
            death = Death.objects.create(
                member=member, said_by=actor, standing_before=member.standing, created=now
            )
    return death


def confirm_died(*, actor: Member, death: Death, now: datetime) -> Member:
    """Confirm it. At once nothing more goes out to them or about them; the register keeps the entry.

    Raises:
        Refused: when the actor said it themselves, or may not.
    """
    with transaction.atomic():
        death = Death.objects.select_for_update().select_related("member").get(id=death.id)
        require(may_confirm_died(actor, death))
        member = locked(death.member)
        death.confirmed_by, death.standing_before = actor, member.standing
        death.save(update_fields=["confirmed_by", "standing_before"])
        set_standing(member, Standing.DIED, now=now)
        logbook.write(actor=actor, verb="member.died", now=now, about={"member": str(member.pseudonym)})
        announce(MemberDied(member.id, now))
    return member


def undo_died(*, actor: Member, death: Death, now: datetime) -> Member:
    """Undo a mistaken entry: all is as before, for within `MISTAKE_WITHIN` nothing was erased, only put aside.

    What somebody else has taken meanwhile (a place, a turn, a promise) stays with them; whoever hears of the undoing
    says so to the member (docs/adr/0031-a-mistaken-death.md).

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        death = Death.objects.select_for_update().select_related("member").get(id=death.id)
        require(may_undo_died(actor, death))
        death.undone = now
        death.save(update_fields=["undone"])
        member = locked(death.member)
        if member.standing == Standing.DIED:
            since = member.died or death.created
            set_standing(member, Standing(death.standing_before), now=now)
            logbook.write(
                actor=actor, verb="member.died_undone", now=now, about={"member": str(member.pseudonym)}
            )
            announce(MemberDeathUndone(member.id, since, now))
    return member
