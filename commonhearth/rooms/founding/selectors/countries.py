"""The facts of a country by topic, and what to ask where we could read nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commonhearth.core.places.countries import country_name
from commonhearth.rooms.founding.countries import TOPICS, Fact, shipped
from commonhearth.rooms.founding.wording.countries import ASK
from commonhearth.rooms.founding.wording.countries import TOPICS as TOPIC_WORDS


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: the facts, and what to ask; `ask` stands alone where we could read nothing."""

    key: str
    heading: Any
    facts: tuple[Fact, ...]
    ask: Any


def countries_with_facts() -> list[tuple[str, str]]:
    """Return (code, name) of the countries that we read something about, by name."""
    codes = {fact.country for fact in shipped()}
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


def topics_of(country: str) -> list[Topic]:
    """Return every topic for a country, also for one about which we could read nothing."""
    facts = [fact for fact in shipped() if fact.country == country]
    return [
        Topic(key, TOPIC_WORDS[key], tuple(fact for fact in facts if fact.topic == key), ASK[key])
        for key in TOPICS
    ]
