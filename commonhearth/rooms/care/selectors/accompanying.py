"""Ways on which somebody would like company, as each may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.members.selectors import open_holds, own_memberships
from commonhearth.rooms.care.models.accompanying import Companion, Errand
from commonhearth.rooms.care.selectors.supporting import those_apart
from commonhearth.rooms.resources.selectors import Together

PAGE = 30


@dataclass(frozen=True, slots=True)
class Along:
    """Somebody who can come along."""

    id: UUID
    name: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ErrandSeen:
    """A way as a viewer sees it."""

    errand: Errand
    name: str
    words: str
    mine: bool
    #: Who can come, for whoever asked.
    along: tuple[Along, ...]
    #: The viewer's own word that they can.
    own: Along | None


@dataclass(frozen=True, slots=True)
class Ways:
    """A viewer's own ways, and those of others; `more` is the key of the next page of these or ""."""

    own: list[ErrandSeen]
    others: list[ErrandSeen]
    more: str


def today_of(member: Member, now: datetime) -> date:
    """Return the day it is on the community's clock."""
    return member.community.today(now)


def ways(viewer: Member, *, now: datetime, after: str = "") -> Ways:
    """Return the ways to come: the viewer's own, and those where nobody is agreed on, or the viewer is.

    Whom the viewer is kept apart from is in none of it, nor is who is on hold.

    Raises:
        NotVisible: when the key of a page is none.
    """
    rows = _to_come(viewer, now=now)
    own = list(rows.filter(member=viewer)) if not after else []
    agreed = Companion.objects.filter(agreed__isnull=False, member__died=None)
    free = ~Q(id__in=agreed.values("errand"))
    others = rows.exclude(member=viewer).filter(
        free | Q(id__in=agreed.filter(member=viewer).values("errand"))
    )
    if after:
        day, _tilde, last = after.partition("~")
        try:
            key = (date.fromisoformat(day), UUID(last))
        except ValueError:
            raise NotVisible from None
        others = others.filter(Q(day__gt=key[0]) | Q(day=key[0], id__gt=key[1]))
    found = list(others.order_by("day", "id")[: PAGE + 1])
    more = f"{found[PAGE - 1].day.isoformat()}~{found[PAGE - 1].id}" if len(found) > PAGE else ""
    seen = _seen([*own, *found[:PAGE]], viewer=viewer)
    return Ways(seen[: len(own)], seen[len(own) :], more)


def _to_come(viewer: Member, *, now: datetime) -> QuerySet[Errand]:
    asked, was_asked = those_apart(viewer)
    rows = Errand.objects.filter(day__gte=today_of(viewer, now), member__standing__in=INSIDE)
    rows = rows.exclude(member__in=asked).exclude(member__in=was_asked)
    rows = rows.exclude(member__in=open_holds(now=now).values("member"))
    who = Companion.objects.filter(member__standing__in=INSIDE).select_related("member")
    who = who.exclude(member__in=asked).exclude(member__in=was_asked)
    return rows.select_related("member").prefetch_related(Prefetch("companions", queryset=who))


def _seen(rows: list[Errand], *, viewer: Member) -> list[ErrandSeen]:
    for row in rows:
        row.for_viewer = True
    texts = sealed.open_all([row.words for row in rows], viewer=viewer)
    found = []
    for row, text in zip(rows, texts, strict=True):
        mine = row.member_id == viewer.id
        along = [
            (one.member_id, Along(one.id, str(one.member), one.agreed is not None))
            for one in row.companions.all()
        ]
        found.append(
            ErrandSeen(
                row,
                str(row.member),
                text or "",
                mine,
                tuple(one for _who, one in along) if mine else (),
                next((one for who, one in along if who == viewer.id), None),
            )
        )
    return found


def errand_in_reach(viewer: Actor, errand_id: UUID, *, now: datetime) -> Errand:
    """Return one way that the viewer sees.

    Raises:
        NotVisible: when it is over, somebody else is agreed on, or the two are kept apart.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    row = _to_come(viewer, now=now).filter(id=errand_id).first()
    agreed = Companion.objects.filter(errand=errand_id, agreed__isnull=False, member__died=None).values_list(
        "member_id", flat=True
    )
    if row is None or (row.member_id != viewer.id and viewer.id not in (agreed or [viewer.id])):
        raise NotVisible
    return row


def companion_in_reach(viewer: Actor, companion_id: UUID) -> Companion:
    """Return somebody's word that they can come, to the two.

    Raises:
        NotVisible: to anybody else.
    """
    me = getattr(viewer, "id", None)
    here = Companion.objects.filter(member__died=None, errand__member__died=None)
    rows = here.filter(Q(member=me) | Q(errand__member=me), id=companion_id)
    found = rows.select_related("errand__member", "member").first() if me else None
    if found is None:
        raise NotVisible
    return found


def with_others(person: Person) -> list[Together]:
    """Return the ways of not going alone in each community a person is in, inside `in_own_rows`; one query."""
    found = []
    for member in own_memberships(person):
        if member.standing not in INSIDE:
            continue
        slug, name = member.community.slug, member.community.name
        found.append(Together(_("Come with me"), reverse("care:come_with_me", args=[slug]), name))
        found.append(Together(_("A letter we send together"), reverse("agreements:ours", args=[slug]), name))
    return found


def own_errands(member: Member, *, now: datetime) -> int:
    """Return on how many ways to come a member has asked for company."""
    return Errand.objects.filter(member=member, day__gte=today_of(member, now)).count()
