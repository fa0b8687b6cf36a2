"""Listings that may be one group: proposed to a reviewer, never merged by themselves."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.core.places.distance import great_circle_km
from commonhearth.core.places.websites import host_of
from commonhearth.foundation import access
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.models import DuplicateGroup, DuplicateMember, ImportRun, Listing, Source

#: Two listings of one name as near as this are probably one group.
SAME_PLACE_KM = 0.5


def propose(*, source: Source, run: ImportRun, written: Mapping[UUID, str]) -> dict[str, int]:
    """Write down which listings may be one group; return how many are proposed for this source, by reason.

    Two rules: one name twice in a source; or one name but for its legal form, and either within 500 m
    or with the same website, in whatever source. Again proposes nothing twice, and what a reviewer
    put away stays away.

    Args:
        written: the names as the file has them, by listing; without one the listing's name counts.
    """
    same_name: dict[str, list[Listing]] = defaultdict(list)
    rows = list(
        Listing.objects.filter(closed_on=None).only(
            "id", "name", "identity", "source_id", "latitude", "longitude", "precision", "website"
        )
    )
    same_identity: dict[str, list[Listing]] = defaultdict(list)
    for row in rows:
        if row.source_id == source.id:
            same_name[" ".join(row.name.casefold().split())].append(row)
        same_identity[row.identity].append(row)
    groups = [
        (_reason(found, written), f"{source.key}|{name}", found)
        for name, found in same_name.items()
        if len(found) > 1
    ]
    by_name = {frozenset(row.id for row in found) for _, _, found in groups}
    for identity, found in same_identity.items():
        if len(found) < 2 or not any(row.source_id == source.id for row in found):
            continue
        for together in _together(found):
            if frozenset(row.id for row in together) not in by_name:
                members = "|".join(sorted(str(row.id) for row in together))
                key = f"{identity}|{hashlib.sha256(members.encode()).hexdigest()[:16]}"
                groups.append(("same-group", key, together))
    _write(groups, run)
    return dict(Counter(reason for reason, _, _ in groups))


def put_away_duplicates(*, actor: Any, group_id: UUID, now: datetime) -> None:
    """Say that the listings of a proposed group are different groups."""
    access.require(may_review_listing(actor))
    with transaction.atomic():
        DuplicateGroup.objects.filter(id=group_id, put_away=None).update(put_away=now)


def _reason(rows: list[Listing], written: Mapping[UUID, str]) -> str:
    """Return same-name where the file has one name twice, same-group where only tidied names agree."""
    names = [(written.get(row.id) or row.name).casefold() for row in rows]
    return "same-name" if len(set(names)) < len(names) else "same-group"


def _together(rows: list[Listing]) -> Iterable[list[Listing]]:
    """Return the rows of one name that are in one place or have one website, as sets that hang together."""
    sets: list[set[UUID]] = []
    by_id = {row.id: row for row in rows}
    for one, other in combinations(rows[:40], 2):
        if not _same(one, other):
            continue
        joined = {one.id, other.id}
        apart = []
        for group in sets:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        sets = [*apart, joined]
    return [[by_id[row_id] for row_id in sorted(group)] for group in sets]


def _same(one: Listing, other: Listing) -> bool:
    host = host_of(one.website)
    if host and host == host_of(other.website):
        return True
    here, there = one.point(), other.point()
    if here is None or there is None:
        return False
    if {one.precision, other.precision} & {"town", "hidden"}:
        return False
    return great_circle_km(here, there) < SAME_PLACE_KM


def _write(groups: list[tuple[str, str, list[Listing]]], run: ImportRun) -> None:
    known = set(DuplicateGroup.objects.values_list("reason", "key"))
    new = [
        (DuplicateGroup(reason=reason, key=key[:400], name=found[0].name, run=run), found)
        for reason, key, found in groups
        if (reason, key[:400]) not in known
    ]
    DuplicateGroup.objects.bulk_create([group for group, _ in new], batch_size=500)
    DuplicateMember.objects.bulk_create(
        [DuplicateMember(group=group, listing=row) for group, found in new for row in found], batch_size=500
    )
