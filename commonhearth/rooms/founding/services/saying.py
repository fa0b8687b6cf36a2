"""Saying for the community that something good to have before growing is there, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.core.founding import SEEN_HERE, Gate
from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.rooms.founding.access import Actor
from commonhearth.rooms.founding.models import Statement


def say_there(*, actor: Actor, gate: Gate, note: str, link: str, now: datetime) -> None:
    """Say that it is there; said again, the new words stand with the new name and day.

    Raises:
        Refused: for whoever does not speak for the community.
        ValueError: for what the house sees itself.
    """
    require(may_change_community(actor))
    if gate in SEEN_HERE:
        raise ValueError(gate)
    with transaction.atomic():
        Statement.objects.update_or_create(
            gate=gate, defaults={"by": actor, "note": note, "link": link, "created": now}
        )
        logbook.write(actor=actor, verb=f"founding.said.{gate}", now=now)


def say_no_more(*, actor: Actor, gate: Gate, now: datetime) -> None:
    """Take it back; the logbook keeps that it was said.

    Raises:
        Refused: for whoever does not speak for the community.
    """
    require(may_change_community(actor))
    with transaction.atomic():
        if Statement.objects.filter(gate=gate).delete()[0]:
            logbook.write(actor=actor, verb=f"founding.said_no_more.{gate}", now=now)
