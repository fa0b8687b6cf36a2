"""What the Help now pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import SheetPart
from commonhearth.rooms.helplines.access import may_read_helplines
from commonhearth.rooms.helplines.countries import NAMES
from commonhearth.rooms.helplines.models import Helpline, Purpose
from commonhearth.rooms.helplines.points import OWN_FIRST_LINK, FirstLink

__all__ = [
    "OWN_FIRST_LINK",
    "FirstLink",
    "Section",
    "countries",
    "emergency_lines",
    "helplines_for_others",
    "helplines_of",
    "on_the_board",
]


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one purpose, under the heading for it."""

    purpose: str
    heading: str
    lines: list[Helpline]


def helplines_of(country: str, *, viewer: Any) -> list[Section]:
    """Return a country's lines by purpose, emergency first; purposes without lines are left out."""
    require(may_read_helplines(viewer))
    lines = list(Helpline.objects.filter(country=country))
    return _sections(lines)


def helplines_for_others(country: str, *, viewer: Any) -> list[Section]:
    """Return the lines for somebody who worries about another: emergency, where that is welcome, youth."""
    require(may_read_helplines(viewer))
    lines = [
        line
        for line in Helpline.objects.filter(country=country)
        if line.for_others or line.purpose in {Purpose.EMERGENCY, Purpose.YOUNG, Purpose.WORRIED}
    ]
    return _sections(lines)


def emergency_lines(*, viewer: Any) -> list[tuple[str, Helpline]]:
    """Return (country code, its first emergency line) for every country, in order of its name."""
    require(may_read_helplines(viewer))
    first: dict[str, Helpline] = {}
    for line in Helpline.objects.filter(purpose=Purpose.EMERGENCY):
        first.setdefault(line.country, line)
    return [(code, first[code]) for code, _name in countries() if code in first]


def on_the_board(viewer: Any, circle: Circle, now: datetime) -> SheetPart | None:
    """Return the lines of the community's country for a circle's notice board."""
    sections = helplines_of(circle.community.country, viewer=viewer)
    if not sections:
        return None
    given = {"sections": sections, "today": now.date()}
    return SheetPart(gettext("Help now"), order=90, template="helplines/on_sheet.html", given=given)


def countries() -> list[tuple[str, str]]:
    """Return (code, name) of every country we ship numbers for, by name, the European Union last."""
    named = [(code, str(name)) for code, name in NAMES.items()]
    return sorted(named, key=lambda pair: (pair[0] == "EU", pair[1]))


def _sections(lines: list[Helpline]) -> list[Section]:
    found = []
    for purpose in Purpose:
        fitting = [line for line in lines if line.purpose == purpose]
        if fitting:
            found.append(Section(purpose.value, str(purpose.label), fitting))
    return found
