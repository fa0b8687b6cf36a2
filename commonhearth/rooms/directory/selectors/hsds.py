"""The directory as HSDS 3.0: what came as HSDS with all it came with, everything else as one service each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.core.places.names import fold
from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory.formats.hsds import own
from commonhearth.rooms.directory.formats.hsds.schedules import NotASchedule, Opening, next_openings
from commonhearth.rooms.directory.formats.hsds.things import Key, Thing, flat, nested_in, put_together
from commonhearth.rooms.directory.formats.hsds.zones import zone_of
from commonhearth.rooms.directory.models import HsdsRecord, Listing
from commonhearth.rooms.directory.selectors.open_data import every_listing, offered

#: Deeper than any thing of HSDS nests.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the specification has it."""

    total: int
    number: int
    per_page: int
    contents: list[dict[str, Any]]

    def said(self) -> dict[str, Any]:
        """Return the page with the specification's names."""
        pages = max(1, -(-self.total // self.per_page))
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.number,
            "size": len(self.contents),
            "first_page": self.number == 1,
            "last_page": self.number >= pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


def services(
    *,
    number: int,
    per_page: int,
    full: bool = False,
    search: str = "",
    modified_after: datetime | None = None,
) -> Page:
    """Return a page of services. At full, a fixed number of queries more, however many there are."""
    listings, records = _listings(), HsdsRecord.objects.filter(entity="service")
    if search:
        listings = listings.filter(words__contains=f" {fold(search)}")
        records = records.filter(fields__name__icontains=search)
    if modified_after is not None:
        listings, records = (
            listings.filter(changed__gte=modified_after),
            records.filter(changed__gte=modified_after),
        )
    return _page(listings, records, number, per_page, full=full, root="service")


def organizations(*, number: int, per_page: int, full: bool = False, search: str = "") -> Page:
    """Return a page of organisations."""
    listings, records = _listings(), HsdsRecord.objects.filter(entity="organization")
    if search:
        listings = listings.filter(words__contains=f" {fold(search)}")
        records = records.filter(fields__name__icontains=search)
    return _page(listings, records, number, per_page, full=full, root="organization")


def one_service(service_id: UUID) -> dict[str, Any]:
    """Return a service with everything in it.

    Raises:
        NotVisible: when there is none.
    """
    return _one("service", service_id, Q(id=service_id))


def one_organization(organization_id: UUID) -> dict[str, Any]:
    """Return an organisation with everything in it.

    Raises:
        NotVisible: when there is none.
    """
    return _one("organization", organization_id, Q(id=own.other_id(organization_id)))


def groups_of_things() -> Iterator[list[Thing]]:
    """Yield the things of the whole directory in groups that hold one another.

    What came as HSDS is one group per source, since anything in it may hold anything; every other listing
    is a group of its own.
    """
    sources = list(HsdsRecord.objects.order_by("source").values_list("source_id", flat=True).distinct())
    for source in sources:
        rows = HsdsRecord.objects.filter(source=source).select_related("source").order_by("position", "id")
        things = [_with_terms(row) for row in rows.iterator(chunk_size=2000)]
        state = _state_of(things)
        yield [_as_known(thing, state) for thing in things]
    told: set[Key] = set()
    for row in every_listing(without_sources=sources):
        things = own.things(row)
        yield [thing for thing in things if thing.key not in told]
        told |= {thing.key for thing in things if thing.entity == "taxonomy_term"}


def service_key(row: Listing) -> Key | None:
    """Return the key of the service, or organisation, that a listing of an HSDS source was made from."""
    found = HsdsRecord.objects.filter(
        source=row.source_id, entity__in=("service_at_location", "service", "organization"), key=row.origin
    ).first()
    if found is None:
        return None
    if found.entity == "service_at_location":
        return "service", str(found.fields.get("service_id", ""))
    return found.entity, str(found.key)


def openings(row: Listing, *, now: datetime) -> list[Opening]:
    """Return when a listing that came as HSDS is open next. Nothing for one whose schedule cannot be read."""
    root = service_key(row)
    if root is None:
        return []
    things = with_all_in_it([root])
    holders = [("service_at_location", row.origin), root]
    for key in holders:
        thing = things.get(key)
        schedules = (
            [
                things[("schedule", id)]
                for id in thing.links.get("schedules", ())
                if ("schedule", id) in things
            ]
            if thing
            else []
        )
        found: set[Opening] = set()
        for schedule in schedules:
            try:
                zone = zone_of(row.country, schedule.fields.get("timezone"))
                found |= set(next_openings(schedule.fields, now=now, zone=zone))
            except NotASchedule:
                continue
        if found:
            return sorted(found, key=lambda one: (one.day, one.opens is not None, one.opens))[:3]
    return []


def with_all_in_it(roots: Iterable[Key], *, with_terms: bool = True) -> dict[Key, Thing]:
    """Return things with all that hangs on them: a query per level, however many there are."""
    make = _with_terms if with_terms else _thing
    found: dict[Key, Thing] = {}
    waiting = set(roots)
    for _level in range(DEEPEST):
        wanted = waiting - found.keys()
        if not wanted:
            break
        rows = HsdsRecord.objects.filter(key__in={key for _, key in wanted}).select_related("source")
        new = {thing.key: thing for thing in map(make, rows) if thing.key in wanted}
        found |= new
        waiting = {inner for thing in new.values() for inner in nested_in(thing)}
        if not new:
            break
    return found


def _page(
    listings: QuerySet[Listing],
    records: QuerySet[HsdsRecord],
    number: int,
    per_page: int,
    *,
    full: bool,
    root: str,
) -> Page:
    """Return a page of both: first what is kept as listings only, then what came as HSDS."""
    here = listings.count()
    total = here + records.count()
    first, last = (number - 1) * per_page, number * per_page
    contents: list[dict[str, Any]] = []
    if first < here:
        for row in listings[first : min(last, here)]:
            things = {thing.key: thing for thing in own.things(offered(row))}
            contents.append(_shown(next(t for t in things.values() if t.entity == root), things, full))
    if last > here:
        rows = records.select_related("source").order_by("created", "id")
        roots = [_with_terms(row) for row in rows[max(0, first - here) : last - here]]
        things = {thing.key: thing for thing in roots}
        if full:
            things |= with_all_in_it([thing.key for thing in roots])
        else:
            things |= _what_it_has_one_of(roots)
        state = _state_of(roots)
        contents += [_shown(_as_known(thing, state), things, full) for thing in roots]
    return Page(total, number, per_page, contents)


def _shown(thing: Thing, things: dict[Key, Thing], full: bool) -> dict[str, Any]:
    return put_together(thing, things) if full else flat(thing, things)


def _what_it_has_one_of(roots: list[Thing]) -> dict[Key, Thing]:
    keys = {
        key for thing in roots for name in ("organization", "program") for key in thing.links.get(name, ())
    }
    rows = HsdsRecord.objects.filter(entity__in=("organization", "program"), key__in=keys).select_related(
        "source"
    )
    return {thing.key: thing for thing in map(_with_terms, rows)}


def _one(entity: str, key: UUID, listing: Q) -> dict[str, Any]:
    things = with_all_in_it([(entity, str(key))])
    root = things.get((entity, str(key)))
    if root is not None:
        return put_together(_as_known(root, _state_of([root])), things)
    row = _listings().filter(listing).first()
    if row is None:
        raise NotVisible
    things = {thing.key: thing for thing in own.things(offered(row))}
    return put_together(next(thing for thing in things.values() if thing.entity == entity), things)


def _listings() -> QuerySet[Listing]:
    """Return the listings that did not come as HSDS."""
    return (
        Listing.objects.filter(merged_into=None)
        .exclude(source__in=HsdsRecord.objects.values("source").distinct())
        .select_related("source", "community")
        .order_by("created", "id")
    )


def _thing(row: HsdsRecord) -> Thing:
    return Thing(row.entity, str(row.key), row.fields, row.links)


def _with_terms(row: HsdsRecord) -> Thing:
    thing = _thing(row)
    if row.entity in ("service", "organization"):
        terms = {"license": row.source.licence, "attribution": row.source.attribution}
        thing.fields = {**thing.fields, **{name: said for name, said in terms.items() if said}}
    return thing


def _state_of(services: list[Thing]) -> dict[str, Listing]:
    """Return, by origin, the listings that were made from some services: people check and correct those."""
    origins = {
        key
        for thing in services
        if thing.entity == "service"
        for key in (thing.id, *thing.links.get("service_at_locations", ()))
    }
    return {row.origin: row for row in Listing.objects.filter(origin__in=origins)} if origins else {}


def _as_known(thing: Thing, state: dict[str, Listing]) -> Thing:
    """Return a service with what reviewers know better: that it stopped, when it was checked, its corrections."""
    rows = [state[key] for key in (thing.id, *thing.links.get("service_at_locations", ())) if key in state]
    if thing.entity != "service" or not rows:
        return thing
    fields = dict(thing.fields)
    if all(row.closed_on for row in rows):
        fields["status"] = "defunct"
    checked = [row.verified_on for row in rows if row.verified_on]
    if checked:
        fields["assured_date"] = max(checked).isoformat()
        fields.pop("assurer_email", None)  # who assured it was somebody else
    for row in rows:
        for name in {"name", "description"} & set(row.corrected):
            fields[name] = getattr(row, name)
        if "website" in row.corrected:
            fields["url"] = row.website
    return Thing(thing.entity, thing.id, {k: v for k, v in fields.items() if v != ""}, thing.links)
