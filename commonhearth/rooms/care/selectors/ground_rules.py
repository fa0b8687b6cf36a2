"""The library of ground rules as one circle meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.agreements import selectors as agreements
from commonhearth.foundation.agreements.access import may_propose_version
from commonhearth.foundation.agreements.models import Agreement, AgreementKind, Clause
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care import library
from commonhearth.rooms.care.models import TakenRule


@dataclass(frozen=True, slots=True)
class Offered:
    """A rule of the library, and the choice whose words are in force in this circle, if one is."""

    rule: library.LibraryRule
    in_force: str


def agreement_of_rules(circle: Circle) -> Agreement | None:
    """Return the agreement that holds a circle's ground rules; the first where there are several."""
    kind = AgreementKind.GROUND_RULES
    return Agreement.objects.filter(circle=circle, agreement_kind=kind).order_by("created", "id").first()


def taken_in(circle: Circle) -> dict[str, Clause]:
    """Return the clauses of a circle that began as rules of the library, by the rule's name."""
    rows = TakenRule.objects.filter(clause__circle=circle).select_related("clause__agreement__circle")
    return {row.key: row.clause for row in rows}


def library_for(viewer: Actor, circle: Circle, *, language: str) -> list[Offered]:
    """Return the library, with what is in force in a circle already; at most four queries.

    Raises:
        NotVisible: when the viewer may not read the circle.
    """
    spoken = {rule.text for rule in agreements.ground_rules(viewer, circle).rules}
    return [
        Offered(rule, next((one.key for one in rule.choices if one.text in spoken), ""))
        for rule in library.rules(language)
    ]


def beside_rules(viewer: Actor, circle: Circle) -> agreements.RulesLink | None:
    """Lead whoever may propose in a circle from its rules to the library."""
    if not isinstance(viewer, Member) or not may_propose_version(viewer, circle):
        return None
    url = reverse("care:library", args=[viewer.community.slug, circle.id])
    return agreements.RulesLink(_("Propose more rules from the library"), url)


def opening_limit(circle: Circle, *, now: datetime) -> str:
    """Return whether a circle lets its hidden writing be opened in an emergency: "never" or "danger"."""
    return str(agreements.rule(circle, "emergency_opening", now))
