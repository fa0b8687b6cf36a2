"""Agreements, their clauses and wordings, for whoever may read the circle that holds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements import words
from commonhearth.foundation.agreements.access import may_read_agreement
from commonhearth.foundation.agreements.models import Agreement, Clause, ClauseVersion, Response
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_for, names_of

#: Agreements and clauses on one page.
MOST_AGREEMENTS, MOST_CLAUSES = 30, 200


@dataclass(frozen=True, slots=True)
class Outline:
    """An agreement at a glance: its title and the short versions in force."""

    agreement: Agreement
    shorts: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to a wording, by their name in the circle (empty: kept apart from the viewer)."""

    response: Response
    name: str


@dataclass(slots=True)
class ClauseView:
    """A clause with what is in force and what is proposed."""

    clause: Clause
    in_force: ClauseVersion | None = None
    proposed: ClauseVersion | None = None
    proposed_by: str = ""
    answers: list[Answer] = field(default_factory=list)


def agreements_of(viewer: Actor, circle: Circle) -> list[Outline]:
    """Return a circle's agreements with their short versions, in at most three queries; none for outsiders."""
    if not may_read_circle(viewer, circle):
        return []
    agreements = list(Agreement.objects.filter(circle=circle).order_by("created", "id")[:MOST_AGREEMENTS])
    in_force = ClauseVersion.objects.filter(
        clause__agreement__in=agreements, in_force_from__isnull=False, replaced=None
    )
    versions = list(in_force.select_related("clause").order_by("clause__number"))
    _join_circle([*agreements, *versions], circle)
    words.read([*agreements, *versions], viewer=viewer)
    shorts: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for version in versions:
        shorts[version.clause.agreement_id].append((version.clause.number, version.short))
    return [Outline(agreement, shorts[agreement.id]) for agreement in agreements]


def agreement_for(viewer: Actor, agreement_id: UUID, *, now: datetime) -> Agreement:
    """Return one agreement with the circle that holds it.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    agreement = Agreement.objects.filter(id=agreement_id).first()
    if agreement is None:
        raise NotVisible
    agreement.circle = circle_for(viewer, agreement.circle_id, now=now)
    if not may_read_agreement(viewer, agreement):
        raise NotVisible
    words.read([agreement], viewer=viewer)
    return agreement


def clauses_of(viewer: Actor, agreement: Agreement) -> list[ClauseView]:
    """Return every clause with its wording in force, what is proposed and the answers, in five queries at most."""
    clauses = list(Clause.objects.filter(agreement=agreement).order_by("number", "id")[:MOST_CLAUSES])
    return _views(viewer, agreement, clauses)


def clause_for(viewer: Actor, agreement: Agreement, number: int) -> ClauseView:
    """Return one clause by its number.

    Raises:
        NotVisible: when the agreement has none of this number.
    """
    clauses = list(Clause.objects.filter(agreement=agreement, number=number))
    if not clauses:
        raise NotVisible
    return _views(viewer, agreement, clauses)[0]


def _views(viewer: Actor, agreement: Agreement, clauses: list[Clause]) -> list[ClauseView]:
    circle = agreement.circle
    alive = Q(in_force_from__isnull=False, replaced=None) | Q(in_force_from=None, withdrawn=None)
    versions = list(ClauseVersion.objects.filter(alive, clause__in=clauses))
    proposed = [version for version in versions if version.in_force_from is None]
    responses = list(Response.objects.filter(version__in=proposed).order_by("created", "id"))
    _join_circle([*versions, *responses], circle)
    words.read([*versions, *responses], viewer=viewer)
    names = names_of(
        viewer, circle, [row.by_id for row in responses] + [version.proposed_by_id for version in proposed]
    )
    views = {clause.id: ClauseView(clause) for clause in clauses}
    by_version: dict[UUID, list[Answer]] = defaultdict(list)
    for response in responses:
        by_version[response.version_id].append(Answer(response, names.get(response.by_id, "")))
    for version in versions:
        view = views[version.clause_id]
        version.clause = view.clause
        if version.in_force_from is not None:
            view.in_force = version
        else:
            view.proposed = version
            view.proposed_by = names.get(version.proposed_by_id, "") if version.proposed_by_id else ""
            view.answers = by_version[version.id]
    for view in views.values():
        for answer in view.answers:
            if view.proposed is not None:  # always: answers are found through it
                answer.response.version = view.proposed
    return list(views.values())


def history_of(viewer: Actor, agreement: Agreement, clause: Clause) -> list[ClauseVersion]:
    """Return every wording that was ever in force, newest first, and those taken back.

    The caller has the agreement from `agreement_for`, which asked for the viewer.
    """
    versions = list(
        ClauseVersion.objects.filter(clause=clause)
        .exclude(in_force_from=None, withdrawn=None)
        .order_by("-created", "-id")[:50]
    )
    _join_circle(versions, agreement.circle)
    words.read(versions, viewer=viewer)
    return versions


def version_for(viewer: Actor, version_id: UUID, *, now: datetime) -> ClauseVersion:
    """Return one wording with its clause, agreement and circle.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    version = ClauseVersion.objects.filter(id=version_id).select_related("clause").first()
    if version is None:
        raise NotVisible
    version.clause.agreement = agreement_for(viewer, version.clause.agreement_id, now=now)
    _join_circle([version], version.clause.agreement.circle)
    words.read([version], viewer=viewer)
    return version


def response_for(viewer: Actor, version: ClauseVersion, response_id: UUID) -> Response:
    """Return one answer to a wording.

    Raises:
        NotVisible: when the wording has none of this id.
    """
    response = Response.objects.filter(version=version, id=response_id).first()
    if response is None:
        raise NotVisible
    response.version = version
    _join_circle([response], version.circle)
    return response


def waiting_in(viewer: Actor, circle: Circle, now: datetime) -> list[ClauseVersion]:
    """Return the wordings that are before a circle, for who may read it, soonest closing first; three queries."""
    if not may_read_circle(viewer, circle):
        return []
    versions = list(
        ClauseVersion.objects.filter(circle=circle, in_force_from=None, withdrawn=None)
        .select_related("clause__agreement")
        .order_by("closes", "id")[:10]
    )
    _join_circle([*versions, *(version.clause.agreement for version in versions)], circle)
    words.read([version.clause.agreement for version in versions], viewer=viewer)
    return versions


def _join_circle(
    rows: list[Agreement] | list[ClauseVersion] | list[Agreement | ClauseVersion | Response], circle: Circle
) -> None:
    # The rule for sealed words asks the row's circle; the one already here saves a query per row.
    for row in rows:
        row.circle = circle
