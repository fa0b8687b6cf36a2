"""Listings that may be one group: proposed to a reviewer, never merged by themselves."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.core.places.precision import Precision
from commonhearth.core.places.sameness import Known, hang_together, plain_identifier, together
from commonhearth.core.places.websites import host_of
from commonhearth.foundation import access
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.models import (
    DuplicateGroup,
    DuplicateMember,
    ImportRun,
    Listing,
    ListingIdentifier,
    Source,
)


@dataclass(frozen=True, slots=True)
class _Proposal:
    """Listings that may be one group, why, and the key under which that is proposed once."""

    reason: str
    key: str
    rows: Sequence[Listing]


def propose(
    *,
    source: Source,
    run: ImportRun,
    written: Mapping[UUID, str],
    shared: Iterable[tuple[UUID, UUID]] = (),
) -> dict[str, int]:
    """Write down which listings may be one group; return how many are proposed for this source, by reason.

    Three rules: one identifier, or one written in two ways; one name twice in a source; and the law of
    core.places.sameness in whatever source. Again proposes nothing twice, and what a reviewer put away
    stays away; a name that comes once more in a list opens its group again.

    Args:
        written: the names as the file has them, by listing; without one the listing's name counts.
        shared: pairs of listings of which a file says that they have one identifier.
    """
    rows = {
        row.id: row
        for row in Listing.objects.filter(closed_on=None).only(
            "id", "name", "identity", "source_id", "latitude", "longitude", "precision", "website"
        )
    }
    here = {row_id for row_id, row in rows.items() if row.source_id == source.id}
    proposals = [
        *_by_identifier(rows, here, shared),
        *_by_name(rows, here, source, written),
        *_by_sameness(rows, here),
    ]
    seen: set[frozenset[UUID]] = set()
    once = []
    for proposal in proposals:
        members = frozenset(row.id for row in proposal.rows)
        if members not in seen:
            seen.add(members)
            once.append(proposal)
    _write(once, run)
    return dict(Counter(proposal.reason for proposal in once))


def _by_identifier(
    rows: Mapping[UUID, Listing], here: set[UUID], shared: Iterable[tuple[UUID, UUID]]
) -> Iterable[_Proposal]:
    of: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for scheme, value, listing_id in ListingIdentifier.objects.values_list("scheme", "value", "listing_id"):
        if listing_id in rows:
            of[scheme, plain_identifier(value)].append(listing_id)
    pairs = [(ids[0], other) for ids in of.values() for other in ids[1:] if other != ids[0]]
    pairs += [_standing(pair, rows) for pair in shared]
    for group in hang_together(pair for pair in pairs if len(set(pair)) == 2 and rows.keys() >= set(pair)):
        if group & here:
            yield _Proposal(
                "same-identifier", f"identifier|{_digest(group)}", [rows[one] for one in sorted(group)]
            )


def _standing(pair: tuple[UUID, UUID], rows: Mapping[UUID, Listing]) -> tuple[UUID, UUID]:
    """Return a pair with what was merged replaced by what it was merged into."""
    found = []
    for listing_id in pair:
        for _step in range(10):
            if listing_id in rows:
                break
            into = Listing.objects.filter(id=listing_id).values_list("merged_into", flat=True).first()
            if into is None:
                break
            listing_id = into
        found.append(listing_id)
    return found[0], found[1]


def _by_name(
    rows: Mapping[UUID, Listing], here: set[UUID], source: Source, written: Mapping[UUID, str]
) -> Iterable[_Proposal]:
    same: dict[str, list[Listing]] = defaultdict(list)
    for row_id in here:
        same[" ".join(rows[row_id].name.casefold().split())].append(rows[row_id])
    for name, found in same.items():
        if len(found) > 1:
            yield _Proposal(_reason(found, written), f"{source.key}|{name}", found)


def _by_sameness(rows: Mapping[UUID, Listing], here: set[UUID]) -> Iterable[_Proposal]:
    same: dict[str, list[Listing]] = defaultdict(list)
    for row in rows.values():
        same[row.identity].append(row)
    for identity, found in same.items():
        if len(found) < 2 or not here.intersection(row.id for row in found):
            continue
        for group in together([(row.id, _known(row)) for row in found]):
            yield _Proposal(
                "same-group", f"{identity}|{_digest(group)}", [rows[row_id] for row_id in sorted(group)]
            )


def _known(row: Listing) -> Known:
    fine = row.precision in (Precision.EXACT, Precision.KILOMETRE)
    return Known(row.identity, row.point() if fine else None, host_of(row.website))


def _digest(group: Iterable[UUID]) -> str:
    members = "|".join(sorted(map(str, group)))
    return hashlib.sha256(members.encode()).hexdigest()[:16]


def put_away_duplicates(*, actor: Any, group_id: UUID, now: datetime) -> None:
    """Say that the listings of a proposed group are different groups."""
    access.require(may_review_listing(actor))
    with transaction.atomic():
        DuplicateGroup.objects.filter(id=group_id, put_away=None).update(put_away=now)


def _reason(rows: list[Listing], written: Mapping[UUID, str]) -> str:
    """Return same-name where the file has one name twice, same-group where only tidied names agree."""
    names = [(written.get(row.id) or row.name).casefold() for row in rows]
    return "same-name" if len(set(names)) < len(names) else "same-group"


def _write(proposals: Sequence[_Proposal], run: ImportRun) -> None:
    standing = {(group.reason, group.key): group for group in DuplicateGroup.objects.all()}
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for group_id, listing_id in DuplicateMember.objects.values_list("group_id", "listing_id"):
        members[group_id].add(listing_id)
    new, joining, opened = [], [], []
    for proposal in proposals:
        group = standing.get((proposal.reason, proposal.key[:400]))
        if group is None:
            group = DuplicateGroup(
                reason=proposal.reason, key=proposal.key[:400], name=proposal.rows[0].name, run=run
            )
            new.append(group)
        coming = [row for row in proposal.rows if row.id not in members[group.id]]
        joining += [DuplicateMember(group=group, listing=row) for row in coming]
        if coming and group.put_away is not None:
            opened.append(group.id)
    DuplicateGroup.objects.bulk_create(new, batch_size=500)
    DuplicateGroup.objects.filter(id__in=opened).update(put_away=None)
    DuplicateMember.objects.bulk_create(joining, batch_size=500)
