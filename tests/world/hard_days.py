"""What nobody hopes for, one of each: kept apart, held, asked to leave, barred, died."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.members import services
from commonhearth.foundation.members.models import Member
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """It all happens to people without a sign-in, so that the cast stands as it is said to stand."""
    steward, member, neighbour = (place.acting(who) for who in ("steward", "member", "neighbour"))
    olga = _without_sign_in(place, "Olga")
    hold = services.place_hold(actor=steward, member=olga, talk_to="Karla", why="a fight", now=place.now)
    removal = services.ask_to_leave(
        danger_now=True,
        actor=steward,
        member=olga,
        takes_effect=(place.now + timedelta(days=30)).date(),
        appeal_to="the circle of elders",
        why="a second fight",
        now=place.now,
    )
    otto = _without_sign_in(place, "Otto")
    death = services.say_died(actor=member, member=otto, now=place.now)
    services.keep_apart(actor=neighbour, other=otto, now=place.now)
    boris = services.leave(actor=as_actor(_without_sign_in(place, "Boris"), now=place.now), now=place.now)
    bar = services.bar(actor=steward, member=boris, why="threats", now=place.now)
    place.things |= {
        "apart_id": otto.id,
        "without_sign_in_id": olga.id,
        "hold_id": hold.id,
        "removal_id": removal.id,
        "death_id": death.id,
        "bar_id": bar.id,
    }


def _without_sign_in(place: Place, name: str) -> Member:
    return services.add_without_sign_in(
        actor=place.acting("steward"), name=name, speaks_through=place.acting("neighbour"), now=place.now
    )
