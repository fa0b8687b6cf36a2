"""A page's cost in this process: the whole way through the WSGI application, in CPU time of this thread.

Pages, yardsticks and hosts are asked in turn, round after round, so that whatever else the machine does
falls on all of them alike; what is compared is compared within one round.
"""

from __future__ import annotations

import gzip
import io
import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from bench.pages import PAGES, YARDSTICKS, PageOf, Who
from tests.counting import asked as questions

On = Callable[[str], AbstractContextManager[None]]


class _Elements(HTMLParser):
    count = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.count += 1


def elements(html: bytes) -> int:
    """Return how many elements a browser makes of a page."""
    parser = _Elements()
    parser.feed(html.decode())
    return parser.count


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    cpu: float
    #: Whether the host packed it itself.
    packed: bool = False

    def plain(self) -> bytes:
        """Return the body as a browser reads it."""
        return gzip.decompress(self.body) if self.packed else self.body


class Door:
    """Comes to the application as a web server does, as one visitor with their cookies."""

    def __init__(self, application: Any, session: str, *, htmx: bool = False) -> None:
        self.application = application
        self.cookies = {"session": session} if session else {}
        self.htmx = htmx

    def ask(self, address: str, form: dict[str, str] | None = None) -> Answer:
        """Ask for a page, or send a form; its cost is this thread's CPU seconds until the answer is closed."""
        path, _, query = address.partition("?")
        body_sent = urlencode(form or {}).encode()
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000", "HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.8",
            "HTTP_ACCEPT_ENCODING": "gzip", "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body_sent)),
            "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body_sent), "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        if self.htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        said: list[Any] = []
        began = time.thread_time()
        answer = self.application(environ, lambda status, headers, *_: said.extend((status, headers)))
        body = b"".join(answer)
        answer.close()
        cpu = time.thread_time() - began
        for name, value in said[1]:
            if name.lower() == "set-cookie":
                self.cookies.update({key: one.value for key, one in SimpleCookie(value).items()})
        packed = ("Content-Encoding", "gzip") in said[1]
        return Answer(int(said[0][:3]), body, cpu, packed)


@dataclass(slots=True)
class Cost:
    """What one page costs. CPU in milliseconds, sizes in bytes; growth as a factor."""

    page: PageOf
    queries: int = 0
    queries_few: int = 0
    queries_small: int = 0
    #: Besides: what the second wall sets, and the transaction that carries it (PostgreSQL).
    of_the_wall: int = 0
    raw: int = 0
    packed: int = 0
    nodes: int = 0
    cpu: float = 0.0
    to_e: float = 0.0
    to_l: float = 0.0
    grows_people: float | None = None
    grows_host: float | None = None
    #: p95 of its CPU, and by the clock.
    worst: float = 0.0
    clock_worst: float = 0.0
    body: bytes = field(default=b"", repr=False)


class NotAnswered(RuntimeError):
    """A page did not answer with 200."""


def costs(
    application: Any, who: dict[str, Who], on: On, *, rounds: int, pages: tuple[PageOf, ...] = PAGES
) -> tuple[dict[str, float], list[Cost]]:
    """Measure pages and yardsticks; return the yardsticks in milliseconds, and each page's cost."""
    seats = [Seat(application, page, places_of(page, who), on) for page in pages]
    sticks = [Seat(application, page, places_of(page, who), on) for page in YARDSTICKS]
    return measure(seats, sticks, rounds)


def measure(seats: list[Seat], sticks: list[Seat], rounds: int) -> tuple[dict[str, float], list[Cost]]:
    """Ask all seats and both yardsticks in turn, round after round."""
    every = [*sticks, *seats]
    for seat in every:
        seat.look()
    for _ in range(3):
        for seat in every:
            seat.round()
    for seat in every:
        seat.times, seat.walls = {key: [] for key in seat.times}, []
    for _ in range(rounds):
        for seat in every:
            seat.round()
    e, l = (stick.times["large"] for stick in sticks)  # noqa: E741
    for seat in seats:
        seat.sum_up(e, l)
    yard = {"E": 1000 * statistics.median(e), "L": 1000 * statistics.median(l)}
    return yard | {
        "E queries": sticks[0].cost.queries,
        "L queries": sticks[1].cost.queries,
        "L raw": sticks[1].cost.raw,
    }, [seat.cost for seat in seats]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is asked for, and by whom."""

    host: str
    session: str
    address: str


def places_of(page: PageOf, who: dict[str, Who]) -> dict[str, Place]:
    """Return a page's places on the large host among many and among few people, and on the small host."""
    where = {"large": ("large", "threehundred")}
    if page.kind and page.in_community:
        where["few"] = ("large", page.compared)
    if page.kind:
        where["small"] = ("small", page.compared)
    return {
        key: Place(host, page.session(who[host], community), page.address(who[host], community))
        for key, (host, community) in where.items()
    }


class Seat:
    """One page as seen in several places: "large", and those it is compared with."""

    def __init__(self, application: Any, page: PageOf, places: dict[str, Place], on: On) -> None:
        self.page, self.on, self.cost, self.places = page, on, Cost(page), places
        self.doors = {
            key: Door(application, place.session, htmx=page.kind == "part") for key, place in places.items()
        }
        self.times: dict[str, list[float]] = {key: [] for key in places}
        self.walls: list[float] = []

    def look(self) -> None:
        """Ask once for each, counting queries and bytes."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = {}
        for key, place in self.places.items():
            with self.on(place.host):
                for _ in range(2):
                    self._ask(key)
                with CaptureQueriesContext(connection) as caught:
                    answer = self._ask(key)
                counts[key] = questions(caught)
                self.cost.of_the_wall = max(self.cost.of_the_wall, len(caught) - counts[key])
            if key == "large":
                body = answer.plain()
                self.cost.body, self.cost.raw = body, len(body)
                self.cost.packed, self.cost.nodes = len(gzip.compress(body, 6)), elements(body)
        self.cost.queries = counts["large"]
        self.cost.queries_few = counts.get("few", counts["large"])
        self.cost.queries_small = counts.get("small", counts["large"])

    def _ask(self, key: str) -> Answer:
        answer = self.doors[key].ask(self.places[key].address)
        if answer.status != 200:
            raise NotAnswered(f"{self.page.name} at {self.places[key].address}: {answer.status}")
        return answer

    def round(self) -> None:
        """Ask once for each, for the time it takes; each is first in turn, since the first finds cold caches."""
        keys = list(self.places)
        turn = len(self.times["large"]) % len(keys)
        for key in keys[turn:] + keys[:turn]:
            with self.on(self.places[key].host):
                began = time.perf_counter()
                self.times[key].append(self._ask(key).cpu)
            if key == "large":
                self.walls.append(time.perf_counter() - began)

    def sum_up(self, e: list[float], l: list[float]) -> None:  # noqa: E741
        """Turn times into medians and ratios within each round."""
        here, cost = self.times["large"], self.cost
        cost.cpu = 1000 * statistics.median(here)
        cost.worst = 1000 * statistics.quantiles(here, n=20)[-1]
        cost.clock_worst = 1000 * statistics.quantiles(self.walls, n=20)[-1]
        cost.to_e, cost.to_l = _ratio(here, e), _ratio(here, l)
        if "few" in self.times:
            cost.grows_people = _ratio(here, self.times["few"])
        if "small" in self.times:
            alike = self.times.get("few", here)
            cost.grows_host = _ratio(alike, self.times["small"])


def _ratio(above: list[float], below: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(above, below, strict=True))
