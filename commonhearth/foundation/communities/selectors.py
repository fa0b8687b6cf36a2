"""Communities as a viewer may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commonhearth.core.places.distance import Point as At
from commonhearth.core.places.precision import Precision as Fineness
from commonhearth.core.places.precision import shown
from commonhearth.foundation.access import NotVisible, Verdict
from commonhearth.foundation.communities import wording
from commonhearth.foundation.communities.access import (
    Actor,
    may_change_community,
    may_reach_out,
    may_read_reach_out,
)
from commonhearth.foundation.communities.models import Community, Precision, ReachOut
from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy import current_community
from commonhearth.foundation.tenancy.ready import Ready

#: Filled by the meetings room: (community, now) -> the next open meeting in a sentence, or None.
NEXT_OPEN_MEETING: Point[Callable[[Community, datetime], str | None]] = Point("communities.next_open_meeting")
#: Filled by members: (actor, community) -> may this actor ask to join?
MAY_JOIN: Point[Callable[[Actor, Community], Verdict]] = Point("communities.may_join")


#: Filled by agreements: the settings that a clause of the community in reach rules now.
RULED_NOW: Point[Callable[[], set[str]]] = Point("communities.ruled_now")


#: Filled by the directory: a community with a public page, and the time -> what search engines read of it (JSON-LD).
LINKED_DATA: Point[Callable[[Community, datetime], dict[str, Any] | None]] = Point("communities.linked_data")


@dataclass(frozen=True, slots=True)
class FacePart:
    """A part that a room adds to a community's own page: a template of the room's, and what it is given as `part`."""

    template: str
    given: Mapping[str, Any]


#: Filled by rooms: (community, viewer, what the address asks, now) -> a part of the page, or None.
FACE_PARTS: Point[Callable[[Community, Actor, Mapping[str, str], datetime], FacePart | None]] = Point(
    "communities.face_parts"
)


def ruled_now() -> set[str]:
    """Return the settings that only a decision changes, in the community in reach."""
    return {key for ask in RULED_NOW for key in ask()}


#: What else stewards set, on pages of upper floors: (label, name of the address).
ALSO_SET: Point[tuple[str | Promise, str]] = Point("communities.also_set")


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as exactly as the community lets it be shown."""

    words: str
    latitude: float | None
    longitude: float | None
    precision: str


def community_at(*, slug: str = "", id: str = "") -> Community | None:
    """Return the community at an address, named by its slug or by its id, or None."""
    return _by_slug.first(slug=slug) if slug else _by_id.first(id=UUID(id))


_by_slug: Ready[Community] = Ready(lambda slug: Community.objects.filter(slug=slug).order_by())
_by_id: Ready[Community] = Ready(lambda id: Community.objects.filter(id=id).order_by())


def with_public_page() -> QuerySet[Community]:
    """Return the communities that chose to show a public page."""
    return Community.objects.filter(public_page=True)


def only_community() -> Community | None:
    """Return the community of a host that has just one and shows its page, else None."""
    two = list(Community.objects.all()[:2])
    return two[0] if len(two) == 1 and two[0].public_page else None


def shown_place(community: Community) -> ShownPlace:
    """Return where a community is, no finer than it chose."""
    if community.precision == Precision.HIDDEN:
        return ShownPlace("", None, None, Precision.HIDDEN)
    words = community.town
    if community.precision == Precision.EXACT and community.place_text:
        words = ", ".join(part for part in (community.place_text, community.town) if part)
    at = None
    if community.latitude is not None and community.longitude is not None:
        at = shown(At(community.latitude, community.longitude), Fineness(community.precision), town=None)
    return ShownPlace(words, at.lat if at else None, at.lon if at else None, community.precision)


def face_of(
    community: Community, *, viewer: Actor, now: datetime, asked: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """Return what the community's page shows, with the verdicts for its buttons.

    Args:
        asked: what the page's address asks of the parts that rooms add.
    """
    meeting = next((found for ask in NEXT_OPEN_MEETING if (found := ask(community, now))), None)
    joins = [ask(viewer, community) for ask in MAY_JOIN]
    return {
        "community": community,
        "kind": wording.KIND[community.community_kind],
        "economy": wording.ECONOMY[community.economy],
        "admission": wording.ADMISSION[community.admission],
        "stage": wording.STAGE[community.stage],
        "place": shown_place(community),
        "linked_data": linked_data_of(community, now),
        "meeting": meeting,
        "parts": [part for add in FACE_PARTS if (part := add(community, viewer, asked, now))],
        "may_join": joins[0] if joins else None,
        "may_write": may_reach_out(viewer, community),
        "may_change": may_change_community(viewer),
        "inside": bool(getattr(viewer, "is_inside", False)),
        "asked": getattr(viewer, "standing", None) == "applicant",
        "address": _address(community),
        "as_text": _as_text(community, meeting) if community.public_page else "",
    }


def linked_data_of(community: Community, now: datetime) -> dict[str, Any] | None:
    """Return what search engines may read of a community's page; nothing where it shows none."""
    if not community.public_page:
        return None
    return next((said for tell in LINKED_DATA if (said := tell(community, now)) is not None), None)


def _as_text(community: Community, meeting: str | None) -> str:
    """Return what the public page says first as plain text, to be copied into a chat."""
    facts = [
        (_("Where"), shown_place(community).words),
        (_("Next open meeting"), meeting or ""),
        (_("How to join"), community.joining),
    ]
    lines = [community.name, community.purpose, *(f"{label}: {said}" for label, said in facts if said)]
    return "\n".join([*filter(None, lines), _address(community)])


def _address(community: Community) -> str:
    """Return the whole address of a community's page, as it stands on paper and in a chat."""
    return str(settings.HEARTH_URL) + reverse("communities:page", args=[community.slug])


def today_here(*, now: datetime) -> date:
    """Return the day it is on the clock of the community in reach."""
    return Community.objects.get(id=current_community()).today(now)


def letters_waiting(viewer: Actor) -> list[ReachOut]:
    """Return the letters that wait for an answer, oldest first.

    Raises:
        NotVisible: for whoever does not answer letters here.
    """
    if not may_read_reach_out(viewer):
        raise NotVisible
    return list(ReachOut.objects.filter(answered=None).order_by("answer_by", "id")[:100])


def letter_seen_by(viewer: Actor, letter_id: UUID) -> ReachOut:
    """Return one letter.

    Raises:
        NotVisible: for whoever does not answer letters here.
    """
    found = ReachOut.objects.filter(id=letter_id).select_related("community").first()
    if found is None or not may_read_reach_out(viewer):
        raise NotVisible
    return found


def letters_late(*, now: datetime) -> QuerySet[ReachOut]:
    """Return, in the community in reach, the letters whose answer-by date has passed untold."""
    return ReachOut.objects.filter(answered=None, told_late=None, answer_by__lt=now).select_related(
        "community"
    )
