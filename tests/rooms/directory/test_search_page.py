"""The search page: whatever is found or not, there is a way on."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("query", ["place=Qqxxzz", "words=zzzzqq", "place=Qqxxzz&words=zzzzqq"])
def test_where_nothing_is_found_four_things_are_offered(world, query):
    answer = world.client("visitor").get(f"/find/?{query}")
    page = answer.content.decode()
    assert answer.status_code == 200
    for offered in (
        "Look further away, or online",
        "Other help",
        "Tell me when there is one near me",
        "Start one",
    ):
        assert offered in page, offered


def test_a_place_that_is_not_known_is_said(world):
    assert (
        "We do not know a place called “Qqxxzz”"
        in world.client("visitor").get("/find/?place=Qqxxzz").content.decode()
    )
