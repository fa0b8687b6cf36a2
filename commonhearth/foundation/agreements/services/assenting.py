"""Saying, on coming into a circle or when its ground rules have changed, that one keeps to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements.access import may_keep_to_rules
from commonhearth.foundation.agreements.models import Assent
from commonhearth.foundation.agreements.selectors.assent import in_force
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle


class RulesChanged(Exception):
    """Something came in force between reading and agreeing; it is to be read first."""


def keep_to_rules(*, actor: Actor, circle: Circle, read: Iterable[UUID], now: datetime) -> Assent:
    """Say that one has read a circle's ground rules and keeps to them. Twice is as once.

    No line is written: who agreed when is between the person and their circle.

    Args:
        read: the wordings that stood on the page.

    Raises:
        Refused: when the actor is not in the circle.
        RulesChanged: when another wording is in force by now.
    """
    require(may_keep_to_rules(actor, circle))
    seat = own_seat(actor, circle)
    with transaction.atomic():
        standing = set(in_force(circle.id).values_list("id", flat=True))
        if not standing <= set(read):
            raise RulesChanged
        given = {"circle": circle, "to": sorted(str(one) for one in standing), "created": now}
        row, _made = Assent.objects.update_or_create(by_id=seat.membership_id, defaults=given)
    return row
