"""What a community costs that talks much (talk.py): its pages, posting, catching up, a calendar of 500 dates."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from bench.inside import Door, NotAnswered, Place, Seat, measure
from bench.pages import TALK, YARDSTICKS

#: Posts that are written while it is measured.
WRITTEN = 120
_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|once_key)" value="([^"]+)"')


@contextmanager
def _here(host: str) -> Iterator[None]:
    yield


def talking(
    application: Any, who: dict[str, str], sessions: dict[str, str], *, rounds: int
) -> dict[str, Any]:
    """Measure the host in use.

    Args:
        who: addresses in the community, from `talk.told`.
        sessions: of the reader in forty circles ("member"), and of somebody in few ("other").
    """

    def place(path: str, viewer: str) -> Place:
        return Place("", sessions[viewer], path.format(**who))

    seats = []
    for page, few in TALK:
        places = {"large": place(page.path, page.viewer)}
        if few:
            path, viewer = few
            places["few"] = place(path, viewer)
        seats.append(Seat(application, page, places, _here))
    sticks = [Seat(application, page, {"large": place(page.path, page.viewer)}, _here) for page in YARDSTICKS]
    yard, costs = measure(seats, sticks, rounds)
    by_name = {seat.page.name: seat for seat in seats}
    sealed, plain = (by_name[name].times["large"] for name in ("50 posts, sealed", "50 posts, open"))
    return {
        "yard": yard,
        "pages": [asdict(cost) | {"page": cost.page.name, "body": ""} for cost in costs],
        "sealed": 1000 * statistics.median(one - other for one, other in zip(sealed, plain, strict=True)),
        "posting": _posting(application, place("/c/talk/talk/{long_topic}/write/", "member")),
    }


def _posting(application: Any, place: Place) -> dict[str, float]:
    """Write posts by the form of its page: milliseconds from the press to the answer, by the clock and of CPU."""
    door = Door(application, place.session)
    walls, cpus = [], []
    for number in range(WRITTEN):
        form = dict(_TOKEN.findall(door.ask(place.address).plain().decode()))
        form |= {"text": f"The soup is on at six, number {number}. Bring a bowl, and somebody who is hungry."}
        began = time.perf_counter()
        answer = door.ask(place.address, form)
        walls.append(1000 * (time.perf_counter() - began))
        cpus.append(1000 * answer.cpu)
        if answer.status != 302:
            raise NotAnswered(f"writing a post: {answer.status}")
    p95 = statistics.quantiles(walls, n=20)[-1], statistics.quantiles(cpus, n=20)[-1]
    return {"p50": statistics.median(walls), "p95": p95[0], "cpu": statistics.median(cpus), "cpu_p95": p95[1]}
