"""Something was reported without a name and with one; who looks at it, their hours, a neighbour who said yes."""

from __future__ import annotations

from datetime import time

from commonhearth.rooms.care import services
from tests.world import Place

#: What the addresses of receipts carry; a test is no guess.
SECRET, LENT = "receipt-of-the-tests-only", "lent-link-of-the-tests-only"


def furnish(place: Place, names: dict[str, str]) -> None:
    """Report, take, state hours, name a neighbour and lend them the case."""
    member, steward = place.acting("member"), place.acting("steward")
    case = services.report(
        actor=member,
        words="The kettle was thrown.",
        about="situation",
        secret=f"{SECRET}-{place.community.slug}",
        number=f"TEST-{place.community.slug[:4].upper()}",
        now=place.now,
    )
    services.take(actor=steward, case=case, now=place.now)
    hours = services.state_hours(actor=steward, weekday=0, starts=time(18), ends=time(21), now=place.now)
    neighbour = services.add_neighbour(
        actor=steward,
        name="Ottilie",
        of_community="The Wharf",
        reach="at the library on Tuesdays",
        said_yes=place.now.date(),
        now=place.now,
    )
    services.borrow(
        actor=steward, case=case, neighbour=neighbour, secret=f"{LENT}-{place.community.slug}", now=place.now
    )
    place.things |= {"case_id": case.id, "hours_id": hours.id, "neighbour_id": neighbour.id}
