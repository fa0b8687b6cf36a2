"""A circle's ground rules for one of its people: what they keep to already, and what they have still to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.models import AgreementKind, Assent, ClauseVersion, Response
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.registry import Point

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Rules of one circle on the page on which they are read; more than anybody reads.
MOST = 60


@dataclass(frozen=True, slots=True)
class RulesLink:
    """Where somebody finds more rules, in words."""

    label: str
    url: str


#: Filled by a room above: (viewer, circle) -> a link beside the rules, such as to a library of them, or None.
BESIDE_RULES: Point[Callable[[Actor, Circle], RulesLink | None]] = Point("agreements.beside_rules")


@dataclass(frozen=True, slots=True)
class GroundRules:
    """The ground rules in force in a circle, as one of its people meets them.

    Attributes:
        unread: ids of the wordings that they have neither read nor said yes to when they were proposed.
        before: whether they agreed to earlier wordings, so that the page can say what is new.
    """

    circle: Circle
    rules: list[ClauseVersion]
    unread: frozenset[UUID]
    before: bool

    @property
    def waits(self) -> bool:
        """Whether there is something to read."""
        return bool(self.unread)


def in_force(circle_id: UUID) -> QuerySet[ClauseVersion]:
    """Return the wordings of a circle's ground rules that are in force."""
    return ClauseVersion.objects.filter(
        circle_id=circle_id,
        clause__agreement__agreement_kind=AgreementKind.GROUND_RULES,
        in_force_from__isnull=False,
        replaced=None,
    )


def ground_rules(viewer: Actor, circle: Circle) -> GroundRules:
    """Return a circle's ground rules with their words, and what of them waits for the viewer; three queries.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    found = in_force(circle.id).select_related("clause__agreement")
    rules = list(found.order_by("clause__agreement__created", "clause__number", "id")[:MOST])
    for version in rules:
        version.circle = circle
    words.read(rules, viewer=viewer)
    seat = seat_in(viewer, circle)
    if seat is None:
        return GroundRules(circle, rules, frozenset(), before=False)
    known = known_to(seat.membership_id, rules)
    unread = frozenset(version.id for version in rules) - known
    return GroundRules(circle, rules, unread, before=bool(known))


def known_to(membership_id: UUID, rules: Iterable[ClauseVersion]) -> set[UUID]:
    """Return which wordings somebody keeps to already: read so, proposed by them, or their yes was among those."""
    versions = list(rules)
    assent = Assent.objects.filter(by_id=membership_id).first()
    read = set(assent.to) if assent else set()
    known = {
        version.id
        for version in versions
        if str(version.id) in read or version.proposed_by_id == membership_id
    }
    rest = [version.id for version in versions if version.id not in known]
    if rest:
        yes = Response.objects.filter(version_id__in=rest, by_id=membership_id, agrees=True)
        known |= set(yes.values_list("version_id", flat=True))
    return known


def keeps_to_rules(viewer: Actor, circle: Circle) -> bool:
    """Whether nothing of a circle's ground rules waits to be read by this viewer; at most three queries.

    Rooms ask it before somebody speaks in a circle for the first time. Reading, leaving, and every way to help
    are open to everybody whatever the answer is.
    """
    seat = seat_in(viewer, circle)
    if seat is None:
        return True
    rules = list(in_force(circle.id)[:MOST])
    return not rules or len(known_to(seat.membership_id, rules)) == len(rules)


def who_has_not_read(version: ClauseVersion) -> Q:
    """Return the filter of memberships that leaves out who knows a wording by having said yes to it."""
    yes = Response.objects.filter(version=version, agrees=True).values("by_id")
    return ~Q(id__in=yes) & ~Q(id=version.proposed_by_id)
