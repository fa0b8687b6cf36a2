"""What passes on when somebody steps back, what a circle needs, what was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership, Office, Openness, Role
from commonhearth.foundation.circles.selectors import (
    Beside,
    NextThing,
    circle_for,
    circle_of,
    names_of,
    visible_circles,
    what_is_next,
)
from commonhearth.foundation.circles.selectors.seeing import named
from commonhearth.foundation.circles.wording import OFFICES
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.care.access.stepping import may_read_handovers, may_see_need, may_write_handover
from commonhearth.rooms.care.models.stepping import Handover, Need


@dataclass(frozen=True, slots=True)
class Passing:
    """A role that passes on: in which circle, and to whom, or to nobody yet."""

    circle: str
    circle_id: UUID
    office: str
    to: str


@dataclass(frozen=True, slots=True)
class NeedSeen:
    """A need as a viewer sees it."""

    need: Need
    office: str
    circle: str
    #: What of the circle has a date next, if the viewer reads the circle.
    next: NextThing | None
    said_by: str
    asked: str
    helper: str
    mine: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What somebody wrote for whoever steps in."""

    name: str
    keys: str
    promises: str
    waiting: str


def passes_on(viewer: Member, *, now: datetime) -> list[Passing]:
    """Return the roles that a member holds, and who would hold each; four queries."""
    apart = kept_apart_ids(viewer)
    today = now.date()
    mine = [seat.membership_id for seat in viewer.seats.values()]
    running = Role.objects.filter(
        circle__in=list(viewer.seats), ended=None, starts__lte=today, ends__gt=today, holder__isnull=False
    ).select_related("circle", "holder__member")
    rows = list(running.order_by("starts", "id"))
    circles = {c.id: c for c in named({row.circle_id: row.circle for row in rows}.values(), viewer=viewer)}
    seconds: dict[UUID, str] = {}
    for row in rows:
        away = row.holder.member.standing != Standing.MEMBER or row.holder_id in mine
        if row.office == Office.SECOND and not away:
            seconds.setdefault(row.circle_id, _called(row.holder, apart))
    return [
        Passing(
            circles[row.circle_id].called,
            row.circle_id,
            str(OFFICES[row.office]),
            "" if row.office == Office.SECOND else seconds.get(row.circle_id, ""),
        )
        for row in rows
        if row.holder_id in mine
    ]


def _called(seat: CircleMembership, apart: set[UUID]) -> str:
    """Return somebody's name, or that it is somebody where the two are kept apart: the thing stands, not who."""
    return _("somebody") if seat.member_id in apart else str(seat)


def need_seen(viewer: Actor, need_id: UUID, *, now: datetime) -> NeedSeen:
    """Return one need.

    Raises:
        NotVisible: to who is neither in the circle nor in a neighbour circle that was asked.
    """
    need = (
        Need.objects.filter(id=need_id).select_related("circle", "asked", "helper__member", "said_by").first()
    )
    if need is None or not may_see_need(viewer, need):
        raise NotVisible
    circle = named([need.circle], viewer=viewer)[0]
    inside = seat_in(viewer, circle) is not None
    names = names_of(viewer, circle, [need.said_by_id]) if inside else {}
    ahead = (
        what_is_next(viewer, circle_for(viewer, circle.id, now=now, ahead=True), now=now) if inside else []
    )
    return NeedSeen(
        need,
        str(OFFICES[need.office]),
        circle.called,
        next((thing for thing in ahead if thing.when is not None), None),
        names.get(need.said_by_id, "") if need.said_by_id else "",
        need.asked.name if need.asked else "",
        _called(need.helper, kept_apart_ids(viewer)) if need.helper else "",
        inside,
    )


def neighbours_of(viewer: Actor, circle: Circle) -> list[Circle]:
    """Return the circles that could be asked: those that the viewer sees, and neither hidden nor everyone."""
    rows = visible_circles(viewer).exclude(openness=Openness.CONFIDENTIAL).exclude(circle_kind="root")
    return named(
        rows.exclude(id=circle.id).filter(closed_on=None).order_by("created", "id")[:50], viewer=viewer
    )


def beside_circle(viewer: Actor, circle: Circle, person: CircleMembership | None) -> Beside | None:
    """Lead from a circle's page to what it does while somebody is missing; asks nothing."""
    if person is not None or seat_in(viewer, circle) is None or not isinstance(viewer, Member):
        return None
    words = _("When somebody is missing here")
    return Beside(words, reverse("care:missing", args=[viewer.community.slug, circle.id]))


def needs_in(viewer: Actor, circle: Circle) -> list[Need]:
    """Return what a circle needs, and what neighbours ask of it, to its own people; one query."""
    if seat_in(viewer, circle) is None:
        return []
    return list(Need.objects.filter(Q(circle=circle) | Q(asked=circle), over=None)[:5])


def needs_ahead(viewer: Actor, circle: Circle) -> list[NextThing]:
    """Return the needs of a circle, and those of neighbours that ask it; one query."""
    slug = circle.community.slug
    said = []
    for need in needs_in(viewer, circle):
        url = reverse("care:need", args=[slug, need.id])
        if need.circle_id == circle.id:
            words = _("%(office)s: we need someone.") % {"office": OFFICES[need.office]}
        else:
            words = _("A neighbour circle asks for someone.")
        said.append(NextThing(words, url))
    return said


def circle_to_hand_over(viewer: Actor, circle_id: UUID, *, now: datetime) -> Circle:
    """Return a circle in which the viewer may write a handover.

    Raises:
        NotVisible: when they are not in it.
    """
    if not isinstance(viewer, Member) or circle_id not in viewer.seats:
        raise NotVisible
    circle = named([circle_of(circle_id, now=now)], viewer=viewer)[0]
    if not may_write_handover(viewer, circle):
        raise NotVisible
    return circle


def own_handover(viewer: Member, circle: Circle) -> HandedOver | None:
    """Return what the viewer wrote for whoever steps in."""
    seat = viewer.seats[circle.id]
    row = Handover.objects.filter(seat=seat.membership_id).select_related("seat").first()
    return _opened([row], viewer=viewer)[0] if row else None


def handovers_of(viewer: Actor, circle: Circle) -> list[HandedOver]:
    """Return what others wrote for whoever steps in; nothing to who does not look after the circle."""
    if not may_read_handovers(viewer, circle):
        return []
    rows = Handover.objects.filter(circle=circle).exclude(seat__member_id=getattr(viewer, "id", None))
    found = list(rows.select_related("seat")[:20])
    for row in found:
        row.circle = circle
    return _opened(found, viewer=viewer)


def _opened(rows: list[Handover], *, viewer: Actor) -> list[HandedOver]:
    apart = kept_apart_ids(viewer) if rows else set()
    values = [value for row in rows for value in (row.keys, row.promises, row.waiting)]
    texts = [text or "" for text in sealed.open_all(values, viewer=viewer)]
    return [
        HandedOver(_called(row.seat, apart), *texts[3 * number : 3 * number + 3])
        for number, row in enumerate(rows)
    ]
