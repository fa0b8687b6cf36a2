"""A listing as a card, with everything that must be said wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from commonhearth.core.places.countries import country_name
from commonhearth.core.places.freshness import Freshness, freshness
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.models import Listing


@dataclass(frozen=True, slots=True)
class Card:
    """What a result shows. Place and distance are no finer than the listing may be shown."""

    id: UUID
    name: str
    kind: str
    kind_label: Any
    summary: str
    activities: tuple[str, ...]
    town: str
    region: str
    country: str
    country_name: str
    lat: float | None
    lon: float | None
    precision: str
    placed_by: str
    distance_km: float | None
    #: measured, from-town (to the middle of its town), in-town (only the name of the town is known), or nothing.
    distance_is: str
    state: str
    living: str
    since: date | None
    years: int
    freshness_text: str
    source_title: str
    licence: str
    licence_url: str
    attribution: str
    as_of: date | None
    website: str
    website_written: str
    website_doubt: str
    phone: str
    open_to_members: bool | None
    sheltered: bool
    community_slug: str
    #: The host it was read from, where another one is followed; and that they no longer publish it.
    by_way_of: str
    gone_text: str
    identifiers: tuple[tuple[str, str], ...] = ()
    #: A doubt about their website, once it may be said.
    silent_text: str = ""


def freshness_of(row: Any, today: date) -> Freshness:
    """Return what is known about a listing on a day."""
    return freshness(
        today=today,
        verified_on=row.verified_on,
        verified_until=row.verified_until,
        list_date=row.as_of,
        closed_on=row.closed_on,
    )


def card_of(
    row: Listing,
    *,
    today: date,
    distance_km: float | None = None,
    in_town: bool = False,
    identifiers: tuple[tuple[str, str], ...] = (),
) -> Card:
    """Return the card of a row loaded with its source and community."""
    known = freshness_of(row, today)
    measured = "from-town" if row.precision == "town" else "measured"
    # Numbers of trade classes are kept and searched, and are nothing to read.
    activities = tuple(dict.fromkeys(words for words in row.activities if not words.startswith("SIC ")))
    summary = row.description or ", ".join(activities)
    return Card(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_label=wording.KINDS[row.kind],
        summary=Truncator(summary).chars(220, truncate="…"),
        activities=activities,
        town=row.town,
        region=row.region,
        country=row.country,
        country_name=country_name(row.country) if row.country else "",
        lat=row.latitude,
        lon=row.longitude,
        precision=row.precision,
        placed_by=row.placed_by,
        distance_km=None if distance_km is None else round(distance_km, 2),
        distance_is=measured if distance_km is not None else "in-town" if in_town else "",
        state=str(known.state),
        living=str(known.living),
        since=known.since,
        years=known.years,
        freshness_text=wording.freshness_sentence(known),
        source_title=row.source.title,
        licence=row.source.licence,
        licence_url=row.source.licence_url,
        attribution=row.source.attribution,
        as_of=row.as_of,
        website=row.website,
        website_written=row.website_written,
        website_doubt=row.website_doubt,
        phone=row.phone,
        open_to_members=row.open_to_members,
        sheltered=row.sheltered,
        community_slug=row.community.slug if row.community else "",
        by_way_of=row.source.by_way_of,
        gone_text=wording.gone(row),
        identifiers=identifiers,
        silent_text=wording.silent_sentence(row.silent_since) if row.silent_since else "",
    )
