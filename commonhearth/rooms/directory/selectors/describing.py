"""What was said so far, for the forms that say it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from commonhearth.foundation.access import NotVisible, require
from commonhearth.rooms.directory.access import may_describe_community, may_describe_listing
from commonhearth.rooms.directory.models import Listing, OwnQuality, QualityValue
from commonhearth.rooms.directory.selectors.claims import claim_of


def as_described(*, viewer: Any, listing_id: UUID) -> tuple[str, dict[str, Any]]:
    """Return a listing's name and its qualities for whoever may write them down.

    Raises:
        NotVisible: when there is none.
        Refused: when it is not theirs to describe.
    """
    row = Listing.objects.filter(id=listing_id, merged_into=None).first()
    if row is None:
        raise NotVisible
    require(may_describe_listing(viewer, row, claim_of(viewer, row.id)))
    return row.name, dict(QualityValue.objects.filter(listing=row).values_list("quality", "value"))


def described_community(*, viewer: Any) -> dict[str, Any]:
    """Return what one's own community is compared by, for its stewards.

    Raises:
        Refused: for anybody else.
    """
    require(may_describe_community(viewer))
    return dict(OwnQuality.objects.values_list("quality", "value"))
