"""The directory as it may be taken away: every listing, as public as its page and no finer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import sign
from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy import in_community
from commonhearth.kit.jinja import url
from commonhearth.rooms.directory.formats import linked_data, murmurations
from commonhearth.rooms.directory.formats.linked_data import OpenMeeting
from commonhearth.rooms.directory.formats.offered import Offered, Terms
from commonhearth.rooms.directory.models import Listing, Source

#: Rows held in memory at a time while all are written out.
CHUNK = 500
#: What of a row goes out, or says how it does.
_GIVEN_AWAY = (
    "created", "name", "kind", "description", "activities", "street", "town", "region", "postcode", "country",
    "latitude", "longitude", "precision", "website", "website_doubt", "phone", "open_to_members", "sheltered",
    "verified_on", "closed_on", "changed", "as_of", "source", "community",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """How the directory stands: enough to tell whether anything changed, without reading it."""

    listings: int
    changed: datetime | None

    @property
    def mark(self) -> str:
        """Return what is the same as long as nothing changed."""
        return f"{self.listings}-{self.changed.timestamp() if self.changed else 0}"


def edition() -> Edition:
    """Return how the directory stands. Two queries: each by itself is answered without going through the listings."""
    return Edition(Listing.objects.count(), Listing.objects.aggregate(changed=Max("changed"))["changed"])


def every_listing(*, without_sources: Collection[UUID] = ()) -> Iterator[Offered]:
    """Yield every listing in the order in which they came, a few hundred in memory at a time."""
    # A few hundred rows name few sources and fewer communities: each is read once, not along with each row.
    # Those that were merged are left out here: asked to, SQLite takes the index of merges and sorts all the rest.
    rows = Listing.objects.order_by("created", "id").only("merged_into", *_GIVEN_AWAY)
    rows = rows.prefetch_related("source", "community")
    if without_sources:
        rows = rows.exclude(source__in=without_sources)
    found = list(rows[:CHUNK])
    while found:
        yield from (offered(row) for row in found if row.merged_into_id is None)
        found = _next(rows, found[-1])


def _next(rows: QuerySet[Listing], last: Listing) -> list[Listing]:
    """Return what comes next: what came in the same moment, as all of one import did, else what came later.

    Each of the two is a stretch of the index. Put together with "or", a database begins at the first row every time.
    """
    same_moment = list(rows.filter(created=last.created, id__gt=last.id)[:CHUNK])
    return same_moment or list(rows.filter(created__gt=last.created)[:CHUNK])


def one_listing(listing_id: UUID) -> Offered:
    """Return a listing of this host's own: not one that it follows elsewhere.

    Raises:
        NotVisible: when there is none.
    """
    row = own_rows().filter(id=listing_id).first()
    if row is None:
        raise NotVisible
    return offered(row)


def signed_profile(listing_id: UUID) -> tuple[Offered, dict[str, Any]]:
    """Return a listing as a Murmurations profile; of a community, signed by its own key.

    Whoever follows it knows it again by that key after it moved to another host.

    Raises:
        NotVisible: when there is none.
    """
    one = one_listing(listing_id)
    said = murmurations.profile(one)
    if one.community is not None:
        community = Community.objects.get(id=one.community)
        with in_community(community.id):
            signature = sign(murmurations.statement(community=community.id, address=one.profile))
        if signature is not None:
            said["commonhearth"]["community"] = {
                "id": str(community.id),
                "public_key": bytes(community.public_key).hex(),
                "signature": signature.hex(),
            }
    return one, said


def own_rows() -> QuerySet[Listing]:
    """Return the listings of this host's own.

    What it follows is published where it comes from. Were it given on from here, two hosts that follow
    each other would tell each other's listings back for ever.
    """
    return _rows().filter(source__by_way_of="")


#: A community and the time -> its next meetings that anyone may come to.
OPEN_MEETINGS: Point[Callable[[Community, datetime], Sequence[OpenMeeting]]] = Point(
    "directory.open_meetings"
)


def linked_data_of(community: Community, now: datetime) -> dict[str, Any] | None:
    """Return a community of this host as schema.org has it, with its open meetings."""
    row = _rows().filter(community=community).first()
    if row is None:
        return None
    meetings = tuple(meeting for ask in OPEN_MEETINGS for meeting in ask(community, now))
    return linked_data.organisation(offered(row), meetings=meetings)


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One page of the index of profiles, and the key of the next."""

    rows: list[Offered]
    next: str
    total: int


def profiles(*, after: str = "", communities_only: bool = False, size: int = CHUNK) -> ProfilePage:
    """Return a page of the profiles of this host. Three queries.

    Args:
        after: the id of the last listing of the page before.
        communities_only: only those who live on this host.
    """
    rows = own_rows().filter(community__isnull=False) if communities_only else own_rows()
    total = rows.count()
    if after:
        last = Listing.objects.filter(id=_uuid(after)).first()
        if last is None:
            raise NotVisible
        rows = rows.filter(_after(last))
    found = list(rows[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return ProfilePage([offered(row) for row in found[:size]], str(more.id) if more else "", total)


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source with how many listings come from it, and since when it is followed, if it is."""

    title: str
    licence: str
    licence_url: str
    attribution: str
    url: str
    listings: int


def sources(edition: Edition) -> list[SourceTold]:
    """Return whose words the directory holds in an edition, the largest first. One query, in a new edition two."""
    counted = _counted(edition.mark)
    rows = Source.objects.in_bulk(sorted(counted, key=lambda one: -counted[one])[:200])
    return [
        SourceTold(row.title, row.licence, row.licence_url, row.attribution, row.url, counted[row.id])
        for row in sorted(rows.values(), key=lambda row: (-counted[row.id], row.title))
    ]


@lru_cache(maxsize=4)
def _counted(mark: str) -> dict[UUID, int]:
    """Return how many listings each source has. All of them are gone through for that, once for an edition."""
    return dict(Listing.objects.order_by().values_list("source").annotate(Count("id")))


def offered(row: Listing) -> Offered:
    """Return a row (with its source and community) as it may leave this host."""
    community = row.community
    writes = community is not None and community.reach_out
    return Offered(
        id=row.id,
        page=_address("communities:page", community.slug)
        if community
        else _address("directory:listing", row.id),
        profile=_address("directory:profile", row.id),
        name=row.name,
        kind=row.kind,
        description=row.description,
        activities=tuple(row.activities),
        street=row.street,
        town=row.town,
        region=row.region,
        postcode=row.postcode,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        precision=row.precision,
        website=row.website if not row.website_doubt else "",
        phone=row.phone,
        open_to_members=row.open_to_members,
        sheltered=row.sheltered,
        verified_on=row.verified_on,
        closed_on=row.closed_on,
        changed=row.changed,
        terms=Terms(
            title=row.source.title,
            licence=row.source.licence,
            licence_url=row.source.licence_url,
            attribution=row.source.attribution,
            as_of=row.as_of,
        ),
        contact_form=_address("communities:write", community.slug) if community and writes else "",
        community=community.id if community else None,
    )


def _rows() -> QuerySet[Listing]:
    # What was merged is told by the one that was kept; given on, it would seem to have stopped.
    rows = Listing.objects.filter(merged_into=None)
    return rows.select_related("source", "community").order_by("created", "id")


def _after(last: Listing) -> Q:
    return Q(created__gt=last.created) | Q(created=last.created, id__gt=last.id)


def _address(name: str, *parts: object) -> str:
    return f"{settings.HEARTH_URL}{url(name, *parts)}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
