"""What anyone may see of the directory, and what a reviewer may."""

from collections.abc import Sequence
from typing import Any

from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.selectors.booklet import Pocket, pocket
from commonhearth.rooms.directory.selectors.cards import Card
from commonhearth.rooms.directory.selectors.claims import (
    ClaimView,
    claim_by_link,
    claim_view,
    reminder_by_link,
)
from commonhearth.rooms.directory.selectors.comparing import Comparison, compare, qualities_of
from commonhearth.rooms.directory.selectors.describing import as_described, described_community
from commonhearth.rooms.directory.selectors.desk import (
    PAGE,
    SideBySide,
    claims,
    due_for_check,
    duplicate_group,
    duplicates,
    import_notes,
    import_runs,
    links,
    merges,
    nothing_goes_out,
    side_by_side,
)
from commonhearth.rooms.directory.selectors.listings import (
    ListingPage,
    Successor,
    listing,
    listing_to_tend,
    published_email,
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
    "PAGE",
    "Asked",
    "Card",
    "ClaimView",
    "Comparison",
    "FoundPlace",
    "ListingPage",
    "MapPoint",
    "Neighbours",
    "PlaceAnswer",
    "Pocket",
    "Results",
    "SideBySide",
    "StartedCard",
    "Successor",
    "TellMeView",
    "as_described",
    "being_started",
    "being_started_near",
    "claim_by_link",
    "claim_view",
    "claims",
    "compare",
    "described_community",
    "due_for_check",
    "duplicate_group",
    "duplicates",
    "find_place",
    "import_notes",
    "import_runs",
    "kinds",
    "links",
    "listing",
    "listing_to_tend",
    "merges",
    "my_being_started",
    "neighbours",
    "nothing_goes_out",
    "pocket",
    "points_on_map",
    "published_email",
    "qualities_of",
    "ranking_in_words",
    "reminder_by_link",
    "search",
    "side_by_side",
    "tell_me_for",
    "within_of",
]


def kinds() -> list[tuple[str, Any]]:
    """Return the kinds of groups as (code, words)."""
    return list(wording.KINDS.items())


def ranking_in_words() -> Sequence[Any]:
    """Return how the order of results comes about, one sentence each."""
    return wording.RANKING
