"""A wording that is agreed is looked at again one day: when, is said with it or later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements.access import may_look_again
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.agreements.services.proposing import LookTooSoon, locked, write
from commonhearth.foundation.circles.access import Actor


def look_again(*, actor: Actor, version: ClauseVersion, on: date | None, now: datetime) -> ClauseVersion:
    """Say when an agreed wording is looked at again: after one has looked, or where nobody said so before.

    Args:
        on: the day; None for on no day.

    Raises:
        Refused: when the actor does not decide in this circle, or the wording is not in force.
        LookTooSoon: when the day is not still to come.
    """
    with transaction.atomic():
        version = locked(version)
        require(may_look_again(actor, version))
        if on is not None and on <= now.date():
            raise LookTooSoon(now.date())
        if version.review_on != on:
            version.review_on = on
            version.save(update_fields=["review_on"])
            clause = version.clause
            write(
                version.circle,
                actor=actor,
                verb="agreement.look_again",
                now=now,
                agreement=clause.agreement,
                number=clause.number,
            )
    return version
