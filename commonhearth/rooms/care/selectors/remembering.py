"""A farewell as a circle's people may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import Lately, NextThing, Recent, circle_of
from commonhearth.foundation.circles.selectors.seeing import named
from commonhearth.foundation.members.access import may_undo_died
from commonhearth.foundation.members.models import Death, Member
from commonhearth.foundation.members.selectors import death_waiting, kept_apart_ids
from commonhearth.rooms.care.access.remembering import may_see_farewell
from commonhearth.rooms.care.models.remembering import Farewell, LastWish, Remembered
from commonhearth.rooms.helplines.selectors import Section, helplines_of

if TYPE_CHECKING:
    from commonhearth.foundation.communities.models import Community

#: How long a circle is led to a farewell; the page itself stays.
AHEAD_FOR = timedelta(days=60)
PAGE = 50


@dataclass(frozen=True, slots=True)
class FarewellSeen:
    """A farewell in a circle."""

    farewell: Farewell
    circle: Circle
    #: Who died, as the circle knew them.
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody remembers."""

    name: str
    words: str
    mine: bool


def own_wish(member: Member) -> LastWish | None:
    """Return what a member wished for the time after their death."""
    return LastWish.objects.filter(member=member).first()


def farewell_seen(viewer: Actor, farewell_id: UUID, *, now: datetime) -> FarewellSeen:
    """Return one farewell.

    Raises:
        NotVisible: to who is not in the circle; and before the circle was told, to who does not look after it.
    """
    row = Farewell.objects.filter(id=farewell_id).select_related("circle", "seat").first()
    if row is None:
        raise NotVisible
    row.circle = circle_of(row.circle_id, now=now)
    if not may_see_farewell(viewer, row):
        raise NotVisible
    return FarewellSeen(row, named([row.circle], viewer=viewer)[0], str(row.seat))


def remembered(viewer: Actor, farewell: Farewell) -> list[Line]:
    """Return what the circle's people remember, oldest first, without whom the viewer is kept apart from."""
    if farewell.opened_by_id is None:
        return []
    apart = kept_apart_ids(viewer)
    rows = Remembered.objects.filter(farewell=farewell).exclude(seat__member__in=apart)
    found = list(rows.select_related("seat")[:PAGE])
    for row in found:
        row.farewell = farewell
    texts = sealed.open_all([row.words for row in found], viewer=viewer)
    seat = seat_in(viewer, farewell.circle)
    own = seat.membership_id if seat else None
    return [
        Line(str(row.seat), text, row.seat_id == own)
        for row, text in zip(found, texts, strict=True)
        if text is not None
    ]


def farewells_ahead(viewer: Actor, circle: Circle, now: datetime) -> list[NextThing]:
    """Lead from a circle to its farewells; before the circle was told, only who is to tell it."""
    if seat_in(viewer, circle) is None:
        return []
    found = Farewell.objects.filter(circle=circle, created__gt=now - AHEAD_FOR).select_related("seat")[:10]
    lines = []
    for row in found:
        row.circle = circle
        if not may_see_farewell(viewer, row):
            continue
        if row.told is None:
            words = _("Something here needs a person, not a message.")
        else:
            words = _("%(name)s has died.") % {"name": row.seat}
        lines.append(
            NextThing(words, reverse("care:farewell", args=[circle.community.slug, row.id]), row.created)
        )
    return lines


def newest(member_id: UUID, now: datetime) -> Subquery:
    """Read along with a circle when its newest farewell began, so that most circle pages ask no more for it."""
    rows = Farewell.objects.filter(circle=OuterRef("pk")).order_by("-created")
    return Subquery(rows.values("created")[:1])


def lately(viewer: Actor, circle: Circle, now: datetime) -> Lately | None:
    """Lead from a circle's page to its farewells: nobody is told of one, so whoever comes by must find it."""
    newest = circle.newest_farewell  # type: ignore[attr-defined]  # read along by `circle_for(ahead=True)`
    if newest is None or newest <= now - AHEAD_FOR:
        return None
    found = farewells_ahead(viewer, circle, now)
    if not found:
        return None
    missing = reverse("care:missing", args=[circle.community.slug, circle.id])
    recent = [Recent(one.sentence, one.url, one.when or now) for one in found]
    return Lately(_("Farewells"), _("When somebody is missing"), missing, recent)


def death_to_undo(viewer: Actor, seen: FarewellSeen) -> Death | None:
    """Return the entry itself, in the circle of everyone, to who may undo it; elsewhere it would tie names together."""
    if not seen.circle.is_root:
        return None
    death = death_waiting(seen.farewell.seat.member)
    return death if death is not None and may_undo_died(viewer, death) else None


def numbers_of(community: Community, *, viewer: Actor) -> list[Section]:
    """Return the numbers to call at once, and those of people who listen, where the community is."""
    found = helplines_of(community.country.upper(), viewer=viewer)
    return [section for section in found if section.purpose in ("emergency", "talk")]
