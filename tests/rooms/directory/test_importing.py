"""Imports repeat without doubling, spare what people did, and tell everything they repaired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from commonhearth.foundation.access import VISITOR, Refused, System
from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.models import (
    DuplicateGroup,
    ImportNote,
    ImportRun,
    Listing,
    ListingIdentifier,
)
from commonhearth.rooms.directory.services import SourceCard
from tests.rooms.directory.conftest import COLUMNS, LIST

BREAD = {
    "Id": "b1",
    "Name": "Harbour Bread",
    "Kind": "food",
    "Town": "Portsmouth",
    "Country": "UK",
    "Postcode": "PO1 3AX",
}
OTHER = SourceCard(key="other-list", title="Other list", licence="CC0", attribution="Other list, CC0")


def test_a_row_without_coordinates_is_placed_at_its_town(bring_in: Callable[..., Any]) -> None:
    report = bring_in(BREAD)
    row = Listing.objects.get()
    assert (row.latitude, row.longitude, row.precision, row.placed_by) == (50.799, -1.091, "town", "town")
    assert (row.country, row.country_how) == ("GB", "code")
    assert report.notes_by_code == {"country-normalised": 1, "placed-by-town": 1}


def test_a_row_of_an_unknown_town_is_found_by_its_name(bring_in: Callable[..., Any], now: datetime) -> None:
    bring_in(BREAD | {"Town": "Nether Wallop"})
    answer = selectors.find_place("nether wallop")
    assert (answer.how, answer.chosen and answer.chosen.point) == ("listed", None)
    found = selectors.search(viewer=VISITOR, asked=selectors.Asked(answer.chosen), now=now)
    assert [(card.name, card.distance_km, card.distance_is) for card in found.rows] == [
        ("Harbour Bread", None, "in-town")
    ]


def test_again_doubles_nothing(bring_in: Callable[..., Any]) -> None:
    bring_in(BREAD)
    again = bring_in(BREAD)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert Listing.objects.count() == ListingIdentifier.objects.count() == 1
    assert ImportRun.objects.count() == 2


def test_again_brings_what_changed(bring_in: Callable[..., Any]) -> None:
    bring_in(BREAD)
    again = bring_in(BREAD | {"Name": "Harbour Bread and Cake"})
    assert (again.added, again.changed) == (0, 1)
    row = Listing.objects.get()
    assert (row.name, row.name_folded) == ("Harbour Bread and Cake", "harbour bread and cake")


def test_an_id_twice_in_a_file_is_one_row(bring_in: Callable[..., Any]) -> None:
    report = bring_in(BREAD, BREAD | {"Name": "Another"})
    assert report.rows == 1
    again = bring_in(BREAD, BREAD | {"Name": "Another"})
    assert Listing.objects.count() == 1
    assert (again.added, again.changed) == (0, 0)


def test_a_list_without_ids_repeats_without_doubling(
    towns: None, a_list: Callable[..., Any], now: datetime
) -> None:
    columns = {field: heading for field, heading in COLUMNS.items() if field != "id"}
    for _ in range(2):
        services.import_directory(path=a_list(BREAD), now=now, source=LIST, columns=columns)
    assert Listing.objects.count() == 1


def test_what_a_reviewer_corrected_stays(
    bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    bring_in(BREAD)
    row = Listing.objects.get()
    services.correct(
        actor=reviewer, listing_id=row.id, changes={"name": "Harbour Bread Co-op", "town": "Leeds"}, now=now
    )
    again = bring_in(BREAD | {"Kind": "work"})
    row.refresh_from_db()
    assert (row.name, row.town, row.kind) == ("Harbour Bread Co-op", "Leeds", "work")
    assert again.changed == 1


def test_verified_and_closed_stay(bring_in: Callable[..., Any], reviewer: Person, now: datetime) -> None:
    bring_in(BREAD)
    row = Listing.objects.get()
    services.verify(actor=reviewer, listing_id=row.id, how="spoke", now=now)
    services.close(actor=reviewer, listing_id=row.id, on=now.date(), now=now)
    bring_in(BREAD | {"Name": "Changed"}, when=now + timedelta(days=1))
    row.refresh_from_db()
    assert (row.verified_on, row.closed_on) == (now.date(), now.date())


def test_known_by_an_identifier_another_list_only_fills_gaps(
    bring_in: Callable[..., Any], now: datetime
) -> None:
    bring_in(BREAD)
    row = Listing.objects.get()
    ListingIdentifier.objects.create(listing=row, scheme="other-list", value="x9", created=now)
    report = bring_in(BREAD | {"Id": "x9", "Name": "Bread, Harbour", "Phone": "023 1"}, source=OTHER)
    row.refresh_from_db()
    assert (row.name, row.phone, row.source.key) == ("Harbour Bread", "023 1", "our-list")
    assert (report.added, report.changed) == (0, 1)


def test_doubles_are_proposed_and_can_be_put_away(
    bring_in: Callable[..., Any], reviewer: Person, stranger: Person, now: datetime
) -> None:
    rows = [
        BREAD,
        BREAD | {"Id": "b2", "Name": "harbour bread"},
        BREAD | {"Id": "b3", "Name": "Harbour Bread Ltd"},
    ]
    report = bring_in(*rows)
    assert report.duplicate_groups == {
        "same-name": 1
    }  # no coordinates and no website: the third is only alike
    [group] = selectors.duplicates(viewer=reviewer)
    assert group.members.count() == 2
    with pytest.raises(Refused):
        services.put_away_duplicates(actor=stranger, group_id=group.id, now=now)
    services.put_away_duplicates(actor=reviewer, group_id=group.id, now=now)
    bring_in(*rows)
    assert selectors.duplicates(viewer=reviewer) == []
    assert DuplicateGroup.objects.count() == 1


def test_one_website_or_one_place_makes_one_group(bring_in: Callable[..., Any]) -> None:
    at = {"Y": "50.8", "X": "-1.1"}
    report = bring_in(
        BREAD | at, BREAD | {"Id": "b2", "Name": "Harbour Bread CIC", "Y": "50.8001", "X": "-1.1"},
        BREAD | {"Id": "b3", "Name": "Moss Ltd", "Web": "http://moss.example"},
        BREAD | {"Id": "b4", "Name": "Moss", "Web": "https://www.moss.example/a"},
        BREAD | {"Id": "b5", "Name": "Far CIC", "Y": "51", "X": "-1.1"}, BREAD | {"Id": "b6", "Name": "Far", **at},
    )  # fmt: skip
    assert report.duplicate_groups == {"same-group": 2}


def test_notes_say_what_was_repaired(bring_in: Callable[..., Any], reviewer: Person, now: datetime) -> None:
    report = bring_in(BREAD | {"Web": "www.bread.example", "Country": "Frace", "Kind": "bakery"})
    codes = {note.code for note in selectors.import_notes(viewer=reviewer, run_id=report.run_id)}
    assert {"website-bare", "country-spelling", "kind"} <= codes
    assert sum(report.notes_by_code.values()) == ImportNote.objects.count()
    row = Listing.objects.get()
    assert (row.website, row.website_written) == ("http://www.bread.example", "www.bread.example")


@pytest.mark.parametrize("who", ["stranger", "visitor", "another job"])
def test_not_everybody_imports(who: str, a_list: Callable[..., Any], stranger: Person, now: datetime) -> None:
    actor = {"stranger": stranger, "visitor": VISITOR, "another job": System("digest")}[who]
    with pytest.raises(Refused):
        services.import_directory(path=a_list(BREAD), now=now, actor=actor, source=LIST, columns=COLUMNS)


def test_progress_is_told(towns: None, a_list: Callable[..., Any], now: datetime) -> None:
    told: list[tuple[int, int]] = []
    rows = [BREAD | {"Id": f"b{number}"} for number in range(150)]
    services.import_directory(
        path=a_list(*rows),
        now=now,
        source=LIST,
        columns=COLUMNS,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(100, 150), (150, 150)]
