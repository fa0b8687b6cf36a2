"""A circle needs someone; somebody has died and the circle was told; a member wished for the time after."""

from __future__ import annotations

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import circle_of
from commonhearth.rooms.care.models import Farewell, Need
from commonhearth.rooms.care.services import remembering, stepping
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
    remembering.wish(actor=place.acting("member"), words="nameless", remembered=True, now=place.now)
