"""Which time zone a country's people most likely mean: the first that the time-zone database names for it."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

USUAL = "Europe/London"


@lru_cache(maxsize=1)
def _first_of_each() -> dict[str, str]:
    """Read the public-domain table that comes with the tzdata package."""
    found: dict[str, str] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _coordinates, zone, *_ = line.split("\t")
            found.setdefault(country, zone)
    return found


def zone_of(country: str) -> str:
    """Return the zone to offer for a country; the host's usual one where it is not known."""
    return _first_of_each().get(country, USUAL)
