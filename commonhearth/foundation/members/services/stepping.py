"""Stepping back for as long as it takes, and taking up again: one press each, no reason, no line in the logbook."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.access import may_step_back, may_step_up
from commonhearth.foundation.members.events import SteppedBack, SteppedUp
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.standing import locked


def step_back(*, actor: Member, now: datetime) -> Member:
    """Step back from every role and turn. Each passes to the second, or its circle hears that someone is needed.

    Raises:
        Refused: when the actor is not inside, is away, or has stepped back already.
    """
    with transaction.atomic():
        member = locked(actor)
        require(may_step_back(member))
        member.stepped_back = now
        member.save(update_fields=["stepped_back"])
        announce(SteppedBack(member.id, now))
    return member


def step_up(*, actor: Member, now: datetime) -> Member:
    """Take up again what was kept, if its term still runs.

    Raises:
        Refused: when the actor has not stepped back.
    """
    with transaction.atomic():
        member = locked(actor)
        require(may_step_up(member))
        member.stepped_back = None
        member.save(update_fields=["stepped_back"])
        announce(SteppedUp(member.id, now))
    return member
