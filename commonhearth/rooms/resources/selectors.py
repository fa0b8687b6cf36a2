"""What may be seen of the list, by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.core.places.names import fold, words_of
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.rooms.resources.access import may_read_resource, may_review_resources
from commonhearth.rooms.resources.models import FRESH_FOR, Recommendation, Resource, State
from commonhearth.rooms.resources.points import WITH_OTHERS, Together

__all__ = [
    "WITH_OTHERS",
    "Asked",
    "Desk",
    "Together",
    "belongs",
    "desk",
    "own_words",
    "resource",
    "resources",
    "said_of",
    "same_name",
    "words_to_review",
]

PAGE = 30
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; everything may be empty."""

    words: str = ""
    sort: str = ""
    need: str = ""
    cost: str = ""
    access: str = ""
    language: str = ""
    country: str = ""

    def marks(self) -> list[str]:
        """Return the marks an entry must have."""
        pairs = {
            "sort": self.sort,
            "need": self.need,
            "cost": self.cost,
            "access": self.access,
            "lang": self.language,
        }
        return [f"{kind}:{code}" for kind, code in pairs.items() if code]


def belongs(person: Any) -> bool:
    """Tell whether a signed-in person belongs to a community of this host; inside `in_own_rows`."""
    return person is not None and Member.own.filter(standing__in=INSIDE).exists()


def resources(*, viewer: Any, asked: Asked, after: str = "") -> tuple[list[Resource], str]:
    """Return one page of the public list in the order of names, and the key of the next page or "".

    A country shows what is there and what is everywhere. One query.
    """
    rows = Resource.objects.filter(state=State.PUBLIC)
    for mark in asked.marks():
        rows = rows.filter(marks__contains=f" {mark} ")
    for word in words_of(asked.words)[:MOST_WORDS]:
        rows = rows.filter(words__contains=f" {word}")
    if asked.country:
        rows = rows.filter(country__in=["", asked.country])
    return _page(rows, after)


def _page(rows: QuerySet[Resource], after: str) -> tuple[list[Resource], str]:
    name, _dash, last = after.rpartition("_")
    if after:
        try:
            key = UUID(last)
        except ValueError:
            raise NotVisible from None
        rows = rows.filter(Q(name_folded__gt=name) | Q(name_folded=name, id__gt=key))
    found = list(rows.order_by("name_folded", "id")[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return found, f"{found[-1].name_folded}_{found[-1].id}" if more else ""


def resource(*, viewer: Any, resource_id: UUID) -> Resource:
    """Return one entry.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    found = Resource.objects.filter(id=resource_id).first()
    if found is None or not may_read_resource(viewer, found):
        raise NotVisible
    return found


def said_of(found: Resource) -> list[Recommendation]:
    """Return what members said about an entry and a reviewer has read, the first first; fifty at most."""
    rows = Recommendation.objects.filter(resource=found, state=State.PUBLIC)
    return list(rows.order_by("created", "id")[:50])


def own_words(person: Any, found: Resource) -> Recommendation | None:
    """Return what this person said about an entry, in whatever state."""
    if person is None:
        return None
    return Recommendation.objects.filter(resource=found, person=person).first()


def words_to_review(*, viewer: Any, said_id: UUID) -> Recommendation:
    """Return what somebody said, for a reviewer.

    Raises:
        Refused: for whoever is none.
        NotVisible: when there is no such thing.
    """
    require(may_review_resources(viewer))
    found = Recommendation.objects.filter(id=said_id).select_related("resource").first()
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a reviewer."""

    waiting: list[Resource]
    said: list[Recommendation]
    old: list[Resource]


def desk(*, viewer: Any, today: date) -> Desk:
    """Return what waits, the longest waiting first; a hundred of each at most.

    Raises:
        Refused: for whoever is no reviewer.
    """
    require(may_review_resources(viewer))
    old = Resource.objects.filter(state=State.PUBLIC, checked_on__lt=today - FRESH_FOR)
    return Desk(
        waiting=list(Resource.objects.filter(state=State.WAITING).order_by("created", "id")[:100]),
        said=list(
            Recommendation.objects.filter(state=State.WAITING)
            .select_related("resource")
            .order_by("created", "id")[:100]
        ),
        old=list(old.order_by("checked_on", "id")[:100]),
    )


def same_name(name: str) -> list[Resource]:
    """Return public entries of this name, so that nobody adds a thing twice without knowing."""
    return list(Resource.objects.filter(state=State.PUBLIC, name_folded=fold(name))[:3])
