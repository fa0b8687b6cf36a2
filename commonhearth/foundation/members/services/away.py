"""Being away for a while with rights kept, and coming back. No reason is asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_come_back, may_go_away
from commonhearth.foundation.members.events import MemberAway, MemberBack
from commonhearth.foundation.members.models import Member, Period, Standing
from commonhearth.foundation.members.services.standing import locked, set_standing


def go_away(*, actor: Member, back_on: date | None, now: datetime) -> Member:
    """Be away: nothing is sent, turns pass on, the right to vote and all that is yours stay.

    Args:
        back_on: when the member means to be back; shown to them alone.

    Raises:
        Refused: when the actor is not inside.
    """
    require(may_go_away(actor))
    with transaction.atomic():
        member = locked(actor)
        require(may_go_away(member))
        member.back_on = back_on
        member.save(update_fields=["back_on"])
        set_standing(member, Standing.PAUSED, now=now)
        logbook.write(actor=member, verb="member.away", now=now)
        announce(MemberAway(member.id, now))
    return member


def come_back(*, actor: Member, now: datetime) -> Member:
    """Be here again, as what one was before.

    Raises:
        Refused: when the actor is not away.
    """
    require(may_come_back(actor))
    with transaction.atomic():
        member = locked(actor)
        require(may_come_back(member))
        member.back_on = None
        member.save(update_fields=["back_on"])
        set_standing(member, standing_before_away(member), now=now)
        logbook.write(actor=member, verb="member.back", now=now)
        announce(MemberBack(member.id, now))
    return member


def standing_before_away(member: Member) -> Standing:
    """Return what the member was before they went away: a newcomer stays a newcomer."""
    periods = Period.objects.filter(member=member, standing__in=[Standing.GUEST, Standing.MEMBER])
    # Of two that began at one moment the fuller one came later ("member" sorts after "guest").
    before = periods.order_by("-since", "-standing").first()
    return Standing(before.standing) if before else Standing.MEMBER
