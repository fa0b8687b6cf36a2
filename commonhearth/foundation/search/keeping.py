"""Keeping the index, called by services in the transaction of the change itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.core.words import keys_of, words_of
from commonhearth.foundation.search.kinds import KINDS, entries_of
from commonhearth.foundation.tenancy import current_community

#: How many numbers there are for one second.
SECOND = 2**27
#: Letters of a text that are kept to be shown; its words are found all the same.
SHOWN = 400


class NotText(TypeError):
    """Something that is not plain text was to be indexed: a sealed value never is. A defect."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be found, and by which words.

    Args:
        id: the thing's id.
        title: what the result is called; slips are forgiven most here.
        text: what else it is found by.
        scope: the circle inside which it is read, if it is read inside one only.
        weight: stands before others that fit as well.
    """

    id: UUID
    title: str
    text: str = ""
    scope: UUID | None = None
    weight: int = 0


def index(
    *,
    kind: str,
    id: UUID,
    title: str,
    now: datetime,
    text: str = "",
    scope: UUID | None = None,
    weight: int = 0,
) -> None:
    """Make a thing findable by its title and text, or put new words in the place of the old.

    Args: as `Thing`; `kind` is one of `KINDS`, and `now` when the thing changed: among results that fit
        as well the newer stands first.

    Raises:
        NoCommunity: for a community's kind outside `in_community`.
        NotText: when title or text is a sealed value, or no text at all.
    """
    index_many(kind=kind, things=[Thing(id, title, text, scope, weight)], now=now)


def index_many(*, kind: str, things: Iterable[Thing], now: datetime) -> None:
    """Do what `index` does for many things at once, as imports need it."""
    of_host = KINDS[kind].of_host
    whose: dict[str, Any] = {} if of_host else {"community_id": current_community()}
    model: Any = entries_of(of_host=of_host)
    found = list(things)
    numbers = _numbers([thing.weight for thing in found], now)
    model.objects.bulk_create(
        [
            model(number=number, **_values(kind, thing, now), **whose)
            for number, thing in zip(numbers, found, strict=True)
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["about_kind", "about_id"] if of_host else ["community", "about_kind", "about_id"],
        update_fields=[
            *("number", "scope_id", "title", "text", "name_words", "text_words", "keys", "weight", "updated")
        ],
    )


def _numbers(weights: Sequence[int], now: datetime) -> list[int]:
    """Return numbers for things indexed now, the greater the sooner a find looks at them: by weight, then the newer.

    Three bits of weight, 32 of seconds, and 27 that tell things of one second apart.
    """
    seconds = min(max(int(now.timestamp()), 0), 2**32 - 1)
    start = secrets.randbits(27)
    return [
        min(max(weight, 0), 7) << 59 | seconds * SECOND | (start + place) % SECOND
        for place, weight in enumerate(weights)
    ]


def _values(kind: str, thing: Thing, now: datetime) -> dict[str, Any]:
    if type(thing.title) is not str or type(thing.text) is not str:
        raise NotText(f"{kind}: only plain text is indexed")
    shown_anew = KINDS[kind].shown
    name_words = words_of(thing.title)
    text_words = tuple(word for word in words_of(thing.text) if word not in name_words)
    return {
        "about_kind": kind,
        "about_id": thing.id,
        "scope_id": thing.scope,
        "title": "" if shown_anew else thing.title[:300],
        "text": "" if shown_anew else thing.text[:SHOWN],
        "name_words": " ".join(name_words),
        "text_words": " ".join(text_words),
        "keys": " ".join(keys_of(name_words, text_words, long=KINDS[kind].long)),
        "weight": thing.weight,
        "updated": now,
    }


def forget(*, kind: str, id: UUID) -> None:
    """Let a thing be found no more."""
    entries = entries_of(of_host=KINDS[kind].of_host)
    entries.objects.filter(about_kind=kind, about_id=id).delete()


def forget_scope(*, scope: UUID) -> None:
    """Let nothing of a circle be found any more: it was closed for good, or became hidden."""
    entries_of(of_host=False).objects.filter(scope_id=scope).delete()


def move(*, kind: str, ids: Iterable[UUID], scope: UUID) -> None:
    """Let things be read inside another circle from now on."""
    entries_of(of_host=False).objects.filter(about_kind=kind, about_id__in=list(ids)).update(scope_id=scope)
