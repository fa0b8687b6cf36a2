"""A member's feed, reminders and letters, as they chose."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor, member_here
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.meetings.access import may_have_feed
from commonhearth.rooms.meetings.models import Feed, Wish
from commonhearth.rooms.meetings.models.calendars import Naming, Remind
from commonhearth.rooms.meetings.services.tokens import new_secret


def new_feed(*, actor: Actor, naming: str, only_yes: bool, now: datetime) -> str:
    """Make the address at which one's calendar reads; one made before is dead at once.

    Returns:
        The secret of the address: it is shown this once.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_have_feed(actor))
    member = member_here(actor)
    secret, digest = new_secret()
    with transaction.atomic():
        erasure.erase_all(Feed.objects.filter(member=member))
        Feed.objects.create(
            member=member, digest=digest, naming=Naming(naming), only_yes=only_yes, created=now
        )
    return secret


def end_feed(*, actor: Actor, now: datetime) -> None:
    """Let one's address be dead at once: it has leaked, or is not needed any more.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_have_feed(actor))
    with transaction.atomic():
        erasure.erase_all(Feed.objects.filter(member=member_here(actor)))


def set_wish(*, actor: Actor, remind: str, letters: bool, now: datetime) -> Wish:
    """Choose reminders and letters.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_have_feed(actor))
    values = {"remind": Remind(remind), "letters": letters}
    with transaction.atomic():
        wish, _made = Wish.objects.update_or_create(
            member=member_here(actor), defaults=values, create_defaults=values | {"created": now}
        )
    return wish
