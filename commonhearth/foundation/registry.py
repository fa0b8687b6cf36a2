"""What upper floors hand down to lower ones: short, named, typed lists.

A `Point` is declared by the package that reads it and filled by packages above, in their
`apps.ready()`. It is how a home page gets its lines from every room, an export its parts, and the
tour its stops, without the reader knowing the rooms. It is not a plug-in system: every point and
every entry stands in this repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

T = TypeVar("T")


class Point(Generic[T]):
    """A named list that upper floors fill once at start."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def add(self, key: str, entry: T) -> T:
        """Put an entry under a key. The same key again replaces it, so that a reload is harmless."""
        self._entries[key] = entry
        return entry

    def remove(self, key: str) -> None:
        """Take an entry out again; for tests that put one in."""
        self._entries.pop(key, None)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def items(self) -> list[tuple[str, T]]:
        """Return keys and entries in the order in which they were added."""
        return list(self._entries.items())


@dataclass(frozen=True, slots=True)
class RailPlace:
    """A line of a community's rail: what it is called, its URL's name, its icon; lower order is higher."""

    label: str | Promise
    url_name: str
    icon: str
    order: int = 50

    @property
    def room(self) -> str:
        """The app name of the room it leads to."""
        return self.url_name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Room:
    """A room as a community knows it; the key is its app name. `closable` rooms may be closed by each community."""

    label: str | Promise
    closable: bool = True


@dataclass(frozen=True, slots=True)
class HomeLine:
    """Something that is next for one member, as a sentence with its address.

    Args:
        order: lower stands higher; 10 for what others wait for, 50 for what may wait.
    """

    sentence: str
    url: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class TourStop:
    """One stop of the five-minute tour of a demo host: what it shows, and the real page behind it."""

    title: str | Promise
    words: str | Promise
    url: Callable[[], str]
    order: int


@dataclass(frozen=True, slots=True)
class OwnWay:
    """A line on a member's own page in a community: something that is theirs alone to do."""

    label: str | Promise
    url_name: str
    words: str | Promise


#: What rooms offer on a member's own page.
OWN_WAYS: Point[OwnWay] = Point("own_ways")
#: The rooms of the house by app name. A community may close each that is closable; then it is not there.
ROOMS: Point[Room] = Point("rooms")
#: The rooms in a community's rail.
RAIL: Point[RailPlace] = Point("rail")
#: What is next for a member: (member, now) -> lines. At most one query each. Keyed "room.what".
HOME_LINES: Point[Callable[[Any, datetime], list[HomeLine]]] = Point("home_lines")
#: The stops of the tour that exist now.
TOUR: Point[TourStop] = Point("tour")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something `hearth check` has to say.

    Attributes:
        code: names the kind of finding, for `--json` and tests.
        says: the sentence for the operator: what is wrong, where, what now.
        serious: whether the host is not sound (exit status 1); otherwise it is a warning.
    """

    code: str
    says: str
    serious: bool = True


#: What `hearth check` asks besides its own questions: helplines grown old, jobs that do not run.
#: Called outside any community, with the time; a check that reads tenant rows visits each community.
CHECKS: Point[Callable[[datetime], Iterable[Finding]]] = Point("checks")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that a member's device may keep for when there is no line.

    Attributes:
        label: what it is called on the page about what is kept.
        url: its address.
        also: other addresses that lead there.
        asks: whether the member says so on each device first; otherwise it is kept there by itself.
        until: from when on a kept copy is out of date and goes; None for as long as one is signed in there.
    """

    label: str
    url: str
    also: tuple[str, ...] = ()
    asks: bool = False
    until: datetime | None = None


#: What a device may keep: (member, now) -> pages. Nothing else is ever kept. At most one query each.
KEPT: Point[Callable[[Any, datetime], list[KeptPage]]] = Point("kept")
