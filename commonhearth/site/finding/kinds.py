"""People, circles and agreements: who may find them, where they are, and how the index stays in step.

Nothing of a hidden circle is indexed: its words are sealed. What becomes hidden is forgotten at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation import search
from commonhearth.foundation.agreements.events import VersionInForce
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.api import scopes
from commonhearth.foundation.circles.events import CircleChanged, CircleEnded, CircleHidden, CircleOpened
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Openness
from commonhearth.foundation.circles.selectors import read_plainly_by, root_circle
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart_from
from commonhearth.foundation.circles.selectors.seeing import circles_in_of
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import (
    FounderSeated,
    MemberAdmitted,
    MemberErased,
    MemberLeft,
    MemberRenamed,
)
from commonhearth.foundation.members.models import INSIDE
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.foundation.tenancy.ready import Ready

PERSON, CIRCLE, AGREEMENT = "person", "circle", "agreement"


#: Hits on one page.
PAGE = 20


def look_for(
    viewer: Any, query: str, *, community: Community, now: datetime, after: str = ""
) -> search.Found:
    """Find what fits the words of a query in a community, but for what belongs to a room that it closed."""
    closed = community.closed_rooms
    kinds = [name for name, kind in search.KINDS.items() if not kind.of_host and kind.room not in closed]
    return search.find(query, kinds=kinds, viewer=viewer, now=now, limit=PAGE, after=after, read=_READ)


# --- Who may find what ----------------------------------------------------------------------------


#: Answers for things that are shown as they were indexed.
_SEEN = Value("", output_field=CharField())

#: The circles that a member reads, as `read_plainly_by` says it of what stands in them.
_READ: Ready[tuple[UUID]] = Ready(
    lambda member: Circle.objects.filter(
        Q(openness=Openness.OPEN) | Q(id__in=circles_in_of(member))
    ).values_list("id")
)


def _visible_people(person: UUID, member: UUID) -> QuerySet[CircleMembership, tuple[str]]:
    """Ask as `people_of` does: all inside see who is here (`may_see_members`)."""
    here = CircleMembership.objects.filter(id=person, left=None, member__standing__in=INSIDE)
    return without_those_kept_apart_from(here, member).values_list(_SEEN)


def _visible_circles(circle: UUID, member: UUID) -> QuerySet[Circle, tuple[str]]:
    """Ask for what `visible_circles` has that is open (tested to agree)."""
    hidden_from = Q(openness=Openness.CONFIDENTIAL) & ~Q(id__in=circles_in_of(member))
    return Circle.objects.filter(~hidden_from, id=circle, closed_on=None).values_list(_SEEN)


def _readable_agreements(agreement: UUID, member: UUID) -> QuerySet[Agreement, tuple[str]]:
    return Agreement.objects.filter(read_plainly_by(member), id=agreement).values_list(_SEEN)


# --- Where they are -------------------------------------------------------------------------------

_ANY = UUID(int=0)
Address = Callable[[UUID, UUID | None], str]


def _address(name: str) -> Callable[[Any], Address]:
    """Return how the addresses of a kind are made that end with (the circle's id and) the thing's id."""

    def of_viewer(viewer: Any) -> Address:
        in_a_circle = name == "circles:person"
        example = reverse(name, args=[viewer.community.slug, *([_ANY] if in_a_circle else []), _ANY])
        if not in_a_circle:
            start = example.removesuffix(f"{_ANY}/")
            return lambda id, scope: f"{start}{id}/"
        start, between, _end = example.split(str(_ANY))
        return lambda id, scope: f"{start}{scope}{between}{id}/"

    return of_viewer


def register() -> None:
    """Add the kinds; called once at start."""
    scopes.offer(
        {"search:read": scopes.Scope(_("Find by words what you may see; never in hidden circles"), order=55)}
    )
    search.KINDS.add(PERSON, search.Kind(_("Person"), Ready(_visible_people), _address("circles:person")))
    search.KINDS.add(CIRCLE, search.Kind(_("Circle"), Ready(_visible_circles), _address("circles:circle")))
    search.KINDS.add(
        AGREEMENT, search.Kind(_("Agreement"), Ready(_readable_agreements), _address("agreements:agreement"))
    )


# --- Staying in step ------------------------------------------------------------------------------


def index_the_person(event: FounderSeated | MemberAdmitted | MemberRenamed) -> None:
    """People are found by their name in the community; circles' own names are found nowhere."""
    places = CircleMembership.objects.filter(member_id=event.member_id, circle__circle_kind=CircleKind.ROOT)
    for place in places.filter(left=None):
        search.index(kind=PERSON, id=place.id, title=str(place), scope=place.circle_id, now=event.now)


@hears(MemberErased)
def erase_the_person(event: MemberErased) -> None:
    """Who erases what is theirs is found no more, nor in a backup put back."""
    places = CircleMembership.objects.filter(member_id=event.member_id).values_list("id", flat=True)
    erasure.erase_all(CommunityEntry.objects.filter(about_kind=PERSON, about_id__in=list(places)))


@hears(MemberLeft)
def forget_the_person(event: MemberLeft) -> None:
    """Who has left is found no more."""
    places = CircleMembership.objects.filter(member_id=event.member_id, circle__circle_kind=CircleKind.ROOT)
    for place_id in places.values_list("id", flat=True):
        search.forget(kind=PERSON, id=place_id)


def index_the_circle(event: CircleOpened | CircleChanged) -> None:
    """Circles are found by name and purpose, as far as these are not sealed."""
    circle = Circle.objects.get(id=event.circle_id)
    if not circle.is_root and not circle.is_hidden:
        search.index(kind=CIRCLE, id=circle.id, title=circle.name, text=circle.purpose, now=event.now)


def forget_the_circle(event: CircleHidden | CircleEnded) -> None:
    """What is hidden, or over, is found no more; nor is what was read inside it, once hidden."""
    search.forget(kind=CIRCLE, id=event.circle_id)
    if isinstance(event, CircleHidden):
        search.forget_scope(scope=event.circle_id)


@hears(VersionInForce)
def index_the_agreement(event: VersionInForce) -> None:
    """An agreement is found by its title and by what is in force of it."""
    agreement = Agreement.objects.select_related("circle").get(clauses__versions=event.version_id)
    if not agreement.circle.is_hidden:
        _index_agreement(agreement, event.now)


def _index_agreement(agreement: Agreement, now: datetime) -> None:
    in_force = ClauseVersion.objects.filter(
        clause__agreement=agreement, in_force_from__isnull=False, replaced=None
    )
    texts = list(in_force.order_by("clause__number").values_list("short", "text"))
    if not texts:
        return
    words = "\n".join(f"{short} {text}" for short, text in texts)
    search.index(
        kind=AGREEMENT, id=agreement.id, title=agreement.title, text=words, scope=agreement.circle_id, now=now
    )


hears(FounderSeated)(index_the_person)
hears(MemberAdmitted)(index_the_person)
hears(MemberRenamed)(index_the_person)
hears(CircleOpened)(index_the_circle)
hears(CircleChanged)(index_the_circle)
hears(CircleHidden)(forget_the_circle)
hears(CircleEnded)(forget_the_circle)


def index_again(*, now: datetime) -> None:
    """Index everything of the community in reach anew, after an import or for `hearth check`."""
    root = root_circle(now=now)
    places = CircleMembership.objects.filter(circle=root, left=None)
    circles = Circle.objects.exclude(circle_kind=CircleKind.ROOT).filter(closed_on=None)
    search.index_many(
        kind=PERSON,
        things=[search.Thing(place.id, str(place), scope=root.id) for place in places.iterator()],
        now=now,
    )
    search.index_many(
        kind=CIRCLE,
        things=[
            search.Thing(circle.id, circle.name, circle.purpose) for circle in circles if not circle.is_hidden
        ],
        now=now,
    )
    for agreement in Agreement.objects.select_related("circle").exclude(circle__openness="confidential"):
        _index_agreement(agreement, now)
    for kind, of_a_room in search.KINDS.items():
        if of_a_room.again is not None:
            search.index_many(kind=kind, things=of_a_room.again(), now=now)
