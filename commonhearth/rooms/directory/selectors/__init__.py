"""What anyone may see of the directory, and what a reviewer may."""

from collections.abc import Sequence
from typing import Any

from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.selectors.booklet import Pocket, pocket
from commonhearth.rooms.directory.selectors.cards import Card
from commonhearth.rooms.directory.selectors.comparing import Comparison, compare, qualities_of
from commonhearth.rooms.directory.selectors.describing import as_described, described_community
from commonhearth.rooms.directory.selectors.listings import (
    ListingPage,
    Successor,
    due_for_check,
    duplicates,
    import_notes,
    import_runs,
    listing,
    listing_to_review,
)
from commonhearth.rooms.directory.selectors.nearby import Neighbours, neighbours, within_of
from commonhearth.rooms.directory.selectors.places import PlaceAnswer, find_place
from commonhearth.rooms.directory.selectors.search import Asked, MapPoint, Results, points_on_map, search
from commonhearth.rooms.directory.selectors.waiting import (
    StartedCard,
    TellMeView,
    being_started,
    being_started_near,
    my_being_started,
    tell_me_for,
)

__all__ = [
    "Asked",
    "Card",
    "Comparison",
    "FoundPlace",
    "ListingPage",
    "MapPoint",
    "Neighbours",
    "PlaceAnswer",
    "Pocket",
    "Results",
    "StartedCard",
    "Successor",
    "TellMeView",
    "as_described",
    "being_started",
    "being_started_near",
    "compare",
    "described_community",
    "due_for_check",
    "duplicates",
    "find_place",
    "import_notes",
    "import_runs",
    "kinds",
    "listing",
    "listing_to_review",
    "my_being_started",
    "neighbours",
    "pocket",
    "points_on_map",
    "qualities_of",
    "ranking_in_words",
    "search",
    "tell_me_for",
    "within_of",
]


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds of groups as (code, words)."""
    return list(wording.KINDS.items())


def ranking_in_words() -> Sequence[Any]:
    """Return how the order of results comes about, one sentence each."""
    return wording.RANKING
