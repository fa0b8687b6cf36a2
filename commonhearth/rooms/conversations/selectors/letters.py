"""Letters as one of the two sees them. The other is known by the name they have in that circle, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles import selectors as circles
from commonhearth.foundation.circles.access import Actor, member_here, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors.people import without_those_kept_apart
from commonhearth.foundation.members.models import INSIDE, KeptApart, Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.conversations.access.letters import (
    Between,
    may_ask_for_letters,
    may_read_letters,
    may_write_as_newcomer,
)
from commonhearth.rooms.conversations.models import Correspondence, Letter, LetterAsking, LetterDoor

#: Correspondences, and letters of one, on a page.
PAGE = 20


@dataclass(frozen=True, slots=True)
class Thread:
    """One correspondence of the viewer's: with whom, known there by what name, where, and until when."""

    id: UUID
    name: str
    circle: Circle
    latest: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An asking, with the name of the other of the two in that circle."""

    id: UUID
    name: str
    circle: Circle
    line: str
    lapses: datetime


@dataclass(frozen=True, slots=True)
class Box:
    """A page of one's correspondences, the key of earlier ones, who asked, and whom one asked."""

    threads: list[Thread]
    older: str
    asked: list[Asked]
    own: list[Asked]


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: whether it is the viewer's own, and its words; None where they were erased."""

    mine: bool
    text: str | None
    at: datetime


def _places(viewer: Actor) -> list[UUID]:
    return [seat.membership_id for seat in viewer.seats.values()] if isinstance(viewer, Member) else []


def between(viewer: Actor, circle: Circle, other: CircleMembership, *, now: datetime) -> Between:
    """Return how the viewer and somebody in the same circle stand to each other, as far as letters go."""
    seat = seat_in(viewer, circle)
    if seat is None:
        return Between()
    asking = LetterAsking.objects.filter(asker=seat.membership_id, asked=other, lapses__gt=now)
    first, second = sorted([seat.membership_id, other.id])
    writing = Correspondence.objects.filter(first=first, second=second, ended=None)
    door = (
        CircleMembership.objects.filter(id=other.id)
        .values_list("letter_door__shut", "letter_door__newcomers", Exists(asking), Exists(writing))
        .get()
    )
    return Between(
        apart=other.member_id in kept_apart_ids(viewer),
        shut=bool(door[0]),
        open_to_newcomers=bool(door[1]),
        asked=door[2],
        writing=door[3],
    )


def writing_to(viewer: Actor, circle: Circle, other: CircleMembership) -> UUID | None:
    """Return the open correspondence of the viewer with somebody in a circle, if they write to each other."""
    seat = seat_in(viewer, circle)
    if seat is None:
        return None
    first, second = sorted([seat.membership_id, other.id])
    found = Correspondence.objects.filter(first=first, second=second, ended=None)
    return found.values_list("id", flat=True).first()


def letters_of(viewer: Actor, *, now: datetime, after: str = "") -> Box:
    """Return one page of the viewer's correspondences, the last written first; on the first page the askings too.

    Four queries, whatever there is.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    mine = [seat.membership_id for seat in viewer.seats.values()]
    rows = Correspondence.objects.filter(Q(first__in=mine) | Q(second__in=mine))
    if after:
        moment, last = _key(after)
        rows = rows.filter(Q(latest__lt=moment) | Q(latest=moment, id__lt=last))
    rows = rows.select_related("first", "second", "circle").order_by("-latest", "-id")
    found = list(rows[: PAGE + 1])
    older = f"{found[PAGE - 1].latest.isoformat()}_{found[PAGE - 1].id}" if len(found) > PAGE else ""
    found = found[:PAGE]
    askings = [] if after else list(_askings(viewer, mine, now))
    circles.named([row.circle for row in [*found, *askings]], viewer=viewer)
    lines = sealed.open_all([row.line for row in askings], viewer=viewer)
    asked: list[Asked] = []
    own: list[Asked] = []
    for row, line in zip(askings, lines, strict=True):
        theirs = row.asked_id in mine
        other = row.asker if theirs else row.asked
        (asked if theirs else own).append(Asked(row.id, str(other), row.circle, line or "", row.lapses))
    threads = [
        Thread(row.id, str(_other(row, mine)), row.circle, row.latest, row.ended is not None) for row in found
    ]
    return Box(threads, older, asked, own)


def _askings(viewer: Member, mine: list[UUID], now: datetime) -> QuerySet[LetterAsking]:
    """Return what waits before the viewer, and what the viewer asked and has not heard of, whatever the reason."""
    before_me = LetterAsking.objects.filter(
        asked__in=mine, waits=True, asker__left=None, member__standing__in=INSIDE
    )
    before_me = without_those_kept_apart(before_me, viewer)
    by_me = Q(asker__in=mine)
    rows = LetterAsking.objects.filter(by_me | Q(id__in=before_me.values("id")), lapses__gt=now)
    return rows.select_related("asker", "asked", "circle").order_by("created", "id")[:60]


def _key(text: str) -> tuple[datetime, UUID]:
    moment, _dash, last = text.partition("_")
    try:
        return datetime.fromisoformat(moment.replace(" ", "+")), UUID(last)
    except ValueError:
        raise NotVisible from None


def _other(row: Correspondence, mine: list[UUID]) -> CircleMembership:
    return row.second if row.first_id in mine else row.first


def asking_in_reach(viewer: Actor, asking_id: UUID) -> LetterAsking:
    """Return an asking to one of its two.

    Raises:
        NotVisible: to anybody else.
    """
    mine = _places(viewer)
    found = (
        LetterAsking.objects.filter(Q(asker__in=mine) | Q(asked__in=mine), id=asking_id)
        .select_related("circle", "asker")
        .first()
    )
    if found is None:
        raise NotVisible
    return found


def correspondence_for(viewer: Actor, correspondence_id: UUID) -> tuple[Correspondence, CircleMembership]:
    """Return a correspondence, with its circle's name and whether its two are kept apart, and the other of the two.

    Raises:
        NotVisible: to anybody but the two.
    """
    pair = Q(asker=OuterRef("first__member"), other=OuterRef("second__member"))
    pair |= Q(asker=OuterRef("second__member"), other=OuterRef("first__member"))
    found = (
        Correspondence.objects.filter(id=correspondence_id)
        .annotate(apart=Exists(KeptApart.objects.filter(pair)))  # type: ignore[no-redef]
        .select_related("first__member", "second__member", "circle")
        .first()
    )
    if found is None or not may_read_letters(viewer, found):
        raise NotVisible
    circles.named([found.circle], viewer=viewer)
    return found, _other(found, _places(viewer))


def is_apart(viewer: Actor, other: CircleMembership) -> bool:
    """Tell whether the two are kept apart, whoever asked for it."""
    return other.member_id in kept_apart_ids(viewer)


def letters_in(
    viewer: Actor, correspondence: Correspondence, *, before: str = ""
) -> tuple[list[Written], str]:
    """Return the latest page of letters, in the order of writing, and the key of the page before it or ""."""
    rows: QuerySet[Letter] = Letter.objects.filter(correspondence=correspondence)
    if before:
        moment, last = _key(before)
        rows = rows.filter(Q(created__lt=moment) | Q(created=moment, id__lt=last))
    found = list(rows.order_by("-created", "-id")[: PAGE + 1])
    more = f"{found[PAGE - 1].created.isoformat()}_{found[PAGE - 1].id}" if len(found) > PAGE else ""
    found = found[:PAGE][::-1]
    for letter in found:
        letter.correspondence = correspondence
    texts = sealed.open_all([letter.text for letter in found], viewer=viewer)
    me = getattr(viewer, "id", None)
    written = [
        Written(letter.member_id == me, text, letter.created)
        for letter, text in zip(found, texts, strict=True)
    ]
    return written, more


def own_door(viewer: Actor, circle: Circle) -> LetterDoor:
    """Return what the viewer chose for letters in a circle; as it is before anybody chooses, not yet kept."""
    seat = seat_in(viewer, circle)
    if seat is None:
        raise NotVisible
    return LetterDoor.objects.filter(seat=seat.membership_id).first() or LetterDoor(
        seat_id=seat.membership_id
    )


def own_doors(viewer: Actor) -> list[tuple[Circle, bool]]:
    """Return the viewer's circles, and for each whether others there may ask to write.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not isinstance(viewer, Member) or not viewer.is_inside:
        raise NotVisible
    doors = LetterDoor.objects.filter(seat__in=_places(viewer), shut=True)
    shut = set(doors.values_list("seat__circle_id", flat=True))
    return [(circle, circle.id not in shut) for circle in circles.circles_by_id(viewer, viewer.seats)]


def with_a_person(
    viewer: Actor, circle: Circle, other: CircleMembership, now: datetime
) -> circles.PersonLine | None:
    """Offer, on the page of somebody in a circle, to ask whether one may write to them."""
    if seat_in(viewer, circle) is None:
        return None
    how = between(viewer, circle, other, now=now)
    verdict = may_ask_for_letters(viewer, circle, other, how)
    address = reverse(
        "conversations:letters_with", args=[member_here(viewer).community.slug, circle.id, other.id]
    )
    if verdict or may_write_as_newcomer(viewer, circle, other, how):
        return circles.PersonLine(_("Write to %(name)s") % {"name": other}, address)
    if verdict.code == "letters_writing":
        return circles.PersonLine(_("Your letters with %(name)s") % {"name": other}, address)
    return (
        circles.PersonLine(_("You have asked to write"), address) if verdict.code == "letters_asked" else None
    )


def write_to_hosts(newcomer: Member, hosts: list[Member]) -> dict[UUID, str]:
    """Return where a newcomer writes to each of those who are here for their questions and said yes to it."""
    doors = LetterDoor.objects.filter(
        newcomers=True, shut=False, seat__left=None, seat__circle__parent=None, seat__member__in=hosts
    )
    return {
        member_id: reverse("conversations:letters_with", args=[newcomer.community.slug, circle_id, seat_id])
        for member_id, circle_id, seat_id in doors.values_list(
            "seat__member_id", "seat__circle_id", "seat_id"
        )
    }
