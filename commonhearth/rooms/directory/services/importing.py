"""Bringing in a list: read whole, decided whole, stored in one transaction or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.core.places.countries import Country, How, read_country
from commonhearth.core.places.shelter import is_sheltered
from commonhearth.foundation import access
from commonhearth.foundation.access import System
from commonhearth.rooms.directory.access import may_import_directory
from commonhearth.rooms.directory.gazetteer.loading import ensure_loaded
from commonhearth.rooms.directory.gazetteer.lookup import Towns, country_at, find_town
from commonhearth.rooms.directory.models import (
    ImportNote,
    ImportRun,
    Listing,
    ListingIdentifier,
    Source,
)
from commonhearth.rooms.directory.reading import Doubt, Record, SourceCard, recognise
from commonhearth.rooms.directory.services.duplicates import propose
from commonhearth.rooms.directory.services.vocabulary import learn
from commonhearth.rooms.directory.storing import Said, storable

BATCH = 500
#: Parts of a record in which a refuge's address could stand; its notes never repeat them.
_PLACES = frozenset(
    {"street", "town", "region", "postcode", "point", "description", "website", "name", "urls"}
)
#: Where the map is believed rather than a code of two letters that it contradicts.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, for the report and the command."""

    run_id: UUID
    source: SourceCard
    rows: int
    added: int
    changed: int
    unchanged: int
    notes_by_code: dict[str, int]
    #: How many groups of listings that may be one are proposed for this source, by reason.
    duplicate_groups: dict[str, int]


@dataclass(slots=True)
class _Coming:
    """A record with what may be stored of it."""

    record: Record
    fields: dict[str, Any]
    doubts: list[Doubt]
    listing: Listing | None = None
    new: bool = False
    changes: bool = False
    identifiers: list[tuple[str, str]] = field(default_factory=list)


def import_directory(
    *,
    path: Path,
    now: datetime,
    actor: Any = System("import"),  # noqa: B008 (frozen)
    source: SourceCard | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in a file of groups. Again brings in what changed and doubles nothing.

    Args:
        source: where the list comes from; needed with `columns`.
        columns: a column map for any CSV.
        progress: called with (rows done, rows in all).

    Raises:
        Refused: when the actor may not.
        BrokenFile: when the file is broken anywhere; then nothing of it is stored.
    """
    access.require(may_import_directory(actor))
    reading = recognise(path, source=source, columns=columns)
    records = list(reading.records())
    ensure_loaded()
    coming = _decided(records, progress)
    with transaction.atomic():
        row = _source(reading.source)
        known = _Known(row)
        for one in coming:
            known.meet(one)
        stored = _store(coming, row, now)
        run = _report(coming, row, path, reading.digest, actor, now)
        written = {one.listing.id: one.record.name_written for one in coming if one.listing is not None}
        groups = propose(source=row, run=run, written=written)
        learn(one.fields["words"] for one in coming if one.changes or one.new)
    return ImportReport(
        run_id=run.id,
        source=reading.source,
        rows=len(coming),
        added=stored["added"],
        changed=stored["changed"],
        unchanged=stored["unchanged"],
        notes_by_code=run.notes_by_code,
        duplicate_groups=groups,
    )


def _decided(records: list[Record], progress: Progress | None) -> list[_Coming]:
    """Decide for each record what may be stored of it. Reads the gazetteer, writes nothing."""
    towns = Towns()
    coming = []
    seen: dict[str, int] = {}
    for number, record in enumerate(records, start=1):
        one = decide(record, towns)
        if record.origin in seen:
            one.doubts.append(Doubt("origin-twice", "id", record.origin, f"{seen[record.origin]}"))
        else:
            seen[record.origin] = record.line
            coming.append(one)
        if progress and (number % 100 == 0 or number == len(records)):
            progress(number, len(records))
    return coming


def decide(record: Record, towns: Towns) -> _Coming:
    """Turn one record into what may be stored: its country, its town, and whether it is a refuge."""
    doubts = list(record.doubts)
    country = _country(record, towns, doubts)
    sheltered = is_sheltered(name=record.name, keywords=record.activities, description=record.description)
    found = None
    if record.point is None or sheltered:
        found, doubt = towns.find(record.town, country=country.code, region=record.region)
        if doubt:
            doubts.append(Doubt(doubt, "town", record.town, found.label if found else ""))
        elif record.point is None:
            doubts.append(Doubt("placed-by-town", "town", record.town))
    fields, more = storable(
        Said(
            name=record.name,
            kind=record.kind,
            description=record.description,
            activities=record.activities,
            street=record.street,
            town=record.town,
            region=record.region,
            postcode=record.postcode,
            country=country.code,
            country_how=str(country.how),
            point=record.point,
            placed_by=record.placed_by,
            town_found=found,
            website=record.website,
            phone=record.phone,
            open_to_members=record.open_to_members,
            sheltered=sheltered,
        )
    )
    named = [
        replace(doubt, field=record.website_field) if doubt.field == "website" else doubt for doubt in more
    ]
    return _Coming(record, fields, doubts + named, identifiers=list(record.identifiers))


def _country(record: Record, towns: Towns, doubts: list[Doubt]) -> Country:
    """Return the country a record means, asking the map where the words do not say or contradict it."""
    country = read_country(record.country)
    plain = country.how in (How.NAME, How.PART) or (
        country.how is How.CODE and (record.point is None or towns.lies_in(record.point, country.code))
    )
    if not plain and record.point is not None:
        located = country_at(record.point, stated=country.code)
        country = read_country(record.country, located_in=located)
    if country.guessed:
        doubts.append(Doubt(f"country-{country.how}", "country", record.country, country.code))
    elif country.how is How.NONE:
        doubts.append(Doubt("country-none", "country", record.country))
    elif country.code != record.country:
        doubts.append(Doubt("country-normalised", "country", record.country, country.code))
    return country


def _source(card: SourceCard) -> Source:
    """Return the row of a source, saying what the card says."""
    row, _ = Source.objects.update_or_create(
        key=card.key,
        defaults={
            "title": card.title,
            "licence": card.licence,
            "licence_url": card.licence_url,
            "attribution": card.attribution,
            "url": card.url,
        },
    )
    return row


class _Known:
    """The listings that stand, to know a group again: by identifier first, then by the source's own id."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._by_origin = {row.origin: row for row in Listing.objects.filter(source=source)}
        self._owner = {
            (scheme, value): listing_id
            for scheme, value, listing_id in ListingIdentifier.objects.values_list(
                "scheme", "value", "listing_id"
            )
        }
        self._elsewhere: dict[UUID, Listing] = {}
        self._met: set[UUID] = set()

    def meet(self, one: _Coming) -> None:
        """Find the listing of a record, if it stands, and say what would change."""
        owners = {self._owner[key] for key in one.identifiers if key in self._owner}
        here = self._by_origin.get(one.record.origin)
        if here is not None and owners - {here.id}:
            one.doubts.append(Doubt("identifier-elsewhere", "id", one.record.origin))
        listing = here or self._first(owners)
        taken = {key for key in one.identifiers if key in self._owner}
        one.identifiers = [key for key in one.identifiers if key not in taken]
        if listing is not None and listing.id in self._met:
            one.doubts.append(Doubt("identifier-twice", "id", one.record.origin))
            listing = None
        if listing is None:
            return
        self._met.add(listing.id)
        one.listing = listing
        _spare(one, listing, same_source=listing.source_id == self._source.id)

    def _first(self, owners: set[UUID]) -> Listing | None:
        if not owners:
            return None
        owner = min(owners)
        if owner not in self._elsewhere:
            self._elsewhere[owner] = Listing.objects.get(id=owner)
        return self._elsewhere[owner]


def _spare(one: _Coming, listing: Listing, *, same_source: bool) -> None:
    """Keep what a reviewer corrected, and, from another list, whatever stands already.

    A group once known as a refuge stays one: only a reviewer takes that back.
    """
    if listing.sheltered_by_hand is False:
        again = _again(one, sheltered=False)
    elif (listing.sheltered or listing.sheltered_by_hand) and not one.fields["sheltered"]:
        again = _again(one, sheltered=True)
    else:
        again = one.fields
    fields = dict(again)
    if not same_source:
        fields = {
            name: value if listing_value in ("", None, []) else listing_value
            for name, value in fields.items()
            for listing_value in [getattr(listing, name)]
        }
        if listing.sheltered:  # filling gaps must not give a refuge an address
            fields = {name: getattr(listing, name) for name in fields}
    for name in listing.corrected:
        for depending in _DEPENDING.get(name, (name,)):
            fields[depending] = getattr(listing, depending)
    if same_source:
        fields["as_of"] = one.record.as_of
    one.fields = fields
    one.changes = any(getattr(listing, name) != value for name, value in fields.items())
    for name, value in fields.items():
        setattr(listing, name, value)


_DEPENDING = {
    "name": ("name", "name_folded", "identity", "words"),
    "description": ("description", "words"),
    "activities": ("activities", "words"),
    "place": (
        "street", "town", "town_folded", "region", "postcode", "postcode_key", "outward", "country",
        "country_how", "latitude", "longitude", "precision", "placed_by", "words",
    ),
    "website": ("website", "website_written", "website_doubt"),
}  # fmt: skip


def _again(one: _Coming, *, sheltered: bool) -> dict[str, Any]:
    """Decide a record once more, with what a reviewer or the row already knows about it."""
    record = one.record
    found = find_town(record.town, country=one.fields["country"], region=record.region)
    said = Said(
        name=record.name,
        kind=record.kind,
        description=record.description,
        activities=record.activities,
        street=record.street,
        town=record.town,
        region=record.region,
        postcode=record.postcode,
        country=one.fields["country"],
        country_how=one.fields["country_how"],
        point=record.point,
        placed_by=record.placed_by,
        town_found=found,
        website=record.website,
        phone=record.phone,
        open_to_members=record.open_to_members,
        sheltered=sheltered,
    )
    return storable(said)[0]


def _store(coming: list[_Coming], source: Source, now: datetime) -> Counter[str]:
    """Write what is new and what changed; return the counts."""
    counts: Counter[str] = Counter(added=0, changed=0, unchanged=0)
    new, changed = [], []
    for one in coming:
        if one.listing is None:
            one.listing = Listing(
                source=source, origin=one.record.origin, as_of=one.record.as_of, created=now, **one.fields
            )
            one.new = True
            new.append(one.listing)
            counts["added"] += 1
        elif one.changes:
            changed.append(one.listing)
            counts["changed"] += 1
        else:
            counts["unchanged"] += 1
    Listing.objects.bulk_create(new, batch_size=BATCH)
    if changed:
        names = [*coming[0].fields, "as_of"]
        Listing.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(dict.fromkeys(names)),
        )
    ListingIdentifier.objects.bulk_create(
        [
            ListingIdentifier(listing=one.listing, scheme=scheme, value=value, created=now)
            for one in coming
            for scheme, value in one.identifiers
        ],
        batch_size=BATCH,
    )
    return counts


def _report(
    coming: list[_Coming], source: Source, path: Path, digest: str, actor: Any, now: datetime
) -> ImportRun:
    """Write down the run and every repair and doubt."""
    counts = Counter(str(doubt.code) for one in coming for doubt in one.doubts)
    run = ImportRun.objects.create(
        source=source,
        file_name=path.name[:255],
        digest=digest,
        by=str(actor.name if isinstance(actor, System) else actor.id),
        at=now,
        created=now,
        rows=len(coming),
        added=sum(one.new for one in coming),
        changed=sum(one.changes for one in coming),
        unchanged=0,
        notes_by_code=dict(sorted(counts.items())),
    )
    run.unchanged = run.rows - run.added - run.changed
    run.save(update_fields=["unchanged"])
    ImportNote.objects.bulk_create(
        [
            ImportNote(
                run=run,
                listing=one.listing,
                line=one.record.line,
                origin=one.record.origin,
                created=now,
                **_note(doubt, refuge=one.fields["sheltered"]),
            )
            for one in coming
            for doubt in one.doubts
        ],
        batch_size=BATCH,
    )
    return run


def _note(doubt: Doubt, *, refuge: bool) -> dict[str, str]:
    """Return the columns of a note; of a refuge, none that could repeat an address."""
    return {
        "code": str(doubt.code),
        "field": doubt.field[:40],
        "written": "" if refuge else doubt.written[:500],
        "became": "" if refuge else doubt.became[:500],
    }
