"""Who is on duty now, and when somebody is again: what people stated, and never more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from commonhearth.core.care.hours import Stretch, is_there, next_there, nights
from commonhearth.foundation.members.access import Actor
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import kept_apart_ids
from commonhearth.rooms.care.models import DutyHours, Neighbour
from commonhearth.rooms.care.selectors.team import tiers
from commonhearth.rooms.helplines.selectors import helplines_of


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One person who looks after what isn't right, with the hours they stated."""

    member: Member
    hours: list[Stretch]
    now: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Who looks after it, who of them is there now, and what is true about the nights.

    Attributes:
        again: when somebody is there next, by the community's clock; None where no hours are stated.
        nights: "none", "some" or "all".
    """

    people: list[OnDuty]
    again: datetime | None
    nights: str

    @property
    def there(self) -> list[OnDuty]:
        """Those who stated to be there now."""
        return [one for one in self.people if one.now]


def duty_for(viewer: Actor, *, now: datetime, time_zone: str, but_me: bool = False) -> Duty:
    """Return who looks after what isn't right, as a viewer may know it, in about three queries.

    Somebody kept apart from the viewer is not named; nor are hours counted that they alone stated.

    Args:
        but_me: for what the viewer reports themselves, which others look at.
    """
    off = kept_apart_ids(viewer)
    if but_me and isinstance(viewer, Member):
        off.add(viewer.id)
    return duty_of(tiers(now=now).team(off=off), now=now, time_zone=time_zone)


def duty_of(people: list[Member], *, now: datetime, time_zone: str) -> Duty:
    """Return the hours that these people stated, and what follows from them, in one query."""
    stated: dict[UUID, list[Stretch]] = defaultdict(list)
    rows = DutyHours.objects.filter(member__in=people)
    for member_id, weekday, starts, ends in rows.values_list("member_id", "weekday", "starts", "ends"):
        stated[member_id].append(Stretch(weekday, starts, ends))
    local = now.astimezone(ZoneInfo(time_zone))
    wall = local.replace(tzinfo=None)
    every = [stretch for hours in stated.values() for stretch in hours]
    again = next_there(every, wall)
    return Duty(
        people=[OnDuty(one, stated[one.id], is_there(stated[one.id], wall)) for one in people],
        again=again.replace(tzinfo=local.tzinfo) if again else None,
        nights=nights(every),
    )


def own_hours(member: Member) -> list[DutyHours]:
    """Return the hours that a member stated for themselves."""
    return list(DutyHours.objects.filter(member=member))


def neighbours() -> list[Neighbour]:
    """Return who from neighbour communities said yes to being asked."""
    return list(Neighbour.objects.all()[:20])


def numbers_at_once(country: str, *, viewer: Actor) -> list[Any]:
    """Return the first numbers of a country to call when there is danger, and where somebody is harmed."""
    sections = {section.purpose: section.lines for section in helplines_of(country.upper(), viewer=viewer)}
    return [
        *sections.get("emergency", [])[:1],
        *sections.get("talk", [])[:1],
        *sections.get("harmed", [])[:1],
    ]
