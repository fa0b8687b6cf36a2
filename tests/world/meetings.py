"""Something that meets in each circle: the kitchen with its doors open to all, and a guest who means to come."""

from __future__ import annotations

from datetime import time, timedelta

from commonhearth.core.rhythm import HowOften, rule_for
from commonhearth.foundation.access import VISITOR
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.services import calendars, guests
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Plan, come, make a calendar's address."""
    first = (place.now + timedelta(days=2)).date()
    for key in ("root", "open", "closed", "hidden"):
        member = place.acting("member")
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
