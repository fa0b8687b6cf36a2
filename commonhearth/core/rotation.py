"""Whose turn it is next: whoever has waited longest, ties broken by a draw that anybody can repeat.

Waiting counts from one's last turn, or from coming in (or coming back), whichever is later: nobody is made to
catch up on turns that passed while they were not here. Whoever would rather not is passed over and owes nothing.
Nobody is given two hats on one day; a hat for which nobody is left stays open, and the page says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be given a turn, and since when they have been here without a break."""

    who: str
    here_since: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """A turn that somebody really took, not one they were only named for."""

    who: str
    hat: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has a hat next; nobody when it stays open.

    Attributes:
        tied: how many had waited equally long, when the draw had to decide.
    """

    hat: str
    who: str | None
    tied: int = 1


def lot(*, seed: str, who: str) -> bytes:
    """Return somebody's lot in a draw; the lowest comes first.

    It is the SHA-256 of the seed, a colon and who it is, so that anybody can work it out again.
    """
    return hashlib.sha256(f"{seed}:{who}".encode()).digest()


def waiting(
    hat: str, *, people: Iterable[Person], served: Iterable[Served], seed: str
) -> list[tuple[Person, datetime]]:
    """Return people in the order in which a hat comes to them, each with since when they have waited for it.

    Those who have waited equally long for this hat stand in the order of their last turn with any hat; who is
    equal in that too, in the order of their lots.

    Args:
        served: turns with any hat, of these people or others.
        seed: said beforehand, different each time (the id of the meeting, say).
    """
    people = list(people)
    since = {person.who: person.here_since for person in people}
    any_hat = dict(since)
    for turn in served:
        if turn.who in since:
            any_hat[turn.who] = max(any_hat[turn.who], turn.at)
            if turn.hat == hat:
                since[turn.who] = max(since[turn.who], turn.at)
    people.sort(key=lambda person: (since[person.who], any_hat[person.who], lot(seed=seed, who=person.who)))
    return [(person, since[person.who]) for person in people]


def turns(
    hats: Iterable[str],
    *,
    people: Collection[Person],
    served: Collection[Served],
    seed: str,
    rather_not: Mapping[str, Collection[str]] | None = None,
    taken: Mapping[str, str] | None = None,
    apart: Collection[frozenset[str]] = (),
) -> tuple[Turn, ...]:
    """Give each hat of one day to whoever has waited for it longest, nobody more than one.

    The hat that the fewest are willing to take is given first, so that the others do not use them up.

    Args:
        hats: in the order in which they matter.
        rather_not: by hat, who does not take turns with it.
        taken: hats that somebody has on this day already; they are left with them.
        apart: pairs of people who are not given hats on one day.
    """
    rather_not, taken = rather_not or {}, taken or {}
    hats = list(hats)
    busy = set(taken.values())
    given: dict[str, Turn] = {hat: Turn(hat, who) for hat, who in taken.items()}

    def willing(hat: str) -> list[Person]:
        free = [one for one in people if one.who not in busy and one.who not in rather_not.get(hat, ())]
        return [one for one in free if not any(frozenset((one.who, other)) in apart for other in busy)]

    open_hats = [hat for hat in hats if hat not in given]
    while open_hats:
        hat = min(open_hats, key=lambda one: len(willing(one)))
        open_hats.remove(hat)
        queue = waiting(hat, people=willing(hat), served=served, seed=seed)
        if not queue:
            given[hat] = Turn(hat, None)
            continue
        (first, since), *_others = queue
        given[hat] = Turn(hat, first.who, tied=sum(when == since for _person, when in queue))
        busy.add(first.who)
    return tuple(given[hat] for hat in hats)
