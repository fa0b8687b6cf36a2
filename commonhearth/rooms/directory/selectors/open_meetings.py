"""Open meetings near a place: how near is measured to where a community’s listing may be shown, never finer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commonhearth.core.places.distance import box_around, great_circle_km
from commonhearth.foundation.communities.models import Community
from commonhearth.rooms.directory.formats.linked_data import OpenMeeting
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.meetings.selectors.open import announced, announced_of, said_when

#: Rows looked at, and told: the soonest come first.
MOST_READ, SHOWN = 300, 5


@dataclass(frozen=True, slots=True)
class NearMeeting:
    """An open meeting as somebody who looks near a place is told of it.

    Attributes:
        when: day and time on the clock of the meeting's place.
        distance_km: from the place asked for to where the community's listing is shown; None online.
        precision: how finely that is shown.
    """

    meeting: UUID
    title: str
    starts: datetime
    ends: datetime
    zone: str
    when: str
    where: str
    online: bool
    community: str
    distance_km: float | None
    precision: str
    url: str


def open_meetings_near(*, place: FoundPlace, radius_km: float, now: datetime) -> list[NearMeeting]:
    """Return the next open meetings near a place, soonest first, then those online in its country. Two queries."""
    if place.point is None:
        return []
    box = box_around(place.point, radius_km)
    across = Q()
    for west, east in box.spans():
        across |= Q(longitude__range=(west, east))
    listed = Listing.objects.filter(
        across, community__isnull=False, closed_on=None, latitude__range=(box.south, box.north)
    )
    by_community = {row.community_id: row for row in listed[:MOST_READ]}
    online = Q(is_online=True, community__country=place.country) if place.country else Q(is_online=True)
    rows = announced(now=now).filter(Q(community__in=list(by_community)) | online)
    near: list[NearMeeting] = []
    elsewhere: list[NearMeeting] = []
    told = set()
    for row in rows[:MOST_READ]:
        # Of a series the next date is told; a community that has closed the room tells none.
        if "meetings" in row.community.closed_rooms or (row.community_id, row.title) in told:
            continue
        listing = by_community.get(row.community_id)
        at = listing.point() if listing else None
        distance = great_circle_km(place.point, at) if at else None
        within = distance is not None and distance <= radius_km
        if not within and not row.is_online:
            continue
        told.add((row.community_id, row.title))
        found = NearMeeting(
            meeting=row.meeting,
            title=row.title,
            starts=row.starts,
            ends=row.ends,
            zone=row.zone,
            when=said_when(row),
            where=(row.district or row.community.town) if within else "",
            online=row.is_online,
            community=row.community.name,
            distance_km=distance if within else None,
            precision=listing.precision if listing and within else "hidden",
            url=reverse("meetings:meeting", args=[row.community.slug, row.meeting]),
        )
        (near if within else elsewhere).append(found)
    return [*near, *elsewhere][:SHOWN]


def told_of(community: Community, now: datetime) -> Sequence[OpenMeeting]:
    """Return a community's open meetings as search engines are told of them. One query."""
    if "meetings" in community.closed_rooms:
        return ()
    return [
        OpenMeeting(
            name=row.title,
            starts=row.starts,
            ends=row.ends,
            page=settings.HEARTH_URL + reverse("meetings:meeting", args=[community.slug, row.meeting]),
            place=row.district,
            online=row.is_online,
        )
        for row in announced_of(community, now=now)
    ]
