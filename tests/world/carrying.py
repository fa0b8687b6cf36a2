"""A circle needs someone; somebody has died and the circle was told; a member wished for the time after."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.rooms.care.models import Farewell, Need, Offer
from commonhearth.rooms.care.services import accompanying, remembering, stepping, supporting
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """In each circle; the farewell is for somebody who has left it, so that the cast stands as it is."""
    for key in ("open", "closed", "hidden"):
        circle = place.circles[key]
        stepping.note_need(circle_id=circle.id, office="secretary", now=place.now)
        seat = CircleMembership.objects.get(circle=circle, member=place.acting("former"))
        farewell = Farewell.objects.create(circle=circle, seat=seat, created=place.now)
        farewell.circle = circle_of(circle.id, now=place.now)
        remembering.say_told(actor=place.acting("member"), farewell=farewell, now=place.now)
        remembering.begin_remembrance(actor=place.acting("member"), farewell=farewell, now=place.now)
        place.by_circle(
            key, need_id=Need.objects.get(circle=circle, office="secretary").id, farewell_id=farewell.id
        )
    _company(place)
    remembering.wish(actor=place.acting("member"), words="nameless", remembered=True, now=place.now)


def _company(place: Place) -> None:
    """A member offers company and was asked for it; somebody on duty was told of a worry."""
    member, neighbour, guest = (place.acting(who) for who in ("member", "neighbour", "guest"))
    carries = {"times": "evenings", "ways": "walks", "cap": 3, "rest_from": None, "rest_until": None}
    for who, would_like in ((member, "somebody to cook with"), (neighbour, "help with a form")):
        supporting.set_offer(
            actor=who, for_newcomers=True, to_listen=True, would_like=would_like, now=place.now, **carries
        )
    supporting.wish_for_quiet(
        actor=member, way="write", words="A card is fine.", shown_to="community", tell_me=True, now=place.now
    )
    pair = supporting.ask_for_buddy(actor=guest, offer=Offer.objects.get(member=member), now=place.now)
    about = CircleMembership.objects.get(circle=place.circles["root"], member=member)
    worry = supporting.raise_worry(
        actor=neighbour,
        about=about,
        words="No light for a week.",
        there=[place.acting("steward")],
        now=place.now,
    )
    tomorrow = (place.now + timedelta(days=1)).date()
    ways = {
        who: accompanying.ask_along(
            actor=place.acting(who), day=tomorrow, words="To the office at ten.", now=place.now
        )
        for who in ("member", "neighbour")
    }
    along = accompanying.come_along(actor=neighbour, errand=ways["member"], now=place.now)
    place.things |= {
        "errand_id": ways["neighbour"].id,
        "companion_id": along.id,
        "pair_id": pair.id,
        "buddy_offer_id": Offer.objects.get(member=neighbour).id,
        "worry_id": worry.id,
    }
