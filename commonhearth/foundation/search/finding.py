"""Finding: the database narrows, the law in `core.words` decides, and selectors say what may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from commonhearth.core.words import MOST_ASKED, Fit, matcher, tiers, words_of
from commonhearth.foundation.search.engine import Candidate, candidates
from commonhearth.foundation.search.kinds import KINDS

#: More entries than this of one tier are not weighed; who gets so many adds a word.
MOST_WEIGHED = 500
FIELDS = (
    "number",
    "about_kind",
    "about_id",
    "title",
    "text",
    "name_words",
    "text_words",
    "weight",
    "updated",
)


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


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate and how well it fits."""

    fit: Fit
    entry: Candidate

    @property
    def place(self) -> tuple[Any, ...]:
        """What entries are put in order by: the better fit, the weightier, the newer, then by name."""
        fit, entry = self.fit, self.entry
        return (
            -fit.points,
            not fit.whole,
            -entry.weight,
            -entry.updated.timestamp(),
            entry.name_words,
            entry.id,
        )


def find(
    query: str,
    *,
    kinds: Collection[str],
    viewer: Any,
    limit: int,
    after: str = "",
    scope: UUID | None = None,
) -> Found:
    """Find what fits the words of a query, as far as the viewer may see it.

    Args:
        query: as typed; every word of it must fit, at most six are looked at.
        kinds: which of `KINDS`; a community's kinds only inside `in_community`.
        viewer: the actor, handed to each kind's `visible`.
        limit: how many hits at most.
        after: `Found.after` of the page before.
        scope: only what is read inside this circle.

    Raises:
        NoCommunity: when a community's kind is asked for outside `in_community`.
    """
    asked = words_of(query, most=MOST_ASKED)
    if not asked or not kinds:
        return Found(())
    fitting, bounded = _fitting(asked, kinds, scope)
    fits = [weighed.entry for weighed in sorted(fitting, key=lambda weighed: weighed.place)]
    if after.isdecimal():
        numbers = [entry.number for entry in fits]
        fits = fits[numbers.index(int(after)) + 1 :] if int(after) in numbers else []
    # Mostly nearly all may be seen: the first few are asked about, and all the others only if they do not suffice.
    few = 3 * limit
    seen = _only_visible(fits[:few], viewer)
    if len(seen) <= limit:
        seen += _only_visible(fits[few:], viewer)
    page = seen[:limit]
    urls = {kind: KINDS[kind].urls(viewer) for kind in {entry.kind for entry in page}}
    shown = _shown(page, viewer)
    hits = [
        Hit(
            entry.kind,
            entry.id,
            *shown.get((entry.kind, entry.id), (entry.title, entry.text)),
            urls[entry.kind](entry.id, entry.scope),
        )
        for entry in page
    ]
    return Found(hits, str(page[-1].number) if len(seen) > limit else "", bounded)


def _fitting(asked: Sequence[str], kinds: Collection[str], scope: UUID | None) -> tuple[list[_Weighed], bool]:
    """Return what fits, and whether there was more than is weighed."""
    found: list[_Weighed] = []
    bounded = False
    for of_host in (False, True):
        names = [name for name in kinds if KINDS[name].of_host is of_host]
        if names and not (of_host and scope):
            fitting, more = _fitting_here(asked, names, scope, of_host=of_host)
            found += fitting
            bounded = bounded or more
    return found, bounded


def _fitting_here(
    asked: Sequence[str], names: list[str], scope: UUID | None, *, of_host: bool
) -> tuple[list[_Weighed], bool]:
    fit_of = matcher(asked)
    whole, *better = reversed(tiers(asked))
    given: dict[str, Any] = {"of_host": of_host, "kinds": names, "scope": scope, "most": MOST_WEIGHED}
    found = candidates([whole], **given)
    # One question gets everything that may fit. Where that is more than can be weighed, another makes sure
    # that the best of the better tiers is among it.
    bounded = len(found) >= MOST_WEIGHED
    if bounded:
        found += candidates(better, **given)
    weighed = [
        _Weighed(fit, entry)
        for entry in {entry.number: entry for entry in found}.values()
        if (fit := fit_of(entry.name_words.split(), entry.text_words.split()))
    ]
    return weighed, bounded


def _only_visible(fits: list[Candidate], viewer: Any) -> list[Candidate]:
    visible: dict[tuple[str, UUID], str] = {}
    asked: list[QuerySet[Any, Any]] = []
    for name in sorted({entry.kind for entry in fits}):
        kind = KINDS[name]
        seen = kind.visible(viewer, [entry.id for entry in fits if entry.kind == name])
        if isinstance(seen, QuerySet):
            called = F("title") if kind.titled else Value("", output_field=CharField())
            rows = seen.order_by().annotate(found_as=Value(name, output_field=CharField()), called=called)
            asked.append(rows.values_list("found_as", "id", "called"))
        else:
            visible |= {(name, id): "" for id in seen}
    # However many kinds fit, one question asks each kind's own selector.
    found = asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0] if asked else ()
    visible |= {(name, id): called for name, id, called in found}
    return [_named(entry, visible[at]) for entry in fits if (at := (entry.kind, entry.id)) in visible]


def _named(entry: Candidate, called: str) -> Candidate:
    """Return an entry under the title that its thing has now, where that is not kept with the index."""
    titled = KINDS[entry.kind].titled
    return replace(entry, title=titled(called)) if titled else entry


def _shown(page: Sequence[Candidate], viewer: Any) -> dict[tuple[str, UUID], tuple[str, str]]:
    """Return title and text of those things that say themselves how they are shown to this viewer now."""
    found: dict[tuple[str, UUID], tuple[str, str]] = {}
    for kind in {entry.kind for entry in page}:
        if show := KINDS[kind].shown:
            said = show(viewer, [entry.id for entry in page if entry.kind == kind])
            found |= {(kind, id): words for id, words in said.items()}
    return found
