"""Tonight in a circle: in ranges how many chose to be woken, who called, and who said that they are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, member_here, own_seat, seat_in
from commonhearth.foundation.circles.models import Circle, CircleKind
from commonhearth.foundation.circles.selectors import NextThing
from commonhearth.foundation.members.models import ACTING, INSIDE
from commonhearth.foundation.members.selectors import kept_apart_ids, open_holds
from commonhearth.foundation.notices.models import Device, Phone
from commonhearth.foundation.notices.sms.gateway import gateway
from commonhearth.rooms.conversations.access.tonight import may_see_tonight
from commonhearth.rooms.conversations.models import Muted, Post, TonightAnswer, TonightCall, WakeWish

#: How long a call stands on the circle's page.
STANDS = timedelta(hours=12)
#: From how many on more is said than “a few people”, and more than that.
SEVERAL, MANY = 6, 15


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the circle sees it: who, since when, with which post, and who is here."""

    id: UUID
    name: str
    mine: bool
    at: datetime
    post: Post | None
    here: list[str]
    answered: bool


def woken_by(caller: Actor, circle: Circle, *, now: datetime) -> QuerySet[WakeWish]:
    """Return the wishes of those who would be woken by a call of this member, and can be reached as they chose.

    Nobody who is away, on hold or has died, nobody kept apart from the caller or who muted them. Quiet hours do
    not count here.
    """
    seat = seat_in(caller, circle)
    devices = Device.objects.filter(person=OuterRef("seat__member__person"))
    reached = Q(by_mail=True, seat__member__person__email__isnull=False) | Q(Exists(devices), by_push=True)
    if gateway():
        numbers = Phone.objects.filter(member=OuterRef("seat__member")).exclude(confirmed=None)
        reached |= Q(Exists(numbers), by_text=True)
    wishes = WakeWish.objects.filter(
        reached, seat__circle=circle, seat__left=None, seat__member__standing__in=ACTING
    )
    muted = Muted.objects.filter(
        Q(until=None) | Q(until__gt=now), person=seat.membership_id if seat else None
    )
    return (
        wishes.exclude(seat=seat.membership_id if seat else None)
        .exclude(seat__member__in=open_holds(now=now).values("member"))
        .exclude(seat__member__in=kept_apart_ids(caller))
        .exclude(seat__member__in=muted.values("member"))
    )


def in_a_range(count: int) -> str:
    """Return the code of how many, never the number: nobody, few, several, many."""
    if count == 0:
        return "nobody"
    return "few" if count < SEVERAL else "several" if count < MANY else "many"


def how_many_chose(viewer: Actor, circle: Circle, *, now: datetime) -> str:
    """Return in a range how many would be woken by the viewer."""
    return in_a_range(woken_by(viewer, circle, now=now).count())


def calls_in(viewer: Actor, circle: Circle, *, now: datetime) -> list[Call]:
    """Return the calls that stand in a circle, the latest first, without those of who is kept apart from the viewer.

    Raises:
        NotVisible: for whoever is not in it.
    """
    if not may_see_tonight(viewer, circle):
        raise NotVisible
    mine = own_seat(viewer, circle).membership_id
    apart = kept_apart_ids(viewer)
    answers = TonightAnswer.objects.filter(seat__left=None, seat__member__standing__in=INSIDE)
    answers = answers.exclude(seat__member__in=apart).select_related("seat")
    rows = TonightCall.objects.filter(
        circle=circle,
        ended=None,
        created__gt=now - STANDS,
        seat__left=None,
        seat__member__standing__in=INSIDE,
    ).exclude(seat__member__in=apart)
    rows = rows.select_related("seat", "post").prefetch_related(Prefetch("answers", answers))
    return [
        Call(
            id=row.id,
            name=str(row.seat),
            mine=row.seat_id == mine,
            at=row.created,
            post=row.post if row.post and not (row.post.withdrawn or row.post.taken_down) else None,
            here=[str(answer.seat) for answer in row.answers.all()],
            answered=any(answer.seat_id == mine for answer in row.answers.all()),
        )
        for row in rows.order_by("-created", "-id")[:20]
    ]


def call_in_reach(viewer: Actor, call_id: UUID, *, now: datetime) -> TonightCall:
    """Return one call that stands.

    Raises:
        NotVisible: when there is none for this viewer.
    """
    rows = TonightCall.objects.filter(id=call_id, ended=None, created__gt=now - STANDS)
    found = rows.select_related("circle", "seat__member").first()
    if found is None or not may_see_tonight(viewer, found.circle):
        raise NotVisible
    if found.seat.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found


def is_own_named(viewer: Actor, post: Post) -> bool:
    """Whether the viewer wrote a post under their name; it asks the database nothing."""
    places = {seat.membership_id for seat in getattr(viewer, "seats", {}).values()}
    return post.author_id in places and not post.withdrawn and not post.taken_down


def own_wish(viewer: Actor, circle: Circle) -> WakeWish | None:
    """Return by what the viewer is woken in a circle; None when by nothing."""
    seat = seat_in(viewer, circle)
    return WakeWish.objects.filter(seat=seat.membership_id).first() if seat else None


def has_device(viewer: Actor) -> bool:
    """Whether the viewer lets any device be woken."""
    return Device.objects.filter(person=getattr(viewer, "person_id", None)).exists()


def has_number(viewer: Actor) -> bool:
    """Whether a text message would reach the viewer: a number that they confirmed, and a gateway."""
    numbers = Phone.objects.filter(member=getattr(viewer, "id", None)).exclude(confirmed=None)
    return gateway() is not None and numbers.exists()


def in_the_circle(viewer: Actor, circle: Circle, now: datetime) -> list[NextThing]:
    """Lead a support circle's own people to its page for tonight; it asks the database nothing."""
    if circle.circle_kind != CircleKind.SUPPORT or not may_see_tonight(viewer, circle):
        return []
    address = reverse("conversations:tonight", args=[member_here(viewer).community.slug, circle.id])
    return [NextThing(_("For a night when company would help"), address)]
