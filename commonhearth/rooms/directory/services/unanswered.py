"""Letters to a community that nobody answered in time: an apology, and the nearest others."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import System
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.selectors import letters_late
from commonhearth.foundation.communities.services import tell_late
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors.search import Asked, search

#: How many others are named, and within how many kilometres.
NAMED = 3
WITHIN_KM = 100.0


def tell_those_unanswered(*, community: Community, now: datetime) -> int:
    """Write, once each, to those whose answer-by date has passed in the community in reach.

    Returns:
        How many were written to.
    """
    late = list(letters_late(now=now)[:50])
    if late:
        others = nearest_others(community, now=now)
        for letter in late:
            tell_late(letter=letter, nearest=others, now=now)
    return len(late)


def nearest_others(community: Community, *, now: datetime) -> list[dict[str, str]]:
    """Return the groups nearest to a community, the living first, as name and address."""
    shown = Listing.objects.filter(community=community).first()
    if shown is None or shown.latitude is None or shown.longitude is None:
        return []
    here = FoundPlace(
        name=community.town,
        label=community.town,
        country=community.country,
        point=Point(shown.latitude, shown.longitude),
        slug="",
    )
    asked = Asked(place=here, radius_km=WITHIN_KM, kind=shown.kind)
    found = search(viewer=System("late-letters"), asked=asked, now=now, size=NAMED + 1)
    return [
        {"name": card.name, "url": settings.HEARTH_URL + reverse("directory:listing", args=[card.id])}
        for card in found.rows
        if card.id != shown.id
    ][:NAMED]
