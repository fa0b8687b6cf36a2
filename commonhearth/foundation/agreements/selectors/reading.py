"""Agreements, their clauses and wordings, for whoever may read the circle that holds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, When

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements import law, words
from commonhearth.foundation.agreements.access import may_read_agreement
from commonhearth.foundation.agreements.models import (
    Agreement,
    Clause,
    ClauseVersion,
    Response,
)
from commonhearth.foundation.agreements.selectors.counting import count_of, deciding_in, responses_to
from commonhearth.foundation.circles.access import Actor, may_read_circle
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_along, named, sealed_names, with_circle
from commonhearth.foundation.circles.selectors.people import spoken_for
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import hung_on, with_what_hangs
from commonhearth.foundation.members.apart import apart_from
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.tenancy.ready import Ready

#: Agreements, and clauses of one, on one page.
MOST_AGREEMENTS, CLAUSES = 30, 40
#: Wordings of one clause on its page.
MOST_WORDINGS = 50
NOBODY = law.Count(deciding=0, agreed=0, concerns=0)


@dataclass(frozen=True, slots=True)
class Outline:
    """An agreement at a glance: its title and the short versions in force."""

    agreement: Agreement
    shorts: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to a wording, by their name in the circle (empty: kept apart from the viewer).

    `written_by` is who wrote it down for them, if somebody did.
    """

    response: Response
    name: str
    written_by: str = ""
    #: The voice note of a concern that was spoken.
    spoken: tuple[File, ...] = ()


@dataclass(slots=True)
class ClauseView:
    """A clause with what is in force and what is proposed; on its own page also who said what, and the past."""

    clause: Clause
    in_force: ClauseVersion | None = None
    proposed: ClauseVersion | None = None
    proposed_by: str = ""
    answers: list[Answer] = field(default_factory=list)
    count: law.Count = NOBODY
    #: Whether the viewer writes for anybody here.
    speaks: bool = False
    needs_all: bool = False
    history: list[ClauseVersion] = field(default_factory=list)


def agreements_of(viewer: Actor, circle: Circle) -> list[Outline]:
    """Return a circle's agreements with their short versions, in at most three queries; none for outsiders.

    One of which every wording was taken back before anything was agreed is left out: its title would stand over
    nothing. Its own address still says what it was.
    """
    if not may_read_circle(viewer, circle):
        return []
    wordings = ClauseVersion.objects.filter(clause__agreement=OuterRef("pk"))
    stands = Exists(wordings.filter(Q(in_force_from__isnull=False) | Q(withdrawn=None)))
    agreements = list(
        Agreement.objects.filter(stands | ~Exists(wordings), circle=circle).order_by("created", "id")[
            :MOST_AGREEMENTS
        ]
    )
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
    """Return one agreement with the circle that holds it; one query, and one for the key of a hidden circle.

    Raises:
        NotVisible: when there is none that this viewer may read.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    found = _agreement(agreement=agreement_id, member=viewer.id, today=now.date())
    if not found:
        raise NotVisible
    [agreement] = found
    agreement.circle = circle_along(viewer, agreement)
    if not may_read_agreement(viewer, agreement):
        raise NotVisible
    with sealed.at_hand(_sealed_in(agreement)):
        named([agreement.circle], viewer=viewer)
        words.read([agreement], viewer=viewer)
    return agreement


_agreement: Ready[Agreement] = Ready(
    lambda agreement, member, today: with_circle(Agreement.objects.filter(id=agreement), member, today)
)


def _sealed_in(agreement: Agreement, *rows: ClauseVersion | Response) -> list[Any]:
    """Return what is sealed of an agreement, of its circle's name, and of some of its rows."""
    return [*sealed_names([agreement.circle]), *words.sealed_in([agreement, *rows])]


def clauses_of(
    viewer: Actor, agreement: Agreement, *, after: int = 0, size: int = CLAUSES
) -> tuple[list[ClauseView], int | None]:
    """Return the clauses that have a wording in force or proposed, with these, in one query.

    Args:
        after: the number of the last clause of the page before.

    Returns:
        The clauses, and the number after which the next page begins (None at the end).
    """
    alive = Q(in_force_from__isnull=False, replaced=None) | Q(in_force_from=None, withdrawn=None)
    versions = list(
        ClauseVersion.objects.filter(alive, clause__agreement=agreement, clause__number__gt=after)
        .select_related("clause")
        .order_by("clause__number", "id")[: 2 * size + 2]  # a clause has two such wordings at most
    )
    _join_circle(versions, agreement.circle)
    words.read(versions, viewer=viewer)
    views: dict[UUID, ClauseView] = {}
    for version in versions:
        view = views.setdefault(version.clause_id, ClauseView(version.clause))
        if version.in_force_from is None:
            view.proposed = version
        else:
            view.in_force = version
    found = list(views.values())
    return found[:size], found[size - 1].clause.number if len(found) > size else None


def letter_of(viewer: Actor, agreement: Agreement) -> list[ClauseVersion]:
    """Return the wordings of a letter to send together that are agreed, in their order.

    Raises:
        NotVisible: when it is no such letter, or nothing of it is agreed yet.
    """
    views, _more = clauses_of(viewer, agreement)
    found = [view.in_force for view in views if view.in_force]
    if not agreement.is_letter or not found:
        raise NotVisible
    return found


def clause_for(viewer: Actor, agreement_id: UUID, number: int) -> ClauseView:
    """Return one clause of an agreement in its circle, with all its wordings and the answers to what is proposed, in
    two queries; one more for the key of a hidden circle, and one where a concern was spoken.

    Raises:
        NotVisible: when there is none of this number that this viewer may read.
    """
    viewer_id = getattr(viewer, "id", None)
    proposed = When(in_force_from=None, withdrawn=None, then=deciding_in(OuterRef("circle")))
    versions: list[Any] = list(
        ClauseVersion.objects.filter(clause__agreement=agreement_id, clause__number=number)
        .select_related("circle", "clause__agreement", "proposed_by__member")
        .annotate(
            deciding=Case(proposed),
            speaks=Exists(spoken_for(viewer_id, OuterRef("circle"))),
            proposer_apart=apart_from(viewer_id, "proposed_by__member"),
        )
        .order_by("-created", "-id")[:MOST_WORDINGS]
    )
    if not versions:
        raise NotVisible
    agreement, circle = versions[0].clause.agreement, versions[0].circle
    _join_circle([agreement, *versions], circle)
    if not may_read_agreement(viewer, agreement):
        raise NotVisible
    view = ClauseView(versions[0].clause)
    for version in versions:
        version.clause = view.clause
        if version.in_force_from is None and version.withdrawn is None:
            view.proposed = version
        else:
            view.history.append(version)
        if version.in_force_from is not None and version.replaced is None:
            view.in_force = version
    view.needs_all = view.clause.fixed and any(version.in_force_from for version in view.history)
    shown: Any = view.proposed
    responses = _responses(viewer_id, shown) if shown else []
    _join_circle(responses, circle)
    with sealed.at_hand(_sealed_in(agreement, *versions, *responses)):
        named([circle], viewer=viewer)
        words.read([agreement, *versions, *responses], viewer=viewer)
        spoken = hung_on([row for row in responses if row.has_files], viewer=viewer)
    if shown:
        view.count = count_of(shown, responses)
        view.speaks = shown.speaks
        view.proposed_by = "" if shown.proposer_apart else str(shown.proposed_by or "")
    for response in responses:
        response.version = shown
        view.answers.append(_answer(response, spoken.get(response.id, ())))
    return view


def _responses(viewer_id: UUID | None, version: ClauseVersion) -> list[Any]:
    """Return the answers to a wording, whether anything hangs on each, and who of them is kept apart from a viewer."""
    rows = with_what_hangs(responses_to(version)).select_related("written_by")
    return list(
        rows.annotate(
            by_apart=apart_from(viewer_id, "by__member"),
            writer_apart=apart_from(viewer_id, "written_by__member"),
        )
    )


def _answer(response: Any, spoken: Iterable[File]) -> Answer:
    name = "" if response.by_apart else str(response.by)
    written_by = "" if response.writer_apart else str(response.written_by or "")
    return Answer(response, name, written_by, tuple(spoken))


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
        .order_by("closes", "clause__agreement_id", "clause__number", "id")[:10]
    )
    _join_circle([*versions, *(version.clause.agreement for version in versions)], circle)
    words.read([version.clause.agreement for version in versions], viewer=viewer)
    return versions


def _join_circle(rows: Iterable[Agreement | ClauseVersion | Response], circle: Circle) -> None:
    # The rule for sealed words asks the row's circle; the one already here saves a query per row.
    for row in rows:
        row.circle = circle
