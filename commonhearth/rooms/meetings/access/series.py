"""Who may plan a meeting, see it, change it and open its doors."""

from __future__ import annotations

from datetime import date

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import (
    Actor,
    may_give_role,
    may_open_circle,
    may_read_circle,
    may_see_circle,
    seat_in,
)
from commonhearth.foundation.circles.models import Circle, CircleKind
from commonhearth.foundation.circles.selectors import is_without_second
from commonhearth.foundation.communities.access import FOUNDERS
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.meetings.models import Doors, Meeting, Series


@rule
def may_plan(actor: Actor, circle: Circle) -> Verdict:
    """A full member in the circle who is here now; everyone is in the circle of everyone. The founders, the first."""
    if actor == FOUNDERS:
        return YES if circle.is_root else no("not_in_circle")
    return may_open_circle(actor, circle)


@rule
def may_begin_to_meet(actor: Actor, circle: Circle, *, today: date) -> Verdict:
    """Who may plan. A support circle names a second before its first meeting; whoever is alone in it need not."""
    verdict = may_plan(actor, circle)
    if not verdict or circle.circle_kind != CircleKind.SUPPORT:
        return verdict
    if Series.objects.filter(circle=circle).exists() or not is_without_second(circle, today=today):
        return YES
    return no("meetings_second_first")


@rule
def may_open_doors(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle lets people from outside come; a hidden circle never opens its doors."""
    if circle.is_hidden:
        return no("meetings_hidden_stays")
    if actor == FOUNDERS:
        return may_plan(actor, circle)
    return may_give_role(actor, circle)


@rule
def may_change_series(actor: Actor, series: Series) -> Verdict:
    """Its host, and who looks after the circle."""
    circle = series.circle
    planned = may_plan(actor, circle)
    if not planned:
        return planned
    if actor == FOUNDERS:
        return YES
    seat = seat_in(actor, circle)
    if seat and seat.membership_id == series.host_id:
        return YES
    return may_give_role(actor, circle)


@rule
def may_see_meeting(actor: Actor, meeting: Meeting) -> Verdict:
    """Who may read the circle; with its doors open to the community all inside; open to all, everybody."""
    series, circle = meeting.series, meeting.circle
    if may_read_circle(actor, circle):
        return YES
    if circle.is_hidden:
        return no("not_inside")
    if series.doors != Doors.CIRCLE and may_see_circle(actor, circle):
        return YES
    if series.doors == Doors.ALL and circle.community.public_page and not _kept_out(actor):
        return YES
    return no("not_inside")


def _kept_out(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.on_hold


@rule
def may_open_words(actor: Actor, row: Series | Meeting) -> Verdict:
    """The people of a hidden circle."""
    return may_read_circle(actor, row.circle)


sealed.opens(Series, "sealed_words")(may_open_words)
sealed.opens(Meeting, "sealed_place")(may_open_words)
