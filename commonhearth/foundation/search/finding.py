"""Finding: the database narrows, the law in `core.words` decides, and selectors say what may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.core.words import MOST_ASKED, Fit, matcher, tiers, words_of
from commonhearth.foundation.search.engine import ABOUT, Candidate, Seen, candidates, seen
from commonhearth.foundation.search.keeping import SECOND
from commonhearth.foundation.search.kinds import KINDS
from commonhearth.foundation.tenancy.ready import Ready

#: More entries than this of one tier are not weighed; who gets so many adds a word.
MOST_WEIGHED = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found and may be seen."""

    kind: str
    id: UUID
    title: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first.

    Attributes:
        hits: at most as many as were asked for.
        after: give this to `find` for the next ones; empty when there are no more.
        bounded: more fit than are weighed: only the weightiest and newest were looked at.
    """

    hits: Sequence[Hit]
    after: str = ""
    bounded: bool = False

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


def find(
    query: str,
    *,
    kinds: Collection[str],
    viewer: Any,
    now: datetime,
    limit: int,
    after: str = "",
    scope: UUID | None = None,
    read: Ready[tuple[UUID]] | None = None,
) -> Found:
    """Find what fits the words of a query, as far as the viewer may see it.

    Args:
        query: as typed; every word of it must fit, at most six are looked at.
        kinds: which of `KINDS`; a community's kinds only inside `in_community`.
        viewer: the actor; of a community's kinds only who is inside finds anything.
        now: when, for what may be seen until or from some time.
        limit: how many hits at most.
        after: `Found.after` of the page before.
        scope: only what is read inside this circle.
        read: asks for the circles that `member` reads; without a `scope` nothing of others is weighed, so that
            it takes no place from what the viewer sees, and `bounded` tells nothing of it.

    Raises:
        NoCommunity: when a community's kind is asked for outside `in_community`.
    """
    asked = words_of(query, most=MOST_ASKED)
    if not asked or not kinds:
        return Found(())
    fits, bounded = _fitting(asked, kinds, viewer, scope, read, now)
    if after.isdecimal():
        numbers = [str(entry.number) for entry in fits]
        fits = fits[numbers.index(after) + 1 :] if after in numbers else []
    found = _first_seen(fits, limit + 1, viewer, now)
    page = found[:limit]
    return Found(_hits(page, viewer), str(page[-1].number) if len(found) > limit else "", bounded)


def _fitting(
    asked: Sequence[str],
    kinds: Collection[str],
    viewer: Any,
    scope: UUID | None,
    read: Ready[tuple[UUID]] | None,
    now: datetime,
) -> tuple[list[Candidate], bool]:
    """Return what fits, best first, and whether there was more than is weighed."""
    fit_of = matcher(asked)
    weighed: list[tuple[tuple[Any, ...], Candidate]] = []
    bounded = False
    for of_host in (False, True):
        named = [name for name in kinds if KINDS[name].of_host is of_host]
        if not named or (scope if of_host else not getattr(viewer, "is_inside", False)):
            continue
        found = candidates(
            tiers(asked),
            of_host=of_host,
            kinds=named,
            scope=scope,
            read=read.inside({}, _given(viewer, now)) if read and not of_host else None,
            most=MOST_WEIGHED,
        )
        # All of a tier is in the next one, so that the last alone may fill up.
        bounded = bounded or len(found) >= MOST_WEIGHED
        weighed += [
            (_place(fit, entry), entry)
            for entry in found
            if (fit := fit_of(entry.name_words.split(), entry.text_words.split()))
        ]
    return [entry for _at, entry in sorted(weighed)], bounded


def _first_seen(fits: Sequence[Candidate], most: int, viewer: Any, now: datetime) -> list[Seen]:
    """Return the first so many of those that may be seen, in their order.

    Whether a thing may be seen takes longer to find out than that it fits. So it is asked of those that may come on
    the page, mostly once, and of more only where too many of them may not.
    """
    found: list[Seen] = []
    size = 2 * most
    while fits and len(found) < most:
        asked, fits = fits[:size], fits[size:]
        standing: dict[tuple[str, str], Seen] = {}
        for of_host in (False, True):
            these = [entry for entry in asked if KINDS[entry.kind].of_host is of_host]
            kinds = sorted({entry.kind for entry in these})
            visible = {name: KINDS[name].visible.inside({name: ABOUT}, _given(viewer, now)) for name in kinds}
            if these:
                rows = seen([entry.number for entry in these], of_host=of_host, visible=visible, size=size)
                standing |= {(row.kind, row.id): row for row in rows}
        found += [standing[at] for entry in asked if (at := (entry.kind, entry.id)) in standing]
        size *= 4
    return found[:most]


def _given(viewer: Any, now: datetime) -> dict[str, Any]:
    """Return what the written questions of a search are filled with."""
    return {"member": getattr(viewer, "id", None), "now": now}


def _place(fit: Fit, entry: Candidate) -> tuple[Any, ...]:
    """Return what entries are put in order by: the better fit, the weightier, the newer, then by name."""
    return -fit.points, not fit.whole, -(entry.number // SECOND), entry.name_words, entry.id


def _hits(page: Sequence[Seen], viewer: Any) -> list[Hit]:
    """Return entries as they are shown to this viewer: some of what their things are called and say now."""
    kinds = {entry.kind: KINDS[entry.kind] for entry in page}
    urls = {name: kind.urls(viewer) for name, kind in kinds.items()}
    shown: dict[UUID, tuple[str, str]] = {}
    for show in {kind.shown for kind in kinds.values() if kind.shown}:
        said = {UUID(entry.id): entry.said for entry in page if kinds[entry.kind].shown is show}
        shown |= show(viewer, said)
    hits = []
    for entry in page:
        id, scope = UUID(entry.id), UUID(entry.scope) if entry.scope else None
        title, text = shown.get(id, (entry.title, entry.text))
        hits.append(Hit(entry.kind, id, title, text, urls[entry.kind](id, scope)))
    return hits
