"""The directory at the size of the largest open aggregator: searches of many kinds, as a visitor makes them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench.inside import Door
from bench.names import MANY_TOWNS
from tests.counting import asked as questions

#: What people ask for besides a town; some of it misspelt.
WORDS = (
    "",
    "",
    "",
    "mental health",
    "peer support",
    "repair",
    "garden",
    "co-operative",
    "gardn",
    "libary co",
)
KINDS = ("", "", "", "", "peer", "food")
RADII = (5, 10, 25, 25, 25, 25, 50, 100, 250)
#: Searches that are told by themselves: crowded, wide, or both.
OWN: dict[str, dict[str, Any]] = {
    "London, 25 km": {"place": "London", "within": 25},
    "London, 250 km": {"place": "London", "within": 250},
    "London, 25 km, words": {"place": "London", "within": 25, "words": "mental health"},
    "Portsmouth, 25 km": {"place": "Portsmouth", "within": 25},
    "a word, anywhere": {"words": "garden"},
    "anything, anywhere": {"open": "on"},
    "map of London, 25 km": {"place": "London", "within": 25, "as": "map"},
    "map of London, 250 km": {"place": "London", "within": 250, "as": "map"},
}
MIX = "searches of many kinds"
MAPS = "maps of many kinds"


@dataclass(slots=True)
class Searches:
    """How long searches take: milliseconds by the clock and of CPU; the most queries of any."""

    p50: float
    p95: float
    cpu: float
    queries: int
    #: The selector alone (place, ranking and cards), without the page around it.
    alone_p95: float


def many(rng: Random, count: int, **more: str) -> Iterator[dict[str, Any]]:
    """Return so many different questions: towns as often as they have groups, one in ten nowhere."""
    for _ in range(count):
        asked: dict[str, Any] = {"within": rng.choice(RADII), "kind": rng.choice(KINDS)}
        asked["words"] = rng.choice(WORDS)
        if rng.random() < 0.9 or more:
            asked["place"] = rng.choices(MANY_TOWNS, [town.share for town in MANY_TOWNS])[0].name
        yield asked | more


def searches(application: Any, *, seed: int, count: int, rounds: int) -> dict[str, Searches]:
    """Ask the page and the selector behind it; each question first, then with what is known from it."""
    found = {
        MIX: _measure(application, list(many(Random(seed), count))),
        MAPS: _measure(application, list(many(Random(seed), count // 3, **{"as": "map"}))),
    }
    return found | {name: _measure(application, [asked] * rounds) for name, asked in OWN.items()}


def _measure(application: Any, asks: list[dict[str, Any]]) -> Searches:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    door = Door(application, "")
    addresses = ["/find/?" + urlencode(asked) for asked in asks]
    door.ask(addresses[0])
    walls, cpus, alone = [], [], []
    for address, asked in zip(addresses, asks, strict=True):
        began = time.perf_counter()
        answer = door.ask(address)
        walls.append(1000 * (time.perf_counter() - began))
        cpus.append(1000 * answer.cpu)
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        began = time.perf_counter()
        _alone(asked)
        alone.append(1000 * (time.perf_counter() - began))
    most = 0
    for address in list(dict.fromkeys(addresses))[:40]:
        with CaptureQueriesContext(connection) as caught:
            door.ask(address)
        most = max(most, questions(caught))
    return Searches(statistics.median(walls), _p95(walls), statistics.median(cpus), most, _p95(alone))


def _alone(asked: dict[str, Any]) -> None:
    from django.utils import timezone

    from commonhearth.foundation.access import VISITOR
    from commonhearth.rooms.directory import selectors
    from commonhearth.rooms.directory.selectors.drawing import DOTS

    place = selectors.find_place(asked["place"]).chosen if asked.get("place") else None
    question = selectors.Asked(
        place, asked.get("within", 25), asked.get("words", ""), asked.get("kind", ""), bool(asked.get("open"))
    )
    on_map = DOTS if asked.get("as") == "map" else 0
    selectors.search(viewer=VISITOR, asked=question, now=timezone.now(), on_map=on_map)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
