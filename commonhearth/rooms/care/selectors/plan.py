"""A member's own plan, and what others share of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors.seeing import named
from commonhearth.foundation.files.models import File
from commonhearth.foundation.files.selectors import hung_on
from commonhearth.foundation.members.models import INSIDE, KeptApart, Member
from commonhearth.foundation.members.selectors import own_memberships
from commonhearth.foundation.registry import KeptPage
from commonhearth.rooms.care.access.plan import may_read_own_plan
from commonhearth.rooms.care.models.plan import KINDS, OWN, PlanPart, PlanShare
from commonhearth.rooms.care.wording.plan import PARTS
from commonhearth.rooms.helplines.selectors import FirstLink

if TYPE_CHECKING:
    from commonhearth.foundation.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with whom a part is shared, as they are known where it is shared."""

    share: PlanShare
    name: str
    circle: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan in words."""

    id: UUID
    kind: str
    heading: str
    text: str
    changed: datetime
    readers: list[Reader] = field(default_factory=list)
    attached: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """A member's own plan: what stands in it, and the headings that are still offered."""

    parts: list[Part]
    offered: list[str]


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who shares something of their plan with the viewer, as who they are in one circle."""

    seat: CircleMembership
    circle: str
    is_root: bool


@dataclass(frozen=True, slots=True)
class SharedPlan:
    """What one person shares with the viewer in one circle; each part with what ends it."""

    sharer: Sharer
    parts: list[tuple[Part, UUID]]


def live(*, today: date) -> QuerySet[PlanShare]:
    """Return the shares that hold today: both are in the circle, and neither has left or died."""
    return PlanShare.objects.filter(
        Q(until=None) | Q(until__gte=today),
        seat__left=None,
        reader__left=None,
        seat__member__standing__in=INSIDE,
        reader__member__standing__in=INSIDE,
    )


def without_those_apart(shares: QuerySet[PlanShare], viewer: Actor, other: str) -> QuerySet[PlanShare]:
    """Leave out shares with whom the viewer is kept apart from; `other` leads from a share to that member."""
    me = getattr(viewer, "id", None)
    asked = KeptApart.objects.filter(asker_id=me).values("other_id")
    was_asked = KeptApart.objects.filter(other_id=me).values("asker_id")
    return shares.exclude(**{f"{other}__in": asked}).exclude(**{f"{other}__in": was_asked})


def in_order(parts: Iterable[PlanPart]) -> list[PlanPart]:
    """Return parts as they are read: the offered headings in their order, then those of one's own."""
    place = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(parts, key=lambda part: (place.get(part.kind, len(KINDS)), part.created, str(part.id)))


def opened(parts: list[PlanPart], *, viewer: Actor) -> list[Part]:
    """Return parts in words, in one query; what was erased is left out."""
    values = [value for part in parts for value in (part.text, part.heading)]
    found = sealed.open_all(values, viewer=viewer)
    texts, headings = found[::2], found[1::2]
    return [
        Part(
            part.id,
            part.kind,
            (heading or "") if part.kind == OWN else str(PARTS[part.kind].heading),
            text,
            part.changed,
        )
        for part, text, heading in zip(parts, texts, headings, strict=True)
        if text is not None
    ]


def own_plan(viewer: Actor, *, now: datetime) -> Plan:
    """Return the viewer's own plan.

    Raises:
        NotVisible: when they have none here and never could.
    """
    if not may_read_own_plan(viewer):
        raise NotVisible
    rows = in_order(PlanPart.objects.filter(member=viewer))
    parts = opened(rows, viewer=viewer)
    by_id = {part.id: part for part in parts}
    for reader, part_id in _readers(viewer, rows, now=now):
        if part_id in by_id:
            by_id[part_id].readers.append(reader)
    there = {row.kind for row in rows}
    return Plan(parts, [kind for kind in KINDS if kind not in there])


def _readers(viewer: Actor, parts: list[PlanPart], *, now: datetime) -> list[tuple[Reader, UUID]]:
    if not parts:
        return []
    shares = live(today=now.date()).filter(part__in=parts).select_related("reader__circle", "part")
    found = list(without_those_apart(shares, viewer, "reader__member"))
    circles = _called([share.reader.circle for share in found], viewer=viewer)
    return [
        (Reader(share, str(share.reader), circles[share.reader.circle_id], share.until), share.part_id)
        for share in found
    ]


def _called(circles: Iterable[Circle], *, viewer: Actor) -> dict[UUID, str]:
    return {circle.id: circle.called for circle in named(circles, viewer=viewer)}


def has_plan(member: Member) -> bool:
    """Whether a member has written anything, for themselves."""
    return PlanPart.objects.filter(member=member).exists()


def own_part(viewer: Actor, part_id: UUID) -> PlanPart:
    """Return one part of the viewer's own plan.

    Raises:
        NotVisible: when it is not theirs.
    """
    part = PlanPart.objects.filter(id=part_id, member_id=getattr(viewer, "id", None)).first()
    if part is None or not may_read_own_plan(viewer):
        raise NotVisible
    return part


def part_in_words(viewer: Actor, part: PlanPart, *, now: datetime) -> Part:
    """Return one part of the viewer's own plan in words, with its readers and what is attached."""
    words = opened([part], viewer=viewer)
    if not words:
        raise NotVisible
    words[0].attached.extend(hung_on([part], viewer=viewer).get(part.id, []))
    words[0].readers.extend(reader for reader, _id in _readers(viewer, [part], now=now))
    return words[0]


def share_in_reach(viewer: Actor, share_id: UUID) -> PlanShare:
    """Return one share, to whose plan it is or whom it is shared with.

    Raises:
        NotVisible: to anyone else.
    """
    me = getattr(viewer, "id", None)
    found = (
        PlanShare.objects.filter(Q(part__member_id=me) | Q(reader__member_id=me), id=share_id)
        .select_related("part", "reader", "seat")
        .first()
    )
    if me is None or found is None:
        raise NotVisible
    return found


def _shared_with(viewer: Member, *, now: datetime) -> QuerySet[PlanShare]:
    shares = live(today=now.date()).filter(reader__member=viewer)
    return without_those_apart(shares, viewer, "seat__member").select_related("part", "seat__circle")


def sharers(viewer: Actor, *, now: datetime) -> list[Sharer]:
    """Return who shares something with the viewer, each as who they are in the circle where they do.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    seats = {share.seat_id: share.seat for share in _shared_with(viewer, now=now)[:200]}
    circles = _called([seat.circle for seat in seats.values()], viewer=viewer)
    return [Sharer(seat, circles[seat.circle_id], seat.circle.is_root) for seat in seats.values()]


def shared_by(viewer: Actor, seat_id: UUID, *, now: datetime) -> SharedPlan:
    """Return what somebody shares with the viewer, and nothing else of their plan.

    Args:
        seat_id: who they are in the circle in which they share it.

    Raises:
        NotVisible: when they share nothing, or not any more.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    shares = {share.part_id: share for share in _shared_with(viewer, now=now).filter(seat=seat_id)}
    if not shares:
        raise NotVisible
    rows = in_order(share.part for share in shares.values())
    for row in rows:
        row.readers = frozenset({viewer.id})
    seat = next(iter(shares.values())).seat
    circle = _called([seat.circle], viewer=viewer)[seat.circle_id]
    hung = hung_on(rows, viewer=viewer)
    parts = [(part, shares[part.id].id) for part in opened(rows, viewer=viewer)]
    for part, _share in parts:
        part.attached.extend(hung.get(part.id, []))
    return SharedPlan(Sharer(seat, circle, seat.circle.is_root), parts)


def way_to_own_plan(person: Person) -> FirstLink | None:
    """Return the first link of Help now for whoever has a place somewhere here; never what stands in the plan."""
    if any(may_read_own_plan(member) for member in own_memberships(person)):
        return FirstLink(_("My own plan"), reverse("own_plans"))
    return None


def kept_pages(viewer: Actor, now: datetime) -> list[KeptPage]:
    """Return one's own plan as what one's device may keep, if one says so there; nothing while it is empty."""
    if not isinstance(viewer, Member) or not may_read_own_plan(viewer) or not has_plan(viewer):
        return []
    slug = viewer.community.slug
    also = (reverse("care:plan", args=[slug]), reverse("own_plans"))
    return [KeptPage(_("My plan"), reverse("care:plan_paper", args=[slug]), also, asks=True)]


def own_part_under(viewer: Actor, heading: str) -> PlanPart | None:
    """Return the viewer's own part under an offered heading, if it stands; of one's own headings, none.

    Raises:
        NotVisible: for a heading that is not offered, and to who has no plan here and never could.
    """
    if heading not in (*KINDS, OWN) or not may_read_own_plan(viewer):
        raise NotVisible
    if heading == OWN:
        return None
    return PlanPart.objects.filter(member_id=getattr(viewer, "id", None), kind=heading).first()


def own_circles(viewer: Member) -> list[Circle]:
    """Return the circles that somebody is in, by name, the circle of everyone first."""
    rows = Circle.objects.filter(id__in=list(viewer.seats)).order_by("created", "id")
    return sorted(named(rows, viewer=viewer), key=lambda circle: not circle.is_root)
