"""The index of a host that is followed: what is one, how far it is read, and when it is read whole again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from commonhearth.rooms.directory.models import Followed, FollowedProfile, Listing
from commonhearth.rooms.directory.services import following as service
from tests.rooms.directory.exchange.elsewhere import HOST, INDEX, Elsewhere, profile


@pytest.mark.parametrize(
    "said", [{"data": "x"}, {"data": [1]}, "x", {"data": [{"profile_url": ""}]}, {"anything": 1}, 5]
)
def test_what_is_no_index_is_refused(said: Any, round_: Callable[..., Followed], elsewhere: Elsewhere):
    elsewhere.answers[INDEX] = said if said != 5 else b"5"
    row = round_()
    assert (row.state, row.reason) == ("refused", "no-index")


def test_an_index_may_have_pages_and_plain_addresses_but_lead_nowhere_else(
    round_: Callable[..., Followed], elsewhere: Elsewhere
):
    elsewhere.answers |= {
        f"{HOST}/all.json": {"data": ["/1"], "links": {"next": "/all.json?2"}},
        f"{HOST}/all.json?2": ["2", "https://elsewhere.example/3"],
        f"{HOST}/1": profile("One"),
        f"{HOST}/2": profile("Two"),
    }
    round_(f"{HOST}/all.json")
    assert {one.name for one in Listing.objects.all()} == {"One", "Two"}
    assert FollowedProfile.objects.get(address__startswith="https://elsewhere").reason == "not-listed"


def test_an_index_without_end_ends(round_: Callable[..., Followed], elsewhere: Elsewhere, monkeypatch: Any):
    monkeypatch.setattr(service, "MOST_PROFILES", 3)
    elsewhere.answers[INDEX] = {"data": [f"/{n}" for n in range(9)], "links": {"next": INDEX}}
    elsewhere.answers |= {f"{HOST}/{n}": profile(f"Group {n}") for n in range(9)}
    row = round_()
    assert row.reason == "too-many" and Listing.objects.count() == 3
    assert elsewhere.asked.count(INDEX) < 3


def test_asked_to_come_back_later_the_round_ends(round_: Callable[..., Followed], elsewhere: Elsewhere):
    first, second = elsewhere.publishes(profile(), profile("Garden"))
    elsewhere.answers[first] = 429
    row = round_()
    assert row.reason == "status-often" and second not in elsewhere.asked


def test_profiles_behind_one_that_was_asked_too_often_come_with_the_next_round(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    first, _ = elsewhere.publishes(profile(), profile("Garden"))
    elsewhere.answers[first] = 429
    assert round_().reason == "status-often"
    elsewhere.publishes(profile(), profile("Garden"))
    round_(when=now + timedelta(hours=6))
    assert set(Listing.objects.values_list("name", flat=True)) == {"Harbour Circle", "Garden"}


def test_a_profile_that_was_not_there_for_a_day_comes_back_though_the_index_never_changed(
    round_: Callable[..., Followed], elsewhere: Elsewhere, now: datetime
):
    first, _ = elsewhere.publishes(profile(), profile("Garden"))
    round_()
    elsewhere.answers[first] = 404
    # The whole index is read once more: nothing was gone when it was last read.
    elsewhere.answers[INDEX]["data"].reverse()
    round_(when=now + timedelta(hours=6))
    assert Listing.objects.get(name="Harbour Circle").gone_since is not None
    elsewhere.answers[first] = profile()
    round_(when=now + timedelta(hours=12))
    assert Listing.objects.get(name="Harbour Circle").gone_since is None
