"""Whom this host follows, and how that stands, for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from commonhearth.foundation.access import NotVisible
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.access import may_follow
from commonhearth.rooms.directory.models import Followed, FollowedProfile

PAGE = 50


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """Somebody who is followed."""

    id: UUID
    address: str
    host: str
    since: datetime
    answered: datetime | None
    state: str
    listings: int
    refused: int


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile that was not taken over, and why; or one that is no longer published."""

    address: str
    name: str
    listing_id: UUID | None
    why: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowedPage:
    """One who is followed, with the profiles that somebody has to look at."""

    row: FollowedRow
    profiles: list[ProfileRow]
    next: str


def followed_by_us(*, viewer: Any) -> list[FollowedRow]:
    """Return whom this host follows, by host. One query."""
    _require(viewer)
    return [_row(row) for row in _rows().filter(ended=None).order_by("host", "address")[:200]]


def one_followed(*, viewer: Any, followed_id: UUID, after: str = "") -> FollowedPage:
    """Return one who is followed, with its profiles that were not taken over or are gone, by address.

    Raises:
        NotVisible
    """
    _require(viewer)
    found = _rows().filter(id=followed_id, ended=None).first()
    if found is None:
        raise NotVisible
    wrong = (
        FollowedProfile.objects.filter(followed=found, address__gt=after)
        .filter(~Q(state=Followed.State.GOOD) | Q(listing__gone_since__isnull=False))
        .select_related("listing")
        .order_by("address")[: PAGE + 1]
    )
    rows = [
        ProfileRow(
            address=one.address,
            name=one.listing.name if one.listing else "",
            listing_id=one.listing_id,
            why=why(one.state, one.reason) if one.state != Followed.State.GOOD else wording.gone(one.listing),
            faults=tuple(one.faults),
        )
        for one in wrong
    ]
    return FollowedPage(_row(found), rows[:PAGE], rows[PAGE - 1].address if len(rows) > PAGE else "")


def why(state: str, reason: str) -> str:
    """Return how something stands, in words."""
    said = str(wording.FOLLOW_STATES[state])
    return f"{said}. {wording.FOLLOWING.get(reason, reason)}" if reason else said


def _rows() -> Any:
    return Followed.objects.annotate(
        taken=Count("profiles", filter=Q(profiles__listing__isnull=False)),
        wrong=Count("profiles", filter=Q(profiles__state=Followed.State.REFUSED)),
    )


def _row(row: Any) -> FollowedRow:
    return FollowedRow(
        row.id,
        row.address,
        row.host,
        row.begun,
        row.answered,
        why(row.state, row.reason),
        row.taken,
        row.wrong,
    )


def _require(viewer: Any) -> None:
    if not may_follow(viewer):
        raise NotVisible
