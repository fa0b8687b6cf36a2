"""What people may ask for, by country: read from the shipped file, each with its source and the day it was read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

FRESH_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Right:
    """One thing that somebody may ask for, in our words."""

    key: str
    title: str
    words: str
    ask: str
    source_name: str
    source_url: str
    source_dated: str
    read_on: date

    def is_old(self, *, today: date) -> bool:
        """Return whether nobody has read its source for longer than a year."""
        return today - self.read_on > FRESH_FOR


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter for one's records rests on, and by when an answer is due, as the source says."""

    law: str
    answer_within: str
    costs: str


@dataclass(frozen=True, slots=True)
class Country:
    """A country's page."""

    code: str
    name: str
    rights: tuple[Right, ...]
    letter: Letter | None


@cache
def pages() -> dict[str, Country]:
    """Return every country's page by its code, in the order of the file.

    Raises:
        KeyError: when an entry of the file lacks what it must have; a test reads it too.
    """
    shipped: dict[str, Any] = tomllib.loads(
        files("commonhearth.rooms.resources").joinpath("data/rights.toml").read_text()
    )
    read_on = shipped["read_on"]
    found = {}
    for country in shipped["country"]:
        rights = tuple(
            Right(
                key=f"{country['code'].lower()}-{right['key']}",
                title=right["title"],
                words=right["words"],
                ask=right.get("ask", ""),
                source_name=right["source_name"],
                source_url=right["source_url"],
                source_dated=right.get("source_dated", ""),
                read_on=right.get("read_on", read_on),
            )
            for right in country["right"]
        )
        letter = Letter(**country["letter"]) if "letter" in country else None
        found[country["code"]] = Country(country["code"], country["name"], rights, letter)
    return found
