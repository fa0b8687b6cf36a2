"""Refuges are recognised in many languages, and nothing that leads to a door is left in a text."""

from __future__ import annotations

import pytest

from commonhearth.core.places.shelter import is_sheltered, without_addresses


@pytest.mark.parametrize(
    "name",
    [
        "Asian Women’s Shelter",
        "Northtown Women's Refuge",
        "SHAKTI WOMEN'S AID",
        "Frauenhaus Graz",
        "Beratungsstelle häusliche Gewalt",
        "Centro Antiviolenza Artemisia",
        "Casa de acogida Luna",
        "Przeciw przemocy w rodzinie",
        "Družba proti nasilju v družini — varna hiša",
        "Sigurna kuća Rijeka",
        "Családon belüli erőszak elleni egyesület",
        "Ξενώνας γυναικών",
        "Domestic Violence Victim Advocate",
    ],
)
def test_recognised_by_name(name: str) -> None:
    assert is_sheltered(name=name, keywords=())


@pytest.mark.parametrize("word", ["Domestic Violence Shelters", "Shelter/Refuge", "Family Violence Issues"])
def test_recognised_by_keyword(word: str) -> None:
    assert is_sheltered(name="The Lantern", keywords=["Youth", word])


def test_recognised_by_whom_it_helps() -> None:
    assert is_sheltered(
        name="The Lantern",
        keywords=(),
        description="Help for women who are experiencing or fleeing domestic abuse or violence.",
    )


@pytest.mark.parametrize(
    "name",
    [
        "Refugee Support Group",
        "Homeless Shelter Tech",
        "Pan African Refugee Housing Co-operative",
        "The Good Bread Co-op",
    ],
)
def test_others_are_left_alone(name: str) -> None:
    assert not is_sheltered(
        name=name, keywords=["Food"], description="Food for refuges, schools and hostels."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Another office is located at 1020 Moorpark Avenue, Suite 104.",
        "Find us in Lindenstraße 4.",
        "We are at PO1 2HA.",
        "Write to San Jose 95117.",
        "P.O. Box 7, Redwood City.",
        "Siamo in via Garibaldi.",
        "Come to 12b High Street",
        "Our house is at 5 St. Thomas's Court.",
        "Ask at 7 Ocean Ave. It is the blue door.",
    ],
)
def test_addresses_go(sentence: str) -> None:
    kept, left_out = without_addresses(f"We listen day and night. {sentence}")
    assert kept == "We listen day and night."
    assert left_out >= 1


def test_a_number_to_call_may_stay() -> None:
    kept, left_out = without_addresses("Call 650-799-2953. Somebody answers at any time.")
    assert "650-799-2953" in kept
    assert left_out == 0
