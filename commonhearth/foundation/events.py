"""How a lower floor speaks to an upper one: it announces news, and whoever listens hears.

An event is a frozen dataclass in some package's `events.py`, named in the past tense
(`MemberAdmitted`) and holding ids and plain values. It is heard in the same transaction, in the
order in which the listeners were declared; a listener that raises undoes the whole act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def hears(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Declare a function, in a `handlers.py`, as a listener of one kind of event."""

    def declare(listener: Callable[[E], None]) -> Callable[[E], None]:
        if listener not in _listeners[event_type]:
            _listeners[event_type].append(listener)
        return listener

    return declare


def announce(event: object) -> None:
    """Tell every listener of this event's type, now, in the caller's transaction."""
    for listener in _listeners[type(event)]:
        listener(event)


def listeners(event_type: type) -> list[Callable[[Any], None]]:
    """Return who hears this kind of event (for the reference page and tests)."""
    return list(_listeners[event_type])
