"""Bringing in a list: read whole, decided whole, stored in one transaction or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.foundation import access
from commonhearth.foundation.access import System
from commonhearth.rooms.directory.access import may_import_directory
from commonhearth.rooms.directory.gazetteer.loading import ensure_loaded
from commonhearth.rooms.directory.models import (
    ImportNote,
    ImportRun,
    Listing,
    ListingIdentifier,
    Source,
)
from commonhearth.rooms.directory.reading import Doubt, SourceCard, recognise
from commonhearth.rooms.directory.services.deciding import Coming, Progress, decided
from commonhearth.rooms.directory.services.duplicates import propose
from commonhearth.rooms.directory.services.hsds import keep_things
from commonhearth.rooms.directory.services.knowing import Known
from commonhearth.rooms.directory.services.reviewing import forget_finer
from commonhearth.rooms.directory.services.vocabulary import learn

BATCH = 500


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
    coming = decided(records, progress)
    with transaction.atomic():
        row = _source(reading.source)
        known = Known(row)
        for one in coming:
            known.meet(one)
        stored = _store(coming, row, now)
        if reading.things is not None:
            keep_things(things=reading.things, source=row, now=now)
        run = _report(coming, row, path, reading.digest, actor, now)
        written = {one.listing.id: one.record.name_written for one in coming if one.listing is not None}
        shared = [
            (one.listing.id, other) for one in coming if one.listing is not None for other in one.shares_with
        ]
        groups = propose(source=row, run=run, written=written, shared=shared)
        forget_finer([one.listing for one in coming if one.listing and one.fields["sheltered"]])
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


def _store(coming: list[Coming], source: Source, now: datetime) -> Counter[str]:
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
        names = [*coming[0].fields, "as_of", "changed", "x", "y", "z"]
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
    coming: list[Coming], source: Source, path: Path, digest: str, actor: Any, now: datetime
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
