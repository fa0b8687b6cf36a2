"""A circle of each openness with `member`, `paused` and `former` in it, and one for `neighbour` alone."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Office, Openness
from tests.world import Place

#: Circle by its key in `place.circles`: kind, openness, name, purpose.
CIRCLES = {
    "open": (CircleKind.WORKING, Openness.OPEN, "Kitchen", "Cooks on Thursdays."),
    "closed": (CircleKind.SUPPORT, Openness.CLOSED, "Evening", "Hearing voices, in our own words."),
    "hidden": (CircleKind.SUPPORT, Openness.CONFIDENTIAL, "Lantern", "For those who were hurt at home."),
}


def furnish(place: Place, names: dict[str, str]) -> None:
    """Open the circles, let people in, leave one asking and give one role."""
    root = Circle.objects.get(circle_kind=CircleKind.ROOT)
    place.circles["root"] = root
    for key, (kind, openness, name, purpose) in CIRCLES.items():
        place.circles[key] = services.open_circle(
            actor=place.acting("member"),
            parent=root,
            kind=kind,
            openness=openness,
            name=name,
            purpose=purpose,
            own_name="Moss",
            now=place.now,
        )
        for who in ("paused", "former"):
            bring_in(place, place.circles[key], who, f"{names[who]} in {name}")
    place.circles["other"] = services.open_circle(
        actor=place.acting("neighbour"),
        parent=root,
        kind=CircleKind.WORKING,
        openness=Openness.CLOSED,
        name="Allotment",
        purpose="Beans.",
        own_name="Fern",
        now=place.now,
    )
    asking = services.ask_to_join(
        actor=place.acting("neighbour"), circle=place.circles["closed"], name="Nettle", now=place.now
    )
    place.by_circle("closed", asking_id=asking.id)
    for key in CIRCLES:
        circle = place.circles[key]
        role = services.give_role(
            actor=place.acting("member"),
            circle=circle,
            office=Office.FACILITATOR,
            holder=CircleMembership.objects.get(circle=circle, member=place.acting("member"), left=None),
            starts=place.now.date(),
            ends=(place.now + timedelta(days=180)).date(),
            now=place.now,
        )
        place.by_circle(key, role_id=role.id)


def bring_in(place: Place, circle: Circle, who: str, name: str) -> CircleMembership:
    """Invite somebody from inside where that is needed, and let them join under a name."""
    if circle.openness != Openness.OPEN:
        at_root = CircleMembership.objects.get(
            circle=place.circles["root"], member=place.acting(who), left=None
        )
        services.invite(actor=place.acting("member"), circle=circle, person=at_root, now=place.now)
    return services.join(actor=place.acting(who), circle=circle, name=name, now=place.now)
