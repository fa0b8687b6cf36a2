"""The letter round: everybody who wants paper, as one print job, with the address side as each chose it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import CircleMembership, Openness
from commonhearth.foundation.circles.selectors import Sheet, sheet_of
from commonhearth.foundation.members.models import INSIDE, Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.meetings.access.paper import may_print_letters
from commonhearth.rooms.meetings.models import PaperWish, Way

#: Letters of one print job.
MOST = 120


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the address side as its reader chose it, and which sheets lie inside."""

    lines: tuple[str, ...]
    by_post: bool
    named: str
    sheets: tuple[Sheet, ...]


def whose(viewer: Actor, member_id: UUID | None) -> Member:
    """Return whose wish a page is about: the viewer's own, or of somebody without a sign-in.

    Raises:
        NotVisible: when there is none.
    """
    if not isinstance(viewer, Member):
        raise NotVisible
    if member_id is None or member_id == viewer.id:
        return viewer
    found = Member.objects.filter(id=member_id).first()
    if found is None:
        raise NotVisible
    return found


def for_whom(viewer: Actor) -> list[Member]:
    """Return the members without a sign-in who chose the viewer to speak for them."""
    rows = Member.objects.filter(speaks_through=getattr(viewer, "id", None), person=None, standing__in=INSIDE)
    return list(rows.order_by("created", "id")[:20])


def wish_of(viewer: Actor, member: Member) -> tuple[PaperWish | None, str]:
    """Return what a member wishes of paper, with the address in words, for whoever may see it."""
    wish = PaperWish.objects.filter(member=member).first()
    if wish is None:
        return None, ""
    wish.member = member
    return wish, sealed.open(wish.address, viewer=viewer)


def how_many(viewer: Actor) -> int:
    """Return how many letters a round has.

    Raises:
        Refused: when the viewer does not print it.
    """
    require(may_print_letters(viewer))
    return _wishes(viewer).count()


def _wishes(viewer: Actor) -> QuerySet[PaperWish]:
    rows = PaperWish.objects.filter(member__standing__in=INSIDE)
    return rows.exclude(member__in=kept_apart_ids(viewer)).select_related("member").order_by("created", "id")


def letters_for(viewer: Actor, *, now: datetime) -> list[Letter]:
    """Return the letters: the sheet of everyone and of each open circle the reader is in; nothing of the others.

    Raises:
        Refused: when the viewer does not print it.
    """
    require(may_print_letters(viewer))
    wishes = list(_wishes(viewer)[:MOST])
    addresses = sealed.open_all([wish.address for wish in wishes], viewer=viewer)
    seats = CircleMembership.objects.filter(
        member__in=[wish.member_id for wish in wishes],
        left=None,
        circle__openness=Openness.OPEN,
        circle__closed_on=None,
    ).order_by("circle__created", "circle_id")
    theirs = defaultdict(list)
    for member_id, circle_id in seats.values_list("member_id", "circle_id"):
        theirs[member_id].append(circle_id)
    wanted = dict.fromkeys(circle_id for ids in theirs.values() for circle_id in ids)
    sheets = {circle_id: sheet_of(viewer, circle_id, now=now) for circle_id in wanted}
    return [
        Letter(
            tuple((address or "").splitlines()),
            wish.way == Way.POST,
            wish.member.named_outside_as,
            tuple(sheets[circle_id] for circle_id in theirs[wish.member_id]),
        )
        for wish, address in zip(wishes, addresses, strict=True)
    ]
