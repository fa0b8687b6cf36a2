"""What a circle's own page says of its conversations: a way in, and what was last talked about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import NextThing
from commonhearth.foundation.members.models import Member


def what_is_next(viewer: Actor, circle: Circle, now: datetime) -> Iterable[NextThing]:
    """Return the way to a circle's conversations; asks the database nothing."""
    if not isinstance(viewer, Member):
        return []
    address = reverse("conversations:topics", args=[viewer.community.slug, circle.id])
    return [NextThing(_("Read and write in the conversations of this circle"), address)]
