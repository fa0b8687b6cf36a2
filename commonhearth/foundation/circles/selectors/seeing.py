"""The circles that a viewer sees: one, and the whole tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, may_read_circle, may_see_circle
from commonhearth.foundation.circles.models import (
    KEEPING,
    Asking,
    Circle,
    CircleKind,
    CircleMembership,
    Openness,
    Role,
)
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart_from
from commonhearth.foundation.circles.selectors.whatnext import READ_ALONG
from commonhearth.foundation.members.models import INSIDE, Member, Standing
from commonhearth.foundation.tenancy.ready import Ready

R = TypeVar("R", bound=Model)
#: Circles on one page of the tree.
PAGE = 30


@dataclass(frozen=True, slots=True)
class Branch:
    """A circle at its place in the tree that the viewer sees."""

    circle: Circle
    depth: int
    #: The name of the circle above, where that is neither the root circle nor out of the viewer's sight.
    inside: str = ""
    #: “asked” or “invited”, where the viewer's own asking or invitation is open.
    asking: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """One page of the tree.

    Attributes:
        more: the circle after which the next page begins, None at the end.
        doors: hidden circles that the viewer is invited into and does not see yet.
    """

    branches: list[Branch]
    more: UUID | None
    doors: list[UUID]


def visible_circles(viewer: Actor) -> QuerySet[Circle]:
    """Return the circles that a viewer sees, ended ones too; none for who is not inside.

    The filter is `may_see_circle`, said to the database (tested to agree).
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        return Circle.objects.none()
    return Circle.objects.filter(~Q(openness=Openness.CONFIDENTIAL) | Q(id__in=list(viewer.seats)))


def read_plainly_by(member_id: UUID, at: str = "circle") -> Q:
    """Say to the database which rows stand in circles that a member inside reads, of those whose words stand plain.

    It is `may_read_circle` but for hidden circles, of which nothing plain is kept (tested to agree).

    Args:
        at: the lookup from a row to its circle.
    """
    open_or_own = Q(**{f"{at}__openness": Openness.OPEN}) | Q(**{f"{at}__in": circles_in_of(member_id)})
    return ~Q(**{f"{at}__openness": Openness.CONFIDENTIAL}) & open_or_own


def with_keepers(circles: QuerySet[Circle], *, now: datetime) -> QuerySet[Circle]:
    """Annotate whether somebody looks after each circle by office now.

    In the root circle a steward who is away still counts, so that nobody takes over meanwhile.
    """
    return _with_keepers_on(circles, now.date())


def _with_keepers_on(rows: QuerySet[R], today: date, of: str = "pk") -> QuerySet[R]:
    in_term = Role.objects.filter(circle=OuterRef(of), starts__lte=today, ends__gt=today, ended=None)
    here = in_term.filter(
        office__in=KEEPING[None], holder__left=None, holder__member__standing=Standing.MEMBER
    ).exclude(circle__circle_kind=CircleKind.ROOT)
    steward = in_term.filter(office__in=KEEPING[CircleKind.ROOT], circle__circle_kind=CircleKind.ROOT).filter(
        Q(holder__left=None, holder__member__standing=Standing.MEMBER)
        | Q(kept_for__left=None, kept_for__member__standing=Standing.PAUSED)
    )
    return rows.annotate(is_kept=Exists(here) | Exists(steward))  # type: ignore[no-redef, return-value]


def _with_count(rows: QuerySet[R], member_id: UUID, of: str) -> QuerySet[R]:
    """Annotate how many people a member would find in each circle. To be shown to who may read it only."""
    people = CircleMembership.objects.filter(circle=OuterRef(of), left=None, member__standing__in=INSIDE)
    counted = (
        without_those_kept_apart_from(people, member_id)
        .order_by()
        .values("circle")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(head_count=Coalesce(Subquery(counted), 0))  # type: ignore[no-redef, return-value]


def circles_in_of(member_id: UUID) -> QuerySet[CircleMembership]:
    """Return the ids of the circles in which a member is: `Member.seats` of who is inside, said to the database."""
    return CircleMembership.objects.filter(member=member_id, left=None).order_by().values("circle_id")


def _with_news(rows: QuerySet[R], member_id: UUID, of: str) -> QuerySet[R]:
    """Annotate whether there is anybody asking, and any circle below that a member inside sees: mostly there is not."""
    asking = Asking.objects.filter(circle=OuterRef(of), answered=None)
    seen = ~Q(openness=Openness.CONFIDENTIAL) | Q(id__in=circles_in_of(member_id))
    below = Circle.objects.filter(seen, parent=OuterRef(of), closed_on=None)
    return rows.annotate(has_askings=Exists(asking), has_children=Exists(below))  # type: ignore[no-redef, return-value]


def named(circles: Iterable[Circle], *, viewer: Actor) -> list[Circle]:
    """Fill in name and purpose in words, opening those of the viewer's own hidden circles in one query."""
    found = list(circles)
    hidden = [circle for circle in found if circle.is_hidden]
    texts = sealed.open_all(sealed_names(hidden), viewer=viewer)
    for circle in found:
        circle.called = _("Everyone") if circle.is_root else circle.name
        circle.meant_for = circle.purpose
    for position, circle in enumerate(hidden):
        circle.called = texts[2 * position] or _("A circle whose name was erased")
        circle.meant_for = texts[2 * position + 1] or ""
    return found


@contextmanager
def with_names_at_hand(circles: Iterable[Circle], *, viewer: Actor) -> Iterator[None]:
    """Fill in names as `named` does; what else their circles' keys open meanwhile asks for them no more."""
    found = list(circles)
    with sealed.at_hand(sealed_names(found)):
        named(found, viewer=viewer)
        yield


def sealed_names(circles: Iterable[Circle]) -> list[Any]:
    """Return what `named` opens, for who looks its keys up along with others."""
    hidden = [circle for circle in circles if circle.is_hidden]
    return [value for circle in hidden for value in (circle.sealed_name, circle.sealed_purpose)]


def circle_for(
    viewer: Actor, circle_id: UUID, *, now: datetime, ahead: bool = False, with_name: bool = True
) -> Circle:
    """Return one circle, with its name, as the viewer sees it; one query, and one for the key of a hidden one.

    Args:
        ahead: with what rooms read along to say what is next in it (`READ_ALONG`).
        with_name: False leaves the name to whoever opens it along with other words, by `named`.

    Raises:
        NotVisible: when there is none, or it is hidden from this viewer.
    """
    if ahead:
        circle = _seen(_by_id_ahead, viewer, circle=circle_id, today=now.date(), now=now)
    else:
        circle = _seen(_by_id, viewer, circle=circle_id, today=now.date())
    return named([circle], viewer=viewer)[0] if with_name else circle


def root_for(viewer: Actor, *, now: datetime) -> Circle:
    """Return the circle of the whole membership as the viewer sees it.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    return named([_seen(_root, viewer, today=now.date())], viewer=viewer)[0]


def _seen(question: Ready[Circle], viewer: Actor, **values: UUID | date) -> Circle:
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    rows = question(member=viewer.id, **values)
    if not rows or not may_see_circle(viewer, rows[0]):
        raise NotVisible
    return rows[0]


def _told(rows: QuerySet[R], member: UUID, today: date, of: str = "pk") -> QuerySet[R]:
    """Annotate what a page of one circle says of it at a glance: the annotations named in `_TOLD`."""
    return _with_news(_with_count(_with_keepers_on(rows, today, of), member, of), member, of).order_by()


_TOLD = ("is_kept", "head_count", "has_askings", "has_children")


def with_circle(rows: QuerySet[R], member: UUID, today: date) -> QuerySet[R]:
    """Read along the circle that each row stands in, for `circle_along`."""
    return _told(rows.select_related("circle"), member, today, of="circle")


def circle_along(viewer: Actor, row: Any) -> Circle:
    """Return the circle that was read along with a row, as `circle_for` does, but without its name: `named` gives it.

    Raises:
        NotVisible: when it is hidden from this viewer.
    """
    circle: Circle = row.circle
    for name in _TOLD:
        setattr(circle, name, row.__dict__.pop(name))
    if not may_see_circle(viewer, circle):
        raise NotVisible
    return circle


# Django takes ten times as long to say these as the database takes to answer.
_by_id: Ready[Circle] = Ready(
    lambda circle, member, today: _told(Circle.objects.filter(id=circle), member, today)
)
_by_id_ahead: Ready[Circle] = Ready(
    lambda circle, member, today, now: _told(Circle.objects.filter(id=circle), member, today).annotate(
        **{name: make(member, now) for name, make in READ_ALONG.items()}
    )
)
_root: Ready[Circle] = Ready(
    lambda member, today: _told(Circle.objects.filter(circle_kind=CircleKind.ROOT), member, today)
)
_kept: Ready[Circle] = Ready(
    lambda circle, today: _with_keepers_on(Circle.objects.filter(id=circle), today).order_by()
)
_kept_here: Ready[Circle] = Ready(
    lambda circle, today: _with_keepers_on(
        Circle.objects.filter(id=circle).select_related("community"), today
    ).order_by()
)
_kept_root: Ready[Circle] = Ready(
    lambda today: _with_keepers_on(Circle.objects.filter(circle_kind=CircleKind.ROOT), today).order_by()
)


def circle_of(circle_id: UUID, *, now: datetime, with_community: bool = False) -> Circle:
    """Return one circle for a service, without its name and without asking who looks.

    Raises:
        Circle.DoesNotExist: when there is none in the community in reach.
    """
    return _there((_kept_here if with_community else _kept).first(circle=circle_id, today=now.date()))


def root_circle(*, now: datetime) -> Circle:
    """Return the circle of the whole membership."""
    return _there(_kept_root.first(today=now.date()))


def _there(circle: Circle | None) -> Circle:
    if circle is None:
        raise Circle.DoesNotExist
    return circle


def circles_by_id(viewer: Actor, ids: Iterable[UUID]) -> list[Circle]:
    """Return those of these circles that a viewer sees, ended ones too, with their names."""
    return named(visible_circles(viewer).filter(id__in=set(ids)), viewer=viewer)


def circles_to_go_into(viewer: Actor) -> list[Circle]:
    """Return the circles, as far as the viewer sees them, into which a delegate may be sent."""
    return named(
        visible_circles(viewer).filter(closed_on=None).order_by("created", "id")[:200], viewer=viewer
    )


def tree_for(viewer: Actor, *, now: datetime, after: UUID | None = None, hidden_too: bool = True) -> Tree:
    """Return one page of the tree as the viewer sees it; three queries whatever there is.

    A circle whose parent the viewer does not see stands at the top, so that nothing shows there is
    anything between.

    Args:
        after: `more` of the page before.
        hidden_too: with the viewer's own hidden circles.

    Raises:
        NotVisible: when the viewer is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    own = Asking.objects.filter(circle=OuterRef("pk"), member=viewer, answered=None)
    invited = Exists(own.filter(invited_by__isnull=False))
    light = list(
        Circle.objects.filter(
            ~Q(openness=Openness.CONFIDENTIAL) | Q(id__in=list(viewer.seats)) | invited, closed_on=None
        )
        .annotate(asked=Exists(own), invited=invited)
        .order_by("created", "id")
        .values_list("id", "parent_id", "name", "openness", "asked", "invited")
    )
    doors = [row[0] for row in light if row[3] == Openness.CONFIDENTIAL and row[0] not in viewer.seats]
    seen = [row for row in light if row[0] not in doors and (hidden_too or row[3] != Openness.CONFIDENTIAL)]
    # The root circle, alone without a parent, comes first.
    pairs = sorted(((row[0], row[1]) for row in seen), key=lambda pair: pair[1] is not None)
    places = _preorder(pairs)
    ids = [circle_id for circle_id, _depth in places]
    start = ids.index(after) + 1 if after in ids else 0
    page = dict(places[start : start + PAGE])
    rows = named(Circle.objects.filter(id__in=list(page)), viewer=viewer)
    by_id = {circle.id: circle for circle in rows}
    names = {row[0]: row[2] for row in seen} | {circle.id: circle.called for circle in by_id.values()}
    asking = {row[0]: "invited" if row[5] else "asked" if row[4] else "" for row in seen}
    branches = [
        Branch(
            by_id[circle_id],
            depth,
            inside=names.get(by_id[circle_id].parent_id, "") if depth > 1 else "",
            asking=asking[circle_id],
        )
        for circle_id, depth in page.items()
    ]
    return Tree(branches, ids[start + PAGE - 1] if start + PAGE < len(ids) else None, doors)


def _preorder(pairs: list[tuple[UUID, UUID | None]]) -> list[tuple[UUID, int]]:
    """Return ids with their depth, parents before children; a parent not in sight counts as none."""
    in_sight = {circle_id for circle_id, _parent in pairs}
    below: dict[UUID | None, list[UUID]] = {}
    for circle_id, parent in pairs:
        below.setdefault(parent if parent in in_sight else None, []).append(circle_id)
    found: list[tuple[UUID, int]] = []
    waiting = [(circle_id, 0) for circle_id in reversed(below.get(None, []))]
    while waiting:
        circle_id, depth = waiting.pop()
        found.append((circle_id, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(circle_id, []))]
    return found


def reads_lines_of(viewer: Actor, circle: Circle | UUID) -> bool:
    """Whether a viewer reads what the logbook says of a circle: who reads the circle; one query for its id alone."""
    row = circle if isinstance(circle, Circle) else Circle.objects.filter(id=circle).first()
    return row is not None and bool(may_read_circle(viewer, row))
