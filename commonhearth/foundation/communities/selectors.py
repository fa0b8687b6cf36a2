"""Communities as anyone may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from commonhearth.foundation.communities.models import Community


def community_at(slug: str) -> Community | None:
    """Return the community at an address, or None."""
    return Community.objects.filter(slug=slug).first()


def with_public_page() -> QuerySet[Community]:
    """Return the communities that chose to show a public page."""
    return Community.objects.filter(public_page=True)


def by_ids(ids: set[UUID]) -> dict[UUID, Community]:
    """Return communities by id."""
    return Community.objects.in_bulk(ids)
