"""Something that meets in each circle: the kitchen with its doors open to all, and a guest who means to come."""

from __future__ import annotations

from datetime import time, timedelta

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.circles.models import CircleMembership, Office, Role
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.services import calendars, guests
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Plan, come, make a calendar's address."""
    first = (place.now + timedelta(days=2)).date()
    for key in ("root", "open", "closed", "hidden"):
        member = place.acting("member")
        second = _second(place, key)  # for the first meeting; later tests find nobody in that role
        series = services.plan(
            actor=member,
            circle=place.circles[key],
            said=services.Plan(
                title=f"Round of {key}",
                first=first,
                at=time(18, 30),
                zone="Europe/London",
                rule=rule_for(HowOften.WEEKLY, first),
                kind="support" if key in ("closed", "hidden") else "meeting",
                doors="all" if key == "open" else "circle",
                place_for="all",
                place="12 Harbour Street",
                online="https://meet.example/room",
            ),
            now=place.now,
        )
        second.delete()
        meeting = selectors.first_date(series, now=place.now)
        services.answer(actor=member, meeting=meeting, says="coming", now=place.now)
        place.by_circle(key, series_id=series.id, meeting_id=meeting.id)
        if key == "open":
            guest = guests.come(actor=VISITOR, meeting=meeting, name="Wanda", now=place.now)
            assert guest is not None
            place.by_circle(key, guest_id=guest.id)
    place.things["feed_secret"] = calendars.new_feed(
        actor=place.acting("member"), naming="titles", only_yes=False, now=place.now
    )


def _second(place: Place, key: str) -> Role:
    """Name who steps in."""
    seat = CircleMembership.objects.get(circle=place.circles[key], member=place.acting("member"), left=None)
    today = place.now.date()
    return Role.objects.create(
        circle=place.circles[key],
        office=Office.SECOND,
        holder=seat,
        starts=today,
        ends=today + timedelta(days=90),
        created=place.now,
    )
