"""What circles do at news from below."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonhearth.foundation.circles.models import Asking, Circle, CircleKind, CircleMembership
from commonhearth.foundation.circles.services.entering import go
from commonhearth.foundation.circles.services.handing import (
    stand_in_again,
    step_back,
    step_down,
    take_up,
)
from commonhearth.foundation.circles.services.opening import found_root
from commonhearth.foundation.events import hears
from commonhearth.foundation.members.events import (
    FounderSeated,
    MemberAdmitted,
    MemberAway,
    MemberBack,
    MemberDeathUndone,
    MemberDied,
    MemberLeft,
    MemberRenamed,
    SteppedBack,
    SteppedUp,
)
from commonhearth.foundation.members.models import ACTING, Member
from commonhearth.foundation.recovery.events import MemberRecovered


@hears(FounderSeated)
def begin_the_root_circle(event: FounderSeated) -> None:
    """The community's circle of everyone, and its first steward."""
    found_root(founder=Member.objects.get(id=event.member_id), until=event.steward_until, now=event.now)


@hears(MemberAdmitted)
def seat_in_the_root_circle(event: MemberAdmitted) -> None:
    """Whoever is let in is in the root circle by that, under their name in the community."""
    root = Circle.objects.get(circle_kind=CircleKind.ROOT)
    here = CircleMembership.objects.filter(circle=root, left=None)
    if here.filter(member_id=event.member_id).exists():
        return
    CircleMembership.objects.create(
        circle=root,
        member_id=event.member_id,
        name=event.name,
        word=event.word,
        to_tell_apart=here.filter(name=event.name, word=event.word, to_tell_apart=False).exists(),
        joined=event.now,
        created=event.now,
    )


@hears(MemberRenamed)
def rename_in_the_root_circle(event: MemberRenamed) -> None:
    """The name in the root circle is the name in the community; other circles keep their own."""
    here = CircleMembership.objects.filter(circle__circle_kind=CircleKind.ROOT, left=None)
    taken = here.filter(name=event.name, word=event.word, to_tell_apart=False).exclude(
        member_id=event.member_id
    )
    here.filter(member_id=event.member_id).update(
        name=event.name, word=event.word, to_tell_apart=taken.exists()
    )


@hears(MemberLeft)
def leave_every_circle(event: MemberLeft) -> None:
    """Who leaves the community leaves its circles; roles pass on for the rest of their term."""
    Asking.objects.filter(member_id=event.member_id).delete()
    for membership in _places(event.member_id):
        go(membership, now=event.now)


@hears(MemberAway)
def hand_over_while_away(event: MemberAway) -> None:
    """Roles pass to the second, or the circle hears that someone is needed."""
    _hand_over(event.member_id, event.now, quietly=False)


@hears(SteppedBack)
def hand_over_what_they_took_on(event: SteppedBack) -> None:
    """As while away: roles pass to the second, or the circle hears that someone is needed."""
    _hand_over(event.member_id, event.now, quietly=False)


@hears(MemberDied)
def hand_over_quietly(event: MemberDied) -> None:
    """Roles open without a word; memberships and askings stay as they are, so that a mistake is undone in one step."""
    _hand_over(event.member_id, event.now, quietly=True)


def _hand_over(member_id: UUID, now: datetime, *, quietly: bool) -> None:
    for membership in _places(member_id):
        step_back(membership, now=now, quietly=quietly)


@hears(MemberBack)
def take_up_after_away(event: MemberBack) -> None:
    """Roles kept for whoever is here again are theirs again, unless they have stepped back."""
    if not Member.objects.filter(id=event.member_id, stepped_back__isnull=False).exists():
        _take_up(event.member_id, event.now)


@hears(SteppedUp)
def take_up_what_was_kept(event: SteppedUp) -> None:
    """Roles kept for whoever had stepped back are theirs again."""
    _take_up(event.member_id, event.now)


def _take_up(member_id: UUID, now: datetime) -> None:
    for membership in _places(member_id):
        take_up(membership, now=now)


@hears(MemberDeathUndone)
def take_up_after_a_mistake(event: MemberDeathUndone) -> None:
    """As before: roles of who acts are theirs again; who was away, or had stepped back, had none to take up."""
    here = Member.objects.filter(id=event.member_id, standing__in=ACTING, stepped_back=None)
    if here.exists():
        _take_up(event.member_id, event.now)
        for membership in _places(event.member_id):
            stand_in_again(membership, now=event.now)


@hears(MemberRecovered)
def lay_down_every_role(event: MemberRecovered) -> None:
    """Two people's word brings a place back, and no office: that is given again by those who give it."""
    for membership in _places(event.member_id):
        step_down(membership, now=event.now)


def _places(member_id: UUID) -> list[CircleMembership]:
    rows = CircleMembership.objects.filter(member_id=member_id, left=None).select_related("circle")
    return list(rows.order_by("id"))
