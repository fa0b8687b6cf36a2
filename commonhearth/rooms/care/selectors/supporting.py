"""What members are for each other, as each may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.care.load import USUAL, Rest, has_room
from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import PersonLine, person_in
from commonhearth.foundation.members.models import KeptApart, Member, Standing
from commonhearth.foundation.members.selectors import kept_apart_ids, open_holds
from commonhearth.rooms.care.access.supporting import may_hear_worries, may_see_offers
from commonhearth.rooms.care.models.supporting import Buddies, Load, Offer, QuietWish, ShownTo, Worry
from commonhearth.rooms.care.selectors.duty import duty_for

PAGE = 30


@dataclass(frozen=True, slots=True)
class WishInWords:
    """What somebody wants if they go quiet."""

    way: str
    words: str
    shown_to: str
    tell_me: bool


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """An offer as others see it: that there is room, never how much somebody carries."""

    offer: Offer
    name: str
    has_room: bool


@dataclass(frozen=True, slots=True)
class WorrySeen:
    """A worry as those on duty read it."""

    worry: Worry
    about: str
    by: str
    words: str
    in_hand: str


@dataclass(frozen=True, slots=True)
class Company:
    """A member's own buddy or asking, and who asks them."""

    #: The pair in which the viewer is the newcomer, if there is one.
    mine: Buddies | None
    #: Pairs in which the viewer is the buddy; those not agreed wait for an answer.
    others: list[Buddies]


def own_wish(viewer: Member) -> WishInWords | None:
    """Return what the viewer wants if they go quiet."""
    row = QuietWish.objects.filter(member=viewer).first()
    return _in_words(row, viewer=viewer) if row else None


def _in_words(row: QuietWish, *, viewer: Actor) -> WishInWords:
    way, words = sealed.open_all([row.way, row.words], viewer=viewer)
    return WishInWords(way or "", words or "", row.shown_to, row.tell_me)


def wish_of(viewer: Member, member: Member, *, in_community: bool) -> WishInWords | None:
    """Return what somebody wants if they go quiet, if they chose that this viewer may read it.

    Args:
        in_community: whether the viewer looks at them by their name in the community; in a circle the same
            words would tie two names together, unless the member chose to be read everywhere.
    """
    row = QuietWish.objects.filter(member=member).first()
    if row is None or row.shown_to == ShownTo.NOBODY:
        return None
    row.for_viewer = row.shown_to == ShownTo.EVERYWHERE or (
        row.shown_to == ShownTo.COMMUNITY and in_community
    )
    if not row.for_viewer and in_community:
        row.for_viewer = buddies_of(viewer, member)
    return _in_words(row, viewer=viewer) if row.for_viewer else None


def buddies_of(viewer: Member, member: Member) -> bool:
    """Whether the two have said yes to each other."""
    pairs = Q(newcomer=viewer, buddy=member) | Q(newcomer=member, buddy=viewer)
    return _company().filter(pairs, agreed__isnull=False).exists()


def worried_about(
    viewer: Actor, circle: Circle, person: CircleMembership, now: datetime
) -> PersonLine | None:
    """Lead from somebody's page in a circle to what helps whoever worries about them; asks nothing."""
    if not isinstance(viewer, Member) or not viewer.is_acting:
        return None
    url = reverse("care:worried", args=[viewer.community.slug, circle.id, person.id])
    return PersonLine(_("I am worried about %(name)s") % {"name": person}, url)


def person_of(viewer: Actor, circle: Circle, membership_id: UUID) -> CircleMembership:
    """Return somebody in a circle whom the viewer sees there.

    Raises:
        NotVisible: when there is none.
    """
    return person_in(viewer, circle, membership_id)


def who_would_read(viewer: Member, about: Member, *, now: datetime, time_zone: str) -> list[Member]:
    """Return who stated that they are there now and would find a worry about somebody; usually nobody.

    Neither of the two is among them, nor is who is kept apart from either: they would not be shown it.
    """
    there = [one.member for one in duty_for(viewer, now=now, time_zone=time_zone).there]
    if not there:
        return []
    off = kept_apart_ids(about) | {about.id, viewer.id}
    return [member for member in there if member.id not in off]


def own_worries(viewer: Member, about: CircleMembership) -> list[Worry]:
    """Return what the viewer told those on duty about somebody: when, and who looks after it since when."""
    rows = Worry.objects.filter(by__member=viewer, about=about, about__member__died=None)
    return list(rows.select_related("in_hand").order_by("-created", "id")[:5])


def hears_worries(viewer: Actor, *, now: datetime, time_zone: str) -> bool:
    """Whether the viewer is among those who look after such things."""
    people = duty_for(viewer, now=now, time_zone=time_zone).people
    return getattr(viewer, "id", None) in {one.member.id for one in people}


def worries(viewer: Member, *, now: datetime, time_zone: str) -> list[WorrySeen]:
    """Return what somebody worries about, to who is on duty, oldest first.

    Raises:
        NotVisible: to anybody else.
    """
    if not may_hear_worries(viewer, hears_worries(viewer, now=now, time_zone=time_zone)):
        raise NotVisible
    apart = kept_apart_ids(viewer)
    rows = (
        Worry.objects.filter(erase_after__gt=now, about__member__died=None)
        .exclude(about__member=viewer)
        .exclude(about__member__in=apart)
        .exclude(by__member__in=apart)
        .select_related("about", "by", "in_hand")
    )
    found = list(rows[:PAGE])
    for row in found:
        row.for_viewer = True
    texts = sealed.open_all([row.words for row in found], viewer=viewer)
    return [
        WorrySeen(row, str(row.about), str(row.by), text or "", str(row.in_hand) if row.in_hand else "")
        for row, text in zip(found, texts, strict=True)
    ]


def worry_in_reach(viewer: Member, worry_id: UUID, *, now: datetime, time_zone: str) -> Worry:
    """Return one worry, to who is on duty.

    Raises:
        NotVisible: to anybody else.
    """
    for seen in worries(viewer, now=now, time_zone=time_zone):
        if seen.worry.id == worry_id:
            return seen.worry
    raise NotVisible


def those_apart(viewer: Actor) -> tuple[Any, Any]:
    """Return whom the viewer is kept apart from, as two questions inside another (`members.kept_apart_ids` agrees)."""
    me = getattr(viewer, "id", None)
    asked = KeptApart.objects.filter(asker_id=me).values("other_id")
    return asked, KeptApart.objects.filter(other_id=me).values("asker_id")


def _company() -> QuerySet[Buddies]:
    """Return the pairs of whom nobody is read as dead."""
    return Buddies.objects.filter(newcomer__died=None, buddy__died=None)


def company_of(viewer: Member) -> Company:
    """Return the viewer's own buddy, and whom they are one for; without whom they are kept apart from."""
    asked, was_asked = those_apart(viewer)
    mine = Q(newcomer=viewer) | Q(buddy=viewer)
    pairs = _company().filter(mine).select_related("newcomer", "buddy")
    for side in ("newcomer__in", "buddy__in"):
        pairs = pairs.exclude(**{side: asked}).exclude(**{side: was_asked})
    rows = list(pairs)
    own = next((row for row in rows if row.newcomer_id == viewer.id), None)
    return Company(own, [row for row in rows if row.buddy_id == viewer.id])


def pair_in_reach(viewer: Actor, pair_id: UUID) -> Buddies:
    """Return one pair, to the two.

    Raises:
        NotVisible: to anybody else.
    """
    me = getattr(viewer, "id", None)
    found = _company().filter(Q(newcomer=me) | Q(buddy=me), id=pair_id).first() if me else None
    if found is None:
        raise NotVisible
    return found


def offers(viewer: Actor, *, now: datetime, after: str = "") -> tuple[list[OfferSeen], str]:
    """Return one page of what members offer, and the key of the next page or "".

    Who rests, has stepped back, is away or on hold is not there; nor is whom the viewer is kept apart from.

    Raises:
        Refused: to who is not inside.
    """
    require(may_see_offers(viewer))
    rows = standing_offers(viewer, now=now)
    if after:
        moment, _tilde, last = after.partition("~")
        try:
            key = (datetime.fromisoformat(moment.replace(" ", "+")), UUID(last))
        except ValueError:
            raise NotVisible from None
        rows = rows.filter(Q(created__gt=key[0]) | Q(created=key[0], id__gt=key[1]))
    found = list(rows.select_related("member")[: PAGE + 1])
    more = f"{found[PAGE - 1].created.isoformat()}~{found[PAGE - 1].id}" if len(found) > PAGE else ""
    room = rooms([offer.member_id for offer in found[:PAGE]], now=now)
    return [OfferSeen(offer, str(offer.member), room[offer.member_id]) for offer in found[:PAGE]], more


def standing_offers(viewer: Actor, *, now: datetime) -> QuerySet[Offer]:
    """Return the offers of who is here: nobody's who rests, has stepped back or is kept apart from the viewer."""
    asked, was_asked = those_apart(viewer)
    return (
        Offer.objects.filter(member__standing=Standing.MEMBER, member__stepped_back=None)
        .exclude(member__in=asked)
        .exclude(member__in=was_asked)
        .exclude(member__in=open_holds(now=now).values("member"))
        .exclude(member__in=_resting(now.date()))
    )


def _resting(today: date) -> Any:
    resting = Q(rest_from__lte=today) & (Q(rest_until=None) | Q(rest_until__gte=today))
    resting |= Q(rest_from=None, rest_until__gte=today)
    return Load.objects.filter(resting).values("member")


def rooms(member_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, bool]:
    """Return who of some members may be asked for one more; two queries."""
    ids = list(member_ids)
    loads = {load.member_id: load for load in Load.objects.filter(member__in=ids)}
    carries = dict.fromkeys(ids, 0)
    for buddy in _company().filter(buddy__in=ids).values_list("buddy_id", flat=True):
        carries[buddy] += 1
    found = {}
    for one in ids:
        load = loads.get(one)
        rests = [Rest(load.rest_from, load.rest_until)] if load else []
        cap = load.cap if load else USUAL
        found[one] = has_room(carries=carries[one], cap=cap, rests=rests, today=now.date())
    return found


def has_room_for_one(member_id: UUID, *, now: datetime) -> bool:
    """Whether a member may be asked for one more, and is here."""
    here = Member.objects.filter(id=member_id, standing=Standing.MEMBER, stepped_back=None)
    return (
        here.exclude(id__in=open_holds(now=now).values("member")).exists()
        and rooms([member_id], now=now)[member_id]
    )


def offer_in_reach(viewer: Actor, offer_id: UUID) -> Offer:
    """Return one offer.

    Raises:
        NotVisible: when it is gone, or the two are kept apart.
    """
    found = Offer.objects.filter(id=offer_id).select_related("member").first()
    if found is None or not may_see_offers(viewer) or found.member_id in kept_apart_ids(viewer):
        raise NotVisible
    return found


def own_offer(member: Member) -> tuple[Offer | None, Load | None]:
    """Return what a member offers, and how much they carry: for themselves only."""
    return Offer.objects.filter(member=member).first(), Load.objects.filter(member=member).first()
