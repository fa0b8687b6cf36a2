"""Keeping what an HSDS file says beside the listings made from it, and of a refuge no more than its town."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commonhearth.rooms.directory.formats.hsds.refuge import DROPPED, to_its_town
from commonhearth.rooms.directory.formats.hsds.things import Key, Thing, Things, nested_in
from commonhearth.rooms.directory.models import HsdsRecord, Listing, Source
from commonhearth.rooms.directory.reading import hsds
from commonhearth.rooms.directory.selectors import hsds as kept

BATCH = 500


def keep_things(*, things: Things, source: Source, now: datetime) -> int:
    """Store the things of a file in the transaction of its import; return how many another source has already.

    A thing is known by its id: again it becomes what the file says now. What another source brought stays
    as it is.
    """
    for service in things.of("service"):
        for at in things.held(service, "service_at_locations"):
            at.fields["service_id"] = service.id
    for row in Listing.objects.filter(source=source, sheltered=True).only("origin", "town", "name"):
        _to_town(row, things.by_key, hsds.service_of(row.origin, things))
    elsewhere = _elsewhere(things.by_key, source)
    standing = {
        (row.entity, str(row.key)): (row.fields, row.links)
        for row in HsdsRecord.objects.filter(source=source).iterator(chunk_size=2000)
    }
    rows = [
        HsdsRecord(
            source=source,
            entity=thing.entity,
            key=UUID(thing.id),
            fields=thing.fields,
            links=thing.links,
            position=position,
            changed=now,
            created=now,
        )
        for position, thing in enumerate(things.by_key.values())
        if thing.key not in elsewhere and standing.get(thing.key) != (thing.fields, thing.links)
    ]
    HsdsRecord.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["entity", "key"],
        update_fields=["fields", "links", "position", "changed"],
    )
    _stop_what_ended(things, source, now)
    return len(elsewhere)


def keep_to_towns(listing_ids: Iterable[UUID]) -> None:
    """Take out of the things of these listings what is finer than their town: they turn out to be refuges."""
    rows = Listing.objects.filter(id__in=list(listing_ids), source__in=HsdsRecord.objects.values("source"))
    for row in rows.only("origin", "town", "name", "source_id"):
        root = kept.service_key(row)
        if root is None:
            continue
        things = kept.with_all_in_it([root], with_terms=False)
        before = {key: (dict(thing.fields), dict(thing.links)) for key, thing in things.items()}
        _to_town(row, things, root[1])
        for key, was in before.items():
            kept_row = HsdsRecord.objects.filter(entity=key[0], key=key[1])
            if key not in things:
                kept_row.delete()
            elif (things[key].fields, things[key].links) != was:
                kept_row.update(fields=things[key].fields, links=things[key].links)


def _to_town(row: Listing, things: dict[Key, Thing], service_id: str) -> None:
    """Reduce a service and everything that hangs on it, but for other services of its organisation."""
    waiting: list[Key] = [("service", service_id), ("organization", service_id)]
    seen: set[Key] = set()
    while waiting:
        key = waiting.pop()
        thing = things.get(key)
        if thing is None or key in seen:
            continue
        seen.add(key)
        inside = [inner for inner in nested_in(thing) if inner[0] != "service"]
        waiting += [inner for inner in inside if inner[0] not in DROPPED]
        for inner in inside:
            if inner[0] in DROPPED:
                things.pop(inner, None)
        things[key] = to_its_town(thing, town=row.town, name=row.name)


def _elsewhere(things: Iterable[Key], source: Source) -> set[Key]:
    """Return which of these things another source brought."""
    found: set[Key] = set()
    keys = [key for _, key in things]
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        rows = HsdsRecord.objects.filter(key__in=some).exclude(source=source)
        found |= {(entity, str(key)) for entity, key in rows.values_list("entity", "key")}
    return found & set(things)


def _stop_what_ended(things: Things, source: Source, now: datetime) -> None:
    """Mark the listings of services that are given no longer; nobody is said to carry on."""
    ended = [thing for thing in things.of("service") if thing.fields.get("status") in hsds.ENDED]
    origins = [key for thing in ended for key in (thing.id, *thing.links.get("service_at_locations", ()))]
    for start in range(0, len(origins), BATCH):
        some = origins[start : start + BATCH]
        for row in Listing.objects.filter(source=source, origin__in=some, closed_on=None):
            row.closed_on = now.date()
            row.save(update_fields=["closed_on"])
