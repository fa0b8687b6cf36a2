"""What the house can see of a community that grows, and its next open meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.founding import GATES, Gate, Stand, stands
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements.models import AgreementKind, ClauseVersion
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership
from commonhearth.foundation.circles.selectors.roles import running
from commonhearth.foundation.communities.access import may_change_community
from commonhearth.foundation.communities.models import Community, Kind
from commonhearth.foundation.members.models import Member, Period, Standing
from commonhearth.foundation.registry import HomeLine
from commonhearth.kit.saying import day, day_time
from commonhearth.rooms.founding.access import may_see_growing
from commonhearth.rooms.founding.models import Beginning, Shown
from commonhearth.rooms.founding.wording.growing import STAGES
from commonhearth.rooms.helplines.selectors import helplines_of

#: So long after its beginning a meeting is still the next one: people come late.
UNDER_WAY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage with what is good to have before the next."""

    number: int
    title: Any
    current: bool
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class GrowingView:
    """What a member sees of how the community grows."""

    people: int
    stages: tuple[StageView, ...]
    meeting: str
    meeting_where: str
    may_set_meeting: bool


def growing(viewer: Any, *, community: Community, now: datetime) -> GrowingView:
    """Return how the gates stand, from facts; it locks nothing and marks nobody.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not may_see_growing(viewer):
        raise NotVisible
    root = _root(now)
    beginning = Beginning.objects.first()
    facts = _facts(root, beginning, viewer, community, now)
    with_land = community.community_kind == Kind.VILLAGE
    upcoming = coming_up(beginning, now)
    return GrowingView(
        people=root.people,
        stages=tuple(
            StageView(stage, STAGES[stage], stage == community.stage, found)
            for stage in GATES
            if (found := stands(stage, facts, with_land=with_land))
        ),
        meeting=day_time(town_time(upcoming, community)) if upcoming else "",
        meeting_where=upcoming.meets_where if upcoming else "",
        may_set_meeting=bool(may_change_community(viewer)),
    )


def _root(now: datetime) -> Any:
    """Return the circle of all, with how many are in it, and what else of it counts as a fact. One query."""
    here: Any = OuterRef("pk")
    inside = CircleMembership.objects.filter(circle=here, left=None).order_by()
    trials = Period.objects.filter(
        standing=Standing.GUEST, until__isnull=False, member__standing=Standing.MEMBER
    )
    counted = inside.values("circle").annotate(count=Count("pk")).values("count")
    return Circle.objects.annotate(
        people=Coalesce(Subquery(counted), 0),
        has_roles=Exists(running(here, today=now.date())),
        has_tried=Exists(trials),
    ).get(circle_kind=CircleKind.ROOT)


def _facts(
    root: Any, beginning: Beginning | None, viewer: Any, community: Community, now: datetime
) -> dict[Gate, bool]:
    charter = ClauseVersion.objects.filter(
        circle=root, clause__agreement__agreement_kind=AgreementKind.CHARTER, in_force_from__isnull=False
    )
    in_force = list(charter.values_list("replaced", flat=True))
    country = (beginning.helplines if beginning else "") or community.country
    facts = {
        Gate.CHARTER: any(replaced is None for replaced in in_force),
        Gate.ROLES_END: root.has_roles,
        Gate.HELPLINE_CARD: bool(country and helplines_of(country, viewer=viewer)),
        Gate.TRIAL_RECORD: root.has_tried,
    }
    if any(replaced is not None for replaced in in_force):
        facts[Gate.CHARTER_REVIEWED] = True  # a review that changed nothing leaves no trace here
    return facts


def meeting_of(viewer: Any) -> Beginning | None:
    """Return what was set for the open meeting, for whoever may set it.

    Raises:
        NotVisible: for everybody else.
    """
    if not may_change_community(viewer):
        raise NotVisible
    return Beginning.objects.first()


def next_open_meeting(community: Community, now: datetime) -> str | None:
    """Say when the next open meeting is and where, no more exactly than its people chose; None without one."""
    upcoming = coming_up(Beginning.objects.first(), now)
    if upcoming is None:
        return None
    when = day_time(town_time(upcoming, community))
    if upcoming.meets_shown == Shown.EXACT:
        said = _("%(when)s, %(place)s.") % {"when": when, "place": upcoming.meets_where}
    else:
        said = _("%(when)s, %(district)s. Say hello first, and we send you the exact place.") % {
            "when": when,
            "district": upcoming.meets_district,
        }
    return f"{said} {upcoming.meets_expect}".strip()


def home_lines(member: Member, now: datetime) -> list[HomeLine]:
    """Say that an open meeting is coming; one query."""
    upcoming = coming_up(Beginning.objects.first(), now) if member.is_acting else None
    if upcoming is None:
        return []
    said = _("An open meeting is on %(day)s.") % {"day": day(town_time(upcoming, member.community))}
    return [HomeLine(said, reverse("growing:page", args=[member.community.slug]), 30)]


def coming_up(beginning: Beginning | None, now: datetime) -> Beginning | None:
    if beginning is None or beginning.meets_at is None or beginning.meets_at < now - UNDER_WAY:
        return None
    return beginning


def town_time(beginning: Beginning, community: Community) -> datetime:
    """Return the time of a meeting as its own town's clocks say it, wherever the reader is."""
    assert beginning.meets_at is not None
    return beginning.meets_at.astimezone(ZoneInfo(community.time_zone)).replace(tzinfo=None)
