"""Which clock hangs on the wall of a place: the zone of its country, told apart by an offset where it has several."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo


def zone_of(country: str, offset: Any = None) -> ZoneInfo | None:
    """Return the zone of a country, or None where it has several and nothing tells which.

    Args:
        offset: hours from UTC as a publisher gives them, in winter or in summer.
    """
    named = _zones().get(country, ())
    ways = {name: _offsets(name) for name in named}
    if len(set(ways.values())) == 1:
        return ZoneInfo(named[0])
    if isinstance(offset, bool) or not isinstance(offset, int | float):
        return None
    fitting = [name for name in named if timedelta(hours=offset) in ways[name]]
    return ZoneInfo(fitting[0]) if len({ways[name] for name in fitting}) == 1 else None


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """Return the zones of each country, the likeliest first, from the time zone database (public domain)."""
    found: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return {country: tuple(names) for country, names in found.items()}


@cache
def _offsets(name: str) -> tuple[timedelta, timedelta]:
    zone = ZoneInfo(name)
    winter, summer = (datetime(2026, month, 15, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
    return winter, summer
