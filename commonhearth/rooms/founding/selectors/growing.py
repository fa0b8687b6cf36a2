"""What the house can see of a community that grows, and its next open meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from commonhearth.core.founding import GATES, QUORATE_MEETINGS, Gate, Stand, stands
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements.models import AgreementKind, ClauseVersion
from commonhearth.foundation.circles.models import (
    Circle,
    CircleKind,
    CircleMembership,
    Office,
    Openness,
    Role,
)
from commonhearth.foundation.circles.selectors.roles import running
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.foundation.communities.models import Community, Kind
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.apart import apart_from
from commonhearth.foundation.members.models import Period, Standing
from commonhearth.kit.saying import day_time
from commonhearth.rooms.founding.access import may_see_growing
from commonhearth.rooms.founding.models import Beginning, Shown, Statement
from commonhearth.rooms.founding.wording.growing import STAGES
from commonhearth.rooms.helplines.selectors import helplines_of
from commonhearth.rooms.meetings.selectors.open import held, next_open, open_ones
from commonhearth.rooms.meetings.selectors.working import noted, quorate_meetings


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage with what is good to have before the next."""

    number: int
    title: Any
    current: bool
    stands: tuple[Stand, ...]

    def unsaid(self, said: Mapping[str, Statement]) -> list[Gate]:
        """Return what the house cannot see here and nobody has said."""
        return [one.gate for one in self.stands if one.there is None and one.gate not in said]


@dataclass(frozen=True, slots=True)
class GrowingView:
    """What a member sees of how the community grows."""

    people: int
    stages: tuple[StageView, ...]
    #: What the community says of itself, by gate.
    said: Mapping[str, Statement]
    meeting: str
    meeting_where: str
    #: Whether the viewer speaks for the community: sets the meeting, says what is there.
    may_speak: bool


def growing(viewer: Any, *, community: Community, now: datetime) -> GrowingView:
    """Return how the gates stand, from facts; it locks nothing and marks nobody.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not may_see_growing(viewer):
        raise NotVisible
    root = _root(now)
    facts = _facts(root, viewer, community, now)
    with_land = community.community_kind == Kind.VILLAGE
    upcoming = coming_up(now)
    return GrowingView(
        people=root.people,
        stages=tuple(
            StageView(stage, STAGES[stage], stage == community.stage, found)
            for stage in GATES
            if (found := stands(stage, facts, with_land=with_land))
        ),
        said={row.gate: row for row in _said(viewer)},
        meeting=day_time(town_time(upcoming)) if upcoming else "",
        meeting_where=upcoming.meets_where if upcoming else "",
        may_speak=bool(may_change_community(viewer)),
    )


def _said(viewer: Any) -> Any:
    """Return what was said, and of whoever said it whether they are kept apart from the viewer. One query."""
    return Statement.objects.select_related("by").annotate(by_apart=apart_from(viewer.id, "by"))


def _root(now: datetime) -> Any:
    """Return the circle of all, with how many are in it, and what else of it counts as a fact. One query."""
    here: Any = OuterRef("pk")
    inside = CircleMembership.objects.filter(circle=here, left=None).order_by()
    trials = Period.objects.filter(
        standing=Standing.GUEST, until__isnull=False, member__standing=Standing.MEMBER
    )
    charter = ClauseVersion.objects.filter(
        circle=here, clause__agreement__agreement_kind=AgreementKind.CHARTER, in_force_from__isnull=False
    )
    counted = inside.values("circle").annotate(count=Count("pk")).values("count")
    met, office = held(now=now), running(here, today=now.date())
    opened = open_ones(met).values("community").annotate(count=Count("pk")).values("count")
    months = (
        met.values("community").annotate(count=Count(TruncMonth("starts"), distinct=True)).values("count")
    )
    return Circle.objects.annotate(
        people=Coalesce(Subquery(counted), 0),
        has_charter=Exists(charter.filter(replaced=None)),
        has_changed_charter=Exists(charter.filter(replaced__isnull=False)),
        has_roles=Exists(office),
        has_somebody_to_turn_to=Exists(office.filter(office=Office.ON_DUTY)),
        has_tried=Exists(trials),
        has_noted_who_came=Exists(noted(now=now).filter(circle=here)),
        has_lonely_role=Exists(_lonely_roles(now)),
        exit_was_used=Exists(Line.objects.filter(verb__in=("member.left", "community.taken_along"))),
        open_meetings=Coalesce(Subquery(opened), 0),
        months_of_meetings=Coalesce(Subquery(months), 0),
        helplines=Subquery(Beginning.objects.values("helplines")[:1]),
    ).get(circle_kind=CircleKind.ROOT)


def _facts(root: Any, viewer: Any, community: Community, now: datetime) -> dict[Gate, bool]:
    country = root.helplines or community.country
    facts = {
        Gate.CHARTER: root.has_charter,
        Gate.TWO_OPEN_MEETINGS: root.open_meetings >= 2,
        Gate.THREE_MONTHS: root.months_of_meetings >= 3,
        Gate.SAFEGUARDING: root.has_somebody_to_turn_to,
        Gate.ROLES_END: root.has_roles,
        Gate.HELPLINE_CARD: bool(country and helplines_of(country, viewer=viewer)),
        Gate.TRIAL_RECORD: root.has_tried,
    }
    # What leaves a trace here only when it happened, or went wrong, is a fact only then.
    if root.has_changed_charter:
        facts[Gate.CHARTER_REVIEWED] = True
    if root.exit_was_used:
        facts[Gate.EXIT_TRIED] = True
    if root.has_lonely_role:
        facts[Gate.SKILLS_TWICE] = False
    quorate = quorate_meetings(root, now=now) if root.has_noted_who_came else None
    if quorate is not None:
        facts[Gate.QUORUM_KEPT] = quorate >= QUORATE_MEETINGS
    return facts


def _lonely_roles(now: datetime) -> Any:
    """Return the roles that one person alone holds now where nobody is named to step in, outside hidden circles."""
    today = now.date()
    held_now = Role.objects.filter(
        ended=None, starts__lte=today, ends__gt=today, holder__isnull=False, circle__closed_on=None
    ).order_by()
    here: Any = OuterRef("circle")
    beside = held_now.filter(Q(office=OuterRef("office")) | Q(office=Office.SECOND), circle=here)
    lonely = held_now.exclude(office=Office.SECOND).exclude(circle__openness=Openness.CONFIDENTIAL)
    return lonely.filter(~Exists(beside.exclude(holder=OuterRef("holder"))))


def said_of(viewer: Any, gate: Gate) -> Statement | None:
    """Return what was said of a gate, for whoever may say it.

    Raises:
        NotVisible: for everybody else.
    """
    if not may_change_community(viewer):
        raise NotVisible
    return Statement.objects.filter(gate=gate).first()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next open meeting as the pages of growing say it."""

    meets_at: datetime
    meets_where: str
    meets_district: str
    meets_shown: str
    meets_expect: str
    zone: str


def meeting_of(viewer: Any, now: datetime) -> Upcoming | None:
    """Return what is set for the open meeting, for whoever may set it.

    Raises:
        NotVisible: for everybody else.
    """
    if not may_change_community(viewer):
        raise NotVisible
    return coming_up(now)


def coming_up(now: datetime) -> Upcoming | None:
    """Return the next open meeting of the community in reach, as the room of meetings has it. One query."""
    row = next_open(now=now)
    if row is None:
        return None
    series = row.series
    return Upcoming(
        meets_at=row.starts,
        meets_where=row.place or series.place,
        meets_district=series.district,
        meets_shown=Shown.EXACT if series.place_for == "all" else Shown.DISTRICT,
        meets_expect=series.about,
        zone=series.zone,
    )


def town_time(upcoming: Upcoming) -> datetime:
    """Return the time of a meeting as its own town's clocks say it, wherever the reader is."""
    return upcoming.meets_at.astimezone(ZoneInfo(upcoming.zone)).replace(tzinfo=None)
