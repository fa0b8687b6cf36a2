"""Who comes, as far as the viewer may know."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import people_of
from commonhearth.foundation.members.models import INSIDE, KeptApart, Member, Standing
from commonhearth.rooms.meetings.access import may_host, may_see_names
from commonhearth.rooms.meetings.models import Answer, Coming, Meeting

#: Names on a meeting's page.
MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class WhoComes:
    """How many come, and who, where names are shown.

    Attributes:
        left: places left; None where as many can come as like.
        warned: somebody whom the viewer asked to be kept apart from has said yes.
    """

    heads: int
    waiting: int
    maybe: int
    left: int | None
    coming: list[str]
    perhaps: list[str]
    named: bool
    warned: bool


def who_comes(viewer: Actor, meeting: Meeting) -> WhoComes:
    """Return who comes to a date that the viewer sees: names only where they may read the circle, and it has names.

    Whoever is kept apart from the viewer is neither named nor counted among the heads.
    """
    rows = Coming.objects.filter(meeting=meeting).filter(Q(member=None) | Q(member__standing__in=INSIDE))
    seats = meeting.series.seats
    left = None
    if seats is not None:
        real = rows.filter(answer=Answer.COMING, waiting=False)
        left = max(0, seats - real.aggregate(n=Coalesce(Sum(F("bringing") + 1), 0))["n"])
    own = getattr(viewer, "id", None)
    asked = KeptApart.objects.filter(asker_id=own).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=own).values("asker_id")
    apart = Q(member__in=asked) | Q(member__in=was_asked)
    warned = rows.filter(member__in=asked, answer=Answer.COMING).exists()
    seen = list(rows.exclude(apart & Q(member__isnull=False)).select_related("seat").order_by("since", "id"))
    yes = [one for one in seen if one.answer == Answer.COMING and not one.waiting]
    maybe = [one for one in seen if one.answer == Answer.MAYBE]
    named = bool(may_see_names(viewer, meeting)) and isinstance(viewer, Member)
    return WhoComes(
        heads=sum(1 + one.bringing for one in yes),
        waiting=sum(one.waiting for one in seen),
        maybe=len(maybe),
        left=left,
        coming=_names(yes) if named else [],
        perhaps=_names(maybe) if named else [],
        named=named,
        warned=warned,
    )


def _names(rows: list[Coming]) -> list[str]:
    """Return names in order of the alphabet: who said yes first is nobody's business."""
    names = [
        str(one.seat) + (f" + {one.bringing}" if one.bringing else "") for one in rows if one.seat is not None
    ]
    return sorted(names, key=str.casefold)[:MOST_NAMES]


def possible_hosts(viewer: Actor, meeting: Meeting) -> list[CircleMembership]:
    """Return who of a circle could be host of a date instead of who is: full members who are here, none kept apart."""
    host = meeting.host_id or meeting.series.host_id
    people = people_of(viewer, meeting.circle, size=MOST_NAMES).people
    return [one for one in people if one.id != host and one.member.standing == Standing.MEMBER]


def needs_told(viewer: Actor, meeting: Meeting) -> list[str]:
    """Return what those who come said that they need, to the host alone; without names."""
    if not may_host(viewer, meeting):
        return []
    rows = Coming.objects.filter(meeting=meeting, needs__isnull=False, member__died=None).exclude(
        answer=Answer.NOT
    )
    found = list(rows.select_related("guest").order_by("since", "id")[:MOST_NAMES])
    for one in found:
        one.meeting = meeting
    return [text for text in sealed.open_all([one.needs for one in found], viewer=viewer) if text]


def own_needs(viewer: Actor, coming: Coming | None) -> str:
    """Return what the viewer said that they need."""
    if coming is None or coming.needs is None:
        return ""
    return sealed.open_all([coming.needs], viewer=viewer)[0] or ""


def own_coming(viewer: Actor, meeting_id: UUID) -> Coming | None:
    """Return what the viewer said about a date."""
    if not isinstance(viewer, Member):
        return None
    return Coming.objects.filter(member=viewer, meeting=meeting_id).first()
