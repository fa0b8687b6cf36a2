"""The communities of this host in the directory: shown when they chose a public page, else not there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonhearth.core.places.distance import Point
from commonhearth.core.places.precision import Precision
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.wording import KIND as KIND_WORDS
from commonhearth.rooms.directory.gazetteer.lookup import find_town
from commonhearth.rooms.directory.models import Listing, ListingIdentifier, Source
from commonhearth.rooms.directory.services.describing import copy_qualities
from commonhearth.rooms.directory.services.vocabulary import learn
from commonhearth.rooms.directory.storing import Said, storable

SOURCE = "this-host"
#: What a community is there for, as a kind of the directory.
_KINDS = {"mental_health": "peer", "village": "community", "founding": "community", "other": "other"}


def show_community(*, community: Community, now: datetime) -> Listing | None:
    """Make the listing of a community what its public page says; without one, take it out.

    Its place is stored as finely as it chose, and no finer. A community that lives here is known to be
    alive, as of its last change.
    """
    with transaction.atomic():
        if not community.public_page:
            Listing.objects.filter(community=community).delete()
            return None
        source, _ = Source.objects.get_or_create(
            key=SOURCE,
            defaults={
                "title": "Communities of this host",
                "licence": "Their own words",
                "attribution": "Written by the community itself",
            },
        )
        fields, _ = storable(_said(community))
        listing, made = Listing.objects.update_or_create(
            community=community,
            defaults={
                "source": source,
                "origin": str(community.id),
                "as_of": now.date(),
                "verified_on": now.date(),
                "verified_until": None,
                "closed_on": None,
                **fields,
            },
        )
        if made:
            ListingIdentifier.objects.get_or_create(
                scheme=SOURCE, value=str(community.id), defaults={"listing": listing, "created": now}
            )
        copy_qualities(listing=listing, community=community, now=now)
        learn([listing.words])
    return listing


def show_community_with_id(*, community_id: UUID, now: datetime) -> Listing | None:
    """See `show_community`."""
    return show_community(community=Community.objects.get(id=community_id), now=now)


def _said(community: Community) -> Said:
    point = None
    if community.latitude is not None and community.longitude is not None:
        point = Point(community.latitude, community.longitude)
    precision = Precision(community.precision)
    town = None
    if community.town and (point is None or precision is Precision.TOWN):
        town = find_town(community.town, country=community.country, near=point)
    return Said(
        name=community.name,
        kind=_KINDS.get(community.community_kind, "other"),
        activities=(str(KIND_WORDS[community.community_kind]),),
        description="\n\n".join(part for part in (community.purpose, community.for_whom) if part),
        street=community.place_text if precision is Precision.EXACT else "",
        town="" if precision is Precision.HIDDEN else community.town,
        country=community.country,
        country_how="community",
        point=point,
        placed_by="record" if point else "",
        town_found=town,
        precision=precision,
        open_to_members=community.open_to_members,
    )
