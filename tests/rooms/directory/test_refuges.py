"""D6: a refuge is nowhere finer than its town: not in a row, a page, a search, an order or a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.tenancy.models import kind_of
from commonhearth.rooms.directory import commands, selectors, services
from commonhearth.rooms.directory.models import Listing, ListingChange, Merge, Word
from commonhearth.rooms.directory.selectors import Asked

#: Everything that leads to the door.
DOOR = {"Street": "17 Hollybank Mews", "Postcode": "PO4 9ZZ", "Y": "50.78912", "X": "-1.06634"}
SECRETS = ("hollybank", "po4 9zz", "po49zz", "50.789", "1.066", "secret-lane", "stonecroft")
REFUGE = {
    "Id": "r1",
    "Name": "The Lantern, 17 Hollybank Mews",
    "Kind": "care",
    "Words": "Domestic Violence Shelters;Support Groups;17 Hollybank Mews",
    "About": "We listen day and night. Our house is at 17 Hollybank Mews, St. Stonecroft. Ring 023 9200 0000.",
    "Town": "Portsmouth",
    "Country": "UK",
    "Web": "https://lantern.example/secret-lane/17-hollybank",
    "Phone": "023 9200 0000 (Hollybank desk)",
    **DOOR,
}
BAKERY = {
    "Id": "b1",
    "Name": "Mews Bakery",
    "Kind": "care",
    "Town": "Portsmouth",
    "Country": "UK",
    "Y": "50.7891",
    "X": "-1.0663",
}


def everything_stored(*, but: Collection[type[Model]] = ()) -> str:
    """Return every row of every table of the directory as text.

    Args:
        but: tables left out; the single words that a search may be spelt with say nothing of a group.
    """
    rows = [
        row
        for model in apps.get_app_config("directory").get_models()
        if model not in but
        and kind_of(model) != "tenant"  # what a community keeps of itself is no listing, and none is here
        for row in model._base_manager.all()
    ]
    return str(serializers.serialize("json", rows)).lower()


@pytest.fixture
def refuge(bring_in: Callable[..., Any]) -> Listing:
    bring_in(REFUGE, BAKERY)
    return Listing.objects.get(origin="r1")


def test_what_may_not_be_shown_is_not_stored(refuge: Listing) -> None:
    stored = everything_stored()
    bakery = json.dumps([50.7891, -1.0663])
    for secret in SECRETS:
        assert secret not in stored.replace("50.7891", "").replace("-1.0663", ""), (secret, bakery)
    assert (refuge.latitude, refuge.longitude, refuge.precision) == (50.799, -1.091, "town")
    assert refuge.website == "https://lantern.example/"
    assert refuge.description == "We listen day and night."
    assert refuge.phone == "023 9200 0000"


def test_the_database_refuses_it_too(refuge: Listing) -> None:
    for changes in ({"street": "17 Hollybank Mews"}, {"postcode": "PO4 9ZZ"}, {"precision": "exact"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.filter(id=refuge.id).update(**changes)


def test_no_page_search_map_or_command_tells_more(refuge: Listing, now: datetime) -> None:
    place = selectors.find_place("50.78912, -1.06634").chosen
    asked = Asked(place)
    told = [
        repr(asdict(selectors.search(viewer=VISITOR, asked=asked, now=now))),
        repr(selectors.points_on_map(viewer=VISITOR, asked=asked, now=now)),
        repr(asdict(selectors.listing(viewer=VISITOR, listing_id=refuge.id, now=now))),
    ]
    cards = {
        card.name: card
        for card in selectors.search(viewer=VISITOR, asked=asked, now=now, identifiers=True).rows
    }
    told.append(json.dumps(commands.row_of(cards["The Lantern"])))
    for text in told:
        for secret in ("hollybank", "po4 9zz", "50.78912", "1.06634", "secret-lane", "stonecroft"):
            assert secret not in text.lower()
    assert cards["The Lantern"].sheltered
    assert cards["The Lantern"].distance_is == "from-town"


def test_from_its_own_door_it_is_as_far_as_its_town(refuge: Listing, now: datetime) -> None:
    """Neither distance nor order tells anyone who walks about with the search page open."""
    seen = set()
    for lat, lon in ((50.78912, -1.06634), (50.80, -1.09), (50.85, -1.2)):
        place = selectors.find_place(f"{lat}, {lon}").chosen
        rows = selectors.search(viewer=VISITOR, asked=Asked(place, kind="care"), now=now).rows
        card = next(card for card in rows if card.name == "The Lantern")
        town = selectors.find_place("geo:2639996").chosen
        from commonhearth.core.places.distance import great_circle_km

        assert place and place.point and town and town.point
        assert card.distance_km == round(great_circle_km(place.point, town.point), 2)
        seen.add(card.distance_km)
    assert len(seen) == 3
    at_the_door = selectors.search(
        viewer=VISITOR, asked=Asked(selectors.find_place("50.78912, -1.06634").chosen), now=now
    )
    assert [card.name for card in at_the_door.rows] == ["Mews Bakery", "The Lantern"]


def test_its_postcode_and_street_find_nothing(refuge: Listing, now: datetime) -> None:
    assert selectors.find_place("PO4 9ZZ").chosen is None
    assert selectors.find_place("PO4").chosen is None
    for words in ("hollybank", "po4", "stonecroft", "secret"):
        assert selectors.search(viewer=VISITOR, asked=Asked(words=words), now=now).total == 0


def test_without_a_known_town_it_has_no_place(bring_in: Callable[..., Any]) -> None:
    bring_in(REFUGE | {"Town": "17 Hollybank Mews, Southsea"})
    row = Listing.objects.get()
    assert (row.latitude, row.town, row.precision) == (None, "", "hidden")
    assert "hollybank" not in everything_stored()


def test_a_reviewer_makes_a_listing_a_refuge(bakery: Listing, reviewer: Person, now: datetime) -> None:
    services.correct(actor=reviewer, listing_id=bakery.id, changes={"street": "9 Quay Street"}, now=now)
    services.correct(actor=reviewer, listing_id=bakery.id, changes={"sheltered": True}, now=now)
    bakery.refresh_from_db()
    assert (bakery.street, bakery.postcode, bakery.precision, bakery.latitude) == ("", "", "town", 50.799)
    history = selectors.listing(viewer=reviewer, listing_id=bakery.id, now=now).history
    assert "quay" not in repr(history).lower()


def test_an_old_correction_does_not_keep_the_address(
    bakery: Listing, reviewer: Person, now: datetime
) -> None:
    """The history is for ever, so it never holds what a listing may have to hide later."""
    services.correct(
        actor=reviewer,
        listing_id=bakery.id,
        changes={"street": "9 Quay Street", "postcode": "PO1 9QQ"},
        now=now,
    )
    assert (
        not ListingChange.objects.exclude(before="", after="")
        .filter(field__in=["street", "postcode"])
        .exists()
    )


def test_an_import_does_not_give_a_refuge_its_address_back(
    bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    bring_in(BAKERY | DOOR)
    row = Listing.objects.get()
    services.correct(actor=reviewer, listing_id=row.id, changes={"sheltered": True}, now=now)
    bring_in(BAKERY | DOOR)
    row.refresh_from_db()
    assert (row.sheltered, row.street, row.precision) == (True, "", "town")
    services.correct(actor=reviewer, listing_id=row.id, changes={"sheltered": False}, now=now)
    bring_in(BAKERY | DOOR)
    row.refresh_from_db()
    assert (row.sheltered, row.street, row.precision) == (False, "17 Hollybank Mews", "exact")


@pytest.mark.parametrize("how", ["by hand", "by the list"])
def test_notes_of_earlier_imports_are_blanked(
    how: str, bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    row = BAKERY | {"Name": "The Lantern", "Web": "The Lantern, 17 Hollybank Mews", **DOOR}
    bring_in(row)
    assert "hollybank" in everything_stored()
    if how == "by hand":
        listing = Listing.objects.get()
        services.correct(actor=reviewer, listing_id=listing.id, changes={"sheltered": True}, now=now)
    else:
        bring_in(row | {"Words": "Women's refuge"})
    stored = everything_stored()
    assert "hollybank" not in stored
    assert "po4 9zz" not in stored


def test_once_known_a_refuge_stays_one(bring_in: Callable[..., Any], refuge: Listing) -> None:
    bring_in(REFUGE | {"Words": "", "Name": "The Lantern", "About": "We listen."}, BAKERY)
    refuge.refresh_from_db()
    assert (refuge.sheltered, refuge.street) == (True, "")


@pytest.mark.usefixtures("real_lists")
def test_in_the_real_lists() -> None:
    refuges = Listing.objects.filter(sheltered=True)
    assert refuges.filter(name__startswith="Community Overcoming Relationship Abuse").exists()
    assert refuges.filter(name__startswith="Asian Women").exists()
    assert refuges.count() >= 30
    assert not refuges.exclude(street="", postcode="", postcode_key="", outward="").exists()
    assert not refuges.exclude(precision__in=["town", "hidden"]).exists()


@pytest.mark.usefixtures("real_lists")
def test_a_refuges_point_is_its_towns_in_the_real_lists(shared_data: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM directory_listing l WHERE l.sheltered AND l.latitude IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM directory_place p WHERE p.latitude = l.latitude AND p.longitude = l.longitude)"
        )
        assert cursor.fetchone()[0] == 0
    raw = json.loads((shared_data / "directory/smc_human_services_2013.json").read_text())
    streets = {said["_id"]["$oid"]: said.get("street_address", "") for said in raw}
    for row in Listing.objects.filter(sheltered=True, source__key="smc-2013"):
        street = streets[row.origin]
        if street:
            assert (
                street.lower()
                not in f"{row.name} {row.description} {row.words} {row.website_written}".lower()
            )


# --- Merged with another --------------------------------------------------------------------------

PLAIN = {"Id": "p1", "Name": "Lantern House", "Kind": "care", "Town": "Portsmouth", "Country": "UK"}
SAME_DOOR = {
    **PLAIN, **DOOR, "Id": "p2", "About": "A house with a lantern at 17 Hollybank Mews.",
    "Web": "https://lantern.example/secret-lane",
}  # fmt: skip
ANOTHER = services.SourceCard(key="two", title="Two", licence="CC0", attribution="Two, CC0", as_of=None)


@pytest.fixture
def merged(bring_in: Callable[..., Any], reviewer: Person, now: datetime) -> tuple[Listing, Listing]:
    """A house in two lists, one page; only the other list has its address."""
    bring_in(PLAIN)
    bring_in(SAME_DOOR, source=ANOTHER)
    kept, other = Listing.objects.get(origin="p1"), Listing.objects.get(origin="p2")
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    return kept, other


def test_what_is_merged_with_a_refuge_forgets_the_door_too(
    merged: tuple[Listing, Listing], bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    kept, other = merged
    services.correct(actor=reviewer, listing_id=kept.id, changes={"sheltered": True}, now=now)
    stored = everything_stored(but=[Word])
    assert not [secret for secret in SECRETS if secret in stored]
    bring_in(SAME_DOOR, source=ANOTHER)  # the list brings it once more
    stored = everything_stored(but=[Word])
    assert not [secret for secret in SECRETS if secret in stored]
    other.refresh_from_db()
    assert (other.sheltered, other.precision) == (True, "town")


def test_a_list_that_says_refuge_says_it_of_what_was_kept(
    bring_in: Callable[..., Any], reviewer: Person, now: datetime
) -> None:
    bring_in(SAME_DOOR)
    bring_in(PLAIN, source=ANOTHER)
    kept, other = Listing.objects.get(origin="p2"), Listing.objects.get(origin="p1")
    services.merge(actor=reviewer, kept_id=kept.id, other_id=other.id, now=now)
    bring_in(PLAIN | {"Words": "Domestic Violence Shelters"}, source=ANOTHER)
    kept.refresh_from_db()
    assert (kept.sheltered, kept.street, kept.precision) == (True, "", "town")


def test_parting_them_again_brings_no_door_back(
    merged: tuple[Listing, Listing], reviewer: Person, now: datetime
) -> None:
    kept, _other = merged
    services.correct(actor=reviewer, listing_id=kept.id, changes={"sheltered": True}, now=now)
    [made] = Merge.objects.all()
    services.undo_merge(actor=reviewer, merge_id=made.id, now=now)
    stored = everything_stored(but=[Word])
    assert not [secret for secret in SECRETS if secret in stored]
    kept.refresh_from_db()
    assert "lantern house" in kept.words
