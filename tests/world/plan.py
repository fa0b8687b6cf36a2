"""A member has a plan; one part of it is shown to a neighbour."""

from __future__ import annotations

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.circles.selectors import root_circle
from commonhearth.rooms.care.services import plan as services
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Write two parts, show one."""
    member, neighbour = place.acting("member"), place.acting("neighbour")
    root = root_circle(now=place.now)
    part = services.write_part(
        actor=member, kind="early_signs", text="I stop answering the door.", now=place.now
    )
    services.write_part(actor=member, kind="own", heading="The cat", text="She eats at six.", now=place.now)
    share = services.share_part(
        actor=member,
        part=part,
        circle=root,
        reader=CircleMembership.objects.get(circle=root, member=neighbour),
        now=place.now,
    )
    place.things |= {"part_id": part.id, "share_id": share.id, "seat_id": share.seat_id}
