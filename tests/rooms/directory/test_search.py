"""Searching: what is found, in which order, page by page, at a flat cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonhearth.core.places.ranking import in_order
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors import Asked
from commonhearth.rooms.directory.services import SourceCard
from tests.rooms.directory.conftest import LIST

OLD = SourceCard(
    key="old-list", title="Old list", licence="CC0", attribution="Old list, CC0", as_of=date(2013, 6, 1)
)


def group(number: int, **more: Any) -> dict[str, Any]:
    """A group in Portsmouth; the higher its number, the further north, half a kilometre each."""
    return {
        "Id": f"g{number}", "Name": f"Group {number:03d}", "Kind": "peer", "Country": "UK", "Town": "Portsmouth",
        "Y": f"{50.8 + number * 0.0045:.5f}", "X": "-1.091", **more,
    }  # fmt: skip


def names(asked: Asked, now: datetime, **more: Any) -> list[str]:
    return [card.name for card in selectors.search(viewer=VISITOR, asked=asked, now=now, **more).rows]


@pytest.fixture
def portsmouth(towns: None) -> selectors.FoundPlace:
    place = selectors.find_place("Portsmouth").chosen
    assert place is not None
    return place


def test_the_living_come_first_at_a_like_distance(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, reviewer: Person, now: datetime
) -> None:
    bring_in(group(1), group(2), group(3), group(8), source=OLD)
    services.verify(actor=reviewer, listing_id=Listing.objects.get(origin="g3").id, how="visited", now=now)
    found = selectors.search(viewer=VISITOR, asked=Asked(portsmouth), now=now)
    assert [card.name for card in found.rows] == ["Group 003", "Group 001", "Group 002", "Group 008"]
    assert found.any_living
    assert found.rows[0].freshness_text == "Last checked March 2026"
    assert found.rows[1].freshness_text == (
        "We do not know if this still exists (from a 2013 list, not verified for over ten years)"
    )


def test_nothing_living_is_said(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    bring_in(group(1), source=OLD)
    assert not selectors.search(viewer=VISITOR, asked=Asked(portsmouth), now=now).any_living


def test_a_young_list_is_not_verified_and_not_unknown(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    bring_in(group(1))
    [card] = selectors.search(viewer=VISITOR, asked=Asked(portsmouth), now=now).rows
    assert (card.state, card.living, card.freshness_text) == (
        "unverified",
        "listed",
        "From a 2026 list, not verified",
    )


def test_words_kind_and_open(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    bring_in(
        group(1, Name="Tea and Talk", About="A mental health café."),
        group(2, Name="Mental Health Friends", Open="yes"),
        group(3, Name="Environmental Healthy Food", Kind="food", Open="no"),
    )
    assert names(Asked(portsmouth, words="mental health"), now) == ["Mental Health Friends", "Tea and Talk"]
    assert names(Asked(portsmouth, words="CAFE"), now) == ["Tea and Talk"]
    assert names(Asked(portsmouth, kind="food"), now) == ["Environmental Healthy Food"]
    assert names(Asked(portsmouth, open_only=True), now) == ["Mental Health Friends"]
    assert names(Asked(words="frends"), now) == ["Mental Health Friends"]
    assert names(Asked(portsmouth, words="%_'\""), now) == names(Asked(portsmouth), now)


@pytest.mark.parametrize("with_place", [True, False])
def test_pages_by_key_give_every_row_once(
    bring_in: Callable[..., Any],
    portsmouth: selectors.FoundPlace,
    reviewer: Person,
    now: datetime,
    with_place: bool,
) -> None:
    bring_in(*(group(number) for number in range(45)))
    for number in (3, 30):
        row = Listing.objects.get(origin=f"g{number}")
        services.verify(actor=reviewer, listing_id=row.id, how="spoke", now=now)
    asked = Asked(portsmouth, 100) if with_place else Asked(words="group")
    whole = names(asked, now, size=50)
    pages, after = [], ""
    while True:
        page = selectors.search(viewer=VISITOR, asked=asked, now=now, after=after, size=7)
        pages += [card.name for card in page.rows]
        assert page.total == 45
        after = page.next
        if not after:
            break
    assert pages == whole
    assert len(set(pages)) == 45
    assert whole[0] == "Group 003"


def test_the_database_orders_as_the_law_does(
    bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    """Without a place the order is the database's own; it must be that of core.places.ranking."""
    from commonhearth.core.places.ranking import Candidate, Match
    from commonhearth.rooms.directory.selectors.cards import freshness_of

    bring_in(*(group(number, Name=f"{chr(90 - number)}tter group") for number in range(8)))
    bring_in(
        *(group(number, Id=f"o{number}", Name=f"Old {number}", About="a group") for number in range(4)),
        source=OLD,
    )
    for number, ago in ((0, 10), (1, 400), (2, 800)):
        row = Listing.objects.get(origin=f"g{number}")
        services.verify(actor=reviewer, listing_id=row.id, how="spoke", now=now - timedelta(days=ago))
    row = Listing.objects.get(origin="g3")
    services.verify(actor=reviewer, listing_id=row.id, how="spoke", now=now, until=now.date())
    candidates = [
        Candidate(
            str(row.id),
            row.name_folded,
            freshness_of(row, now.date()),
            match=Match.NAME if "group" in row.name_folded else Match.TEXT,
        )
        for row in Listing.objects.all()
    ]
    law = [one.name for _, one in in_order(candidates)]
    found = selectors.search(viewer=VISITOR, asked=Asked(words="group"), now=now, size=50)
    assert [card.name.lower() for card in found.rows] == law


@pytest.mark.parametrize("key", ["x", "W10", "bm9wZQ", "…", "WzEsMl0", "e30", "W251bGxd", "A" * 5000])
def test_a_page_key_of_nobody_is_the_first_page(
    key: str, bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    bring_in(group(1))
    assert names(Asked(portsmouth), now, after=key) == ["Group 001"]
    assert names(Asked(), now, after=key) == ["Group 001"]


def test_the_cost_is_flat(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    counts = []
    for many in (2, 40):
        bring_in(*(group(number) for number in range(many)))
        with CaptureQueriesContext(connection) as ran:
            place = selectors.find_place("Portsmouth").chosen
            selectors.search(viewer=VISITOR, asked=Asked(place, words="group"), now=now)
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 8


def test_across_the_date_line(bring_in: Callable[..., Any], now: datetime) -> None:
    bring_in(group(1, Country="FJ", Y="-17.7", X="-179.95", Town=""))
    place = selectors.find_place("-17.7, 179.95").chosen
    [card] = selectors.search(viewer=VISITOR, asked=Asked(place), now=now).rows
    assert card.distance_km == pytest.approx(10.6, abs=0.1)


def test_every_card_names_source_and_licence(
    bring_in: Callable[..., Any], portsmouth: selectors.FoundPlace, now: datetime
) -> None:
    bring_in(group(1))
    [card] = selectors.search(viewer=VISITOR, asked=Asked(portsmouth), now=now).rows
    assert (card.attribution, card.licence, card.as_of) == (LIST.attribution, LIST.licence, LIST.as_of)


def test_the_order_is_told_in_words() -> None:
    told = " ".join(str(sentence) for sentence in selectors.ranking_in_words())
    for edge in ("2, 5, 10, 25, 50, 100 and 250 km", "alive come first", "Nobody can pay"):
        assert edge in told
    assert [code for code, _ in selectors.kinds()] == list(wording.KINDS)
