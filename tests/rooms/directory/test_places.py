"""From what somebody types to a place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commonhearth.rooms.directory import selectors
from commonhearth.rooms.directory.gazetteer import loading
from commonhearth.rooms.directory.models import Place, PlaceName

pytestmark = pytest.mark.usefixtures("towns")


@pytest.mark.parametrize(
    ("typed", "home", "label"),
    [
        ("Portsmouth", "GB", "Portsmouth, near Southampton, England"),
        ("portsmouth", "US", "Portsmouth, near Boston, New Hampshire, United States"),
        ("Portsmouth, USA", "GB", "Portsmouth, near Boston, New Hampshire, United States"),
        ("Portsmouth, New Hampshire", "GB", "Portsmouth, near Boston, New Hampshire, United States"),
        ("Newport", "GB", "Newport, near Cardiff, Wales"),
        ("Newport, England", "GB", "Newport, near Portsmouth, England"),
        ("  WIEN ", "GB", "Vienna, Austria"),
        ("Bécs", "GB", "Vienna, Austria"),
        ("Casnewydd", "GB", "Newport, near Cardiff, Wales"),
        ("geo:2761369", "GB", "Vienna, Austria"),
    ],
)
def test_towns(typed: str, home: str, label: str) -> None:
    answer = selectors.find_place(typed, home_country=home)
    assert answer.how == "town"
    assert answer.chosen is not None
    assert answer.chosen.label == label


def test_others_of_the_name_are_offered() -> None:
    answer = selectors.find_place("Newport")
    assert [other.label for other in answer.others] == ["Newport, near Portsmouth, England"]
    again = selectors.find_place(answer.others[0].slug)
    assert again.chosen == answer.others[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("portsmuoth", "Portsmouth"), ("Oprtsmouth", "Portsmouth"), ("Lees", "Leeds"), ("viena", "Vienna")],
)
def test_slips(typed: str, name: str) -> None:
    answer = selectors.find_place(typed)
    assert answer.how == "spelling"
    assert answer.chosen is not None
    assert answer.chosen.name == name


@pytest.mark.parametrize(
    "typed", ["", "   ", "Xyzzyville", "geo:x", "geo:1", "geo:" + "9" * 40, "91, 0", "0, 181", "…", "%_%"]
)
def test_what_is_no_place(typed: str) -> None:
    assert selectors.find_place(typed).chosen is None


@pytest.mark.parametrize("typed", ["50.8, -1.1", "50.8 -1.1", "+50.8;-1.1"])
def test_coordinates(typed: str) -> None:
    chosen = selectors.find_place(typed).chosen
    assert chosen is not None and chosen.point is not None
    assert (chosen.point.lat, chosen.point.lon) == (50.8, -1.1)
    assert selectors.find_place(chosen.slug).chosen == chosen


def test_postcodes_by_the_groups_known_there(bring_in: Callable[..., Any]) -> None:
    bring_in(
        {"Id": "1", "Name": "One", "Country": "UK", "Postcode": "PO1 3AX", "Y": "50.80", "X": "-1.10"},
        {"Id": "2", "Name": "Two", "Country": "UK", "Postcode": "PO1 2HA", "Y": "50.78", "X": "-1.12"},
        {
            "Id": "3",
            "Name": "Three",
            "Country": "US",
            "Town": "San Mateo",
            "Postcode": "94402",
            "Y": "37.55",
            "X": "-122.3",
        },
    )
    exact = selectors.find_place("po13ax")
    assert (exact.how, exact.approximate, exact.chosen and exact.chosen.point and exact.chosen.point.lat) == (
        "postcode",
        True,
        50.8,
    )
    district = selectors.find_place("PO1 9ZZ")
    assert district.how == "district"
    assert district.chosen and district.chosen.point
    assert (
        district.chosen.label,
        round(district.chosen.point.lat, 3),
        round(district.chosen.point.lon, 3),
    ) == ("PO1", 50.79, -1.11)
    assert selectors.find_place("94402").how == "postcode"
    assert selectors.find_place("SW1A 1AA").chosen is None


def test_the_table_loads_a_country_and_again(db: None) -> None:
    before = Place.objects.count()
    count = loading.load(countries={"MT"})
    assert count > 50
    names = PlaceName.objects.count()
    assert loading.load(countries={"MT"}) == count
    assert (Place.objects.count() - before, PlaceName.objects.count()) == (count, names)
    valletta = selectors.find_place("Valletta").chosen
    assert valletta is not None
    assert valletta.country == "MT"
