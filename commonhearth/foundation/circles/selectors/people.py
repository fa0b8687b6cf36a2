"""Who is in a circle, by their own name there. No member or person id leaves this module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Asking, Circle, CircleKind, CircleMembership
from commonhearth.foundation.members.apart import apart_from
from commonhearth.foundation.members.models import INSIDE, KeptApart, Member

R = TypeVar("R", CircleMembership, Asking)
#: People on one page.
PAGE = 50
#: From these sizes on a circle or community hears what is known about growing, never blocked.
#: Source: the size guide of micro-utopias.com (S. Papageorgiou): clusters of 120 to 180, dividing at about 280.
GROWING, DIVIDING = 150, 280
#: How long somebody is offered a telling word when a namesake has come.
OFFERED_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Page:
    """Some people of a circle, and the key after which the next ones come (None at the end)."""

    people: list[CircleMembership]
    more: str | None


def in_circle(viewer: Actor, circle: Circle) -> QuerySet[CircleMembership]:
    """Return who is in a circle now, as the viewer sees them: without those kept apart from the viewer.

    Raises:
        NotVisible: when the viewer does not see the people of this circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    people = CircleMembership.objects.filter(circle=circle, left=None, member__standing__in=INSIDE)
    return without_those_kept_apart(people, viewer)


def without_those_kept_apart(people: QuerySet[R], viewer: Actor) -> QuerySet[R]:
    """Leave out whom `members.selectors.kept_apart_ids` names, in the same query (tested to agree)."""
    return without_those_kept_apart_from(people, getattr(viewer, "id", None))


def without_those_kept_apart_from(people: QuerySet[R], member_id: UUID | None) -> QuerySet[R]:
    """Leave out those who are kept apart from a member, for a question that knows no more than their id."""
    return people.exclude(apart_from(member_id, "member"))


def people_of(viewer: Actor, circle: Circle, *, after: str = "", size: int = PAGE) -> Page:
    """Return one page of a circle's people, who came first coming first.

    Args:
        after: the key that the page before gave as `more`.
    """
    rows = in_circle(viewer, circle).select_related("member").order_by("joined", "id")
    moment, last_id = _key(after)
    if moment:
        rows = rows.filter(Q(joined__gt=moment) | Q(joined=moment, id__gt=last_id))
    found = list(rows[: size + 1])
    more = f"{found[size - 1].joined.isoformat()}~{found[size - 1].id}" if len(found) > size else None
    return Page(found[:size], more)


def _key(after: str) -> tuple[datetime | None, UUID | None]:
    moment, _, last_id = after.partition("~")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), UUID(last_id)
    except ValueError:
        return None, None


def person_in(viewer: Actor, circle: Circle, membership_id: UUID) -> CircleMembership:
    """Return one person of a circle.

    Raises:
        NotVisible: when the viewer sees nobody of this id in it.
    """
    found = in_circle(viewer, circle).select_related("member").filter(id=membership_id).first()
    if found is None:
        raise NotVisible
    return found


def speaks_for(viewer: Actor, circle: Circle) -> list[CircleMembership]:
    """Return the places in a circle of members without a sign-in who chose the viewer to write for them."""
    if not isinstance(viewer, Member):
        return []
    rows = spoken_for(viewer.id, circle.id)
    return list(rows.select_related("member").order_by("joined", "id")[:20])


def spoken_for(member_id: UUID | None, circle_id: UUID | OuterRef) -> QuerySet[CircleMembership]:
    """Ask for what `speaks_for` returns of a member's."""
    return CircleMembership.objects.filter(
        circle=circle_id,
        left=None,
        member__speaks_through=member_id,
        member__person=None,
        member__standing__in=INSIDE,
    )


def names_of(viewer: Actor, circle: Circle, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return names in a circle by membership id, of those who have left too; left out: those kept apart.

    Rooms use this to say who wrote, offered or answered something in a circle.
    """
    if not may_read_circle(viewer, circle):
        raise NotVisible
    rows = CircleMembership.objects.filter(circle=circle, id__in=[one for one in ids if one])
    return {row.id: str(row) for row in without_those_kept_apart(rows, viewer)}


def people_called(
    viewer: Actor, name: str, word: str, *, circle: Circle | None = None
) -> list[CircleMembership]:
    """Return up to three people known by a name, and by a telling word if one is given.

    Of several without a word asked for, the one who has none is meant.

    Args:
        circle: where they are known by it; None for the whole community.
    """
    where = circle or Circle.objects.get(circle_kind=CircleKind.ROOT)
    same = in_circle(viewer, where).filter(name__iexact=" ".join(name.split()))
    if word.strip():
        same = same.filter(word__iexact=" ".join(word.split()))
    found = list(same.order_by("word", "joined", "id")[:3])
    return found[:1] if found and not found[0].word and (len(found) == 1 or found[1].word) else found


def namesakes(viewer: Actor, circle: Circle) -> list[CircleMembership]:
    """Return others in the circle under the viewer's own name, whose own has no telling word yet."""
    seat = seat_in(viewer, circle)
    if seat is None or circle.is_root:
        return []
    others = in_circle(viewer, circle).filter(name__iexact=seat.name).exclude(id=seat.membership_id)
    return list(others[:3])


def new_namesake(viewer: Actor, circle: Circle, people: Iterable[CircleMembership], *, now: datetime) -> str:
    """Return how somebody is known who came lately under the viewer's own name; nothing when there is nobody.

    For some days the first is offered a telling word too; then we leave them in peace.
    """
    seat = seat_in(viewer, circle)
    if seat is None or seat.word or circle.is_root:
        return ""
    for one in people:
        if (
            one.id != seat.membership_id
            and one.name.casefold() == seat.name.casefold()
            and now - one.joined < OFFERED_FOR
        ):
            return str(one)
    return ""


def apart_inside(viewer: Actor, circle: Circle) -> bool:
    """Whether somebody whom the viewer asked to be kept apart from is in the circle.

    Asked at the door only, for the one who asked; the other way round nobody ever hears of it.
    """
    asked = KeptApart.objects.filter(asker_id=getattr(viewer, "id", None)).values("other_id")
    return CircleMembership.objects.filter(
        circle=circle, left=None, member__in=asked, member__standing__in=INSIDE
    ).exists()


def size_warning(count: int) -> str:
    """Return the code of what is worth knowing at this size, or nothing. A sentence, never a bar."""
    if count >= DIVIDING:
        return "size_dividing"
    return "size_growing" if count >= GROWING else ""
