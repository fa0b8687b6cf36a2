"""Facts per country, read strictly from the file that comes with the code: what is not right is refused.

The file changes with the code and is read once per process; no table holds a second copy of it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from commonhearth.core.places.country_names import COUNTRY_NAMES

#: After so many days a page says that the fact was read long ago, and `hearth check` warns.
FRESH_FOR = timedelta(days=365)
TOPICS = ("form", "bank", "insurance", "room", "safeguarding", "money")
KEY = re.compile(r"^[a-z]{2}(-[a-z0-9]+)+$")
DATED = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
READ_HOW = frozenset({"live", "stored-copy"})
NEEDED = frozenset({"key", "country", "topic", "says", "source_name", "source_url"})
OPTIONAL = frozenset({"costs", "waits", "asks", "region", "source_dated", "read_on", "read_how"})


class WrongFact(ValueError):
    """A fact of the file is not as it should be. Carries its key and what is wrong."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source says of one topic in one country, in our words.

    Attributes:
        costs, waits, asks: what it costs, what may wait, whom to ask; empty where the source does not say.
        read_how: "live", or "stored-copy": a copy that others keep, which may be older than the day we read it.
    """

    key: str
    country: str
    topic: str
    says: str
    source_name: str
    source_url: str
    read_on: date
    read_how: str
    costs: str = ""
    waits: str = ""
    asks: str = ""
    region: str = ""
    source_dated: str = ""

    def is_old(self, *, today: date) -> bool:
        """Return whether nobody has read its source for longer than `FRESH_FOR`."""
        return today - self.read_on > FRESH_FOR


@lru_cache(maxsize=1)
def shipped() -> tuple[Fact, ...]:
    """Return the facts of the package's own file."""
    return read(files(__package__).joinpath("data/countries.toml").read_text(encoding="utf-8"))


def read(text: str) -> tuple[Fact, ...]:
    """Return the facts of a file's text, in its order.

    Raises:
        WrongFact: on the first that is not right.
    """
    document = tomllib.loads(text)
    facts: dict[str, Fact] = {}
    for raw in document.get("fact", []):
        fact = _checked(raw, document)
        if fact.key in facts:
            raise WrongFact(fact.key, "stands twice")
        facts[fact.key] = fact
    return tuple(facts.values())


def _checked(raw: dict[str, Any], document: dict[str, Any]) -> Fact:
    key = str(raw.get("key", "?"))
    missing, unknown = NEEDED - raw.keys(), raw.keys() - NEEDED - OPTIONAL
    if missing:
        raise WrongFact(key, f"lacks {', '.join(sorted(missing))}")
    if unknown:
        raise WrongFact(key, f"has {', '.join(sorted(unknown))}, which nobody reads")
    whole: dict[str, Any] = {"read_on": document.get("read_on"), "read_how": document.get("read_how")} | raw
    fact = Fact(**whole)
    rules = {
        "its key is not country-name": KEY.match(key) and key.startswith(f"{fact.country.lower()}-"),
        "its country has no name here": fact.country in COUNTRY_NAMES,
        "its topic is unknown": fact.topic in TOPICS,
        "it says nothing": fact.says.strip(),
        "its source is not a web address": urlsplit(fact.source_url).scheme in {"http", "https"},
        "its source’s date is not a date": not fact.source_dated or DATED.match(fact.source_dated),
        "it does not say when its source was read": type(fact.read_on) is date,
        "it does not say how its source was read": fact.read_how in READ_HOW,
    }
    for problem, holds in rules.items():
        if not holds:
            raise WrongFact(key, problem)
    return fact
