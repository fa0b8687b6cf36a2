"""Who is around: measured, nearest and living first, never finer than each may be shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.models import Listing
from tests.counting import queries

HERE = {"Town": "Portsmouth", "Country": "UK"}


def near(listing, now, km=25):
    card = selectors.listing(viewer=VISITOR, listing_id=listing.id, now=now).card
    return selectors.neighbours(viewer=VISITOR, card=card, within_km=km, now=now)


@pytest.fixture
def around(bakery, bring_in):
    """Groups north of the bakery: half a kilometre, four, and thirty away."""
    bring_in(
        {"Id": "n1", "Name": "Half", "Y": "50.7995", "X": "-1.1080", **HERE},
        {"Id": "n2", "Name": "Four", "Y": "50.8310", "X": "-1.1080", **HERE},
        {"Id": "n3", "Name": "Thirty", "Y": "51.0650", "X": "-1.1080", **HERE},
    )
    return bakery


def test_nearest_first_with_distances_and_not_itself(around, now):
    found = near(around, now)
    assert [(card.name, round(card.distance_km, 1)) for card in found.cards] == [("Half", 0.5), ("Four", 4.0)]
    assert [card.name for card in near(around, now, 50).cards] == ["Half", "Four", "Thirty"]
    assert [card.name for card in near(around, now, 5).cards] == ["Half", "Four"]


def test_the_living_come_before_those_we_do_not_know_of(around, reviewer, now):
    Listing.objects.filter(origin="n1").update(as_of=datetime(2012, 1, 1, tzinfo=UTC).date())
    far = Listing.objects.get(origin="n1")
    far.latitude = 50.8305  # in the same band as "Four"
    far.save()
    assert [card.name for card in near(around, now).cards] == ["Four", "Half"]


def test_who_stopped_is_no_neighbour(around, reviewer, now):
    services.close(actor=reviewer, listing_id=Listing.objects.get(origin="n1").id, on=now.date(), now=now)
    assert [card.name for card in near(around, now).cards] == ["Four"]


def test_a_refuge_is_in_the_middle_of_its_town_for_everybody(around, bring_in, reviewer, now):
    """D6: not in distance, not in order, and not as the middle that others are measured from."""
    bring_in(
        {"Id": "r", "Name": "Women's Refuge", "Street": "1 Mill Lane", "Y": "50.7951", "X": "-1.1080", **HERE}
    )
    refuge = Listing.objects.get(origin="r")
    assert refuge.sheltered
    [card] = [card for card in near(around, now).cards if card.sheltered]
    assert card.distance_is == "from-town"
    assert card.distance_km == pytest.approx(1.27, abs=0.01)  # to the middle of Portsmouth, not the next door
    assert next(one.name for one in near(around, now).cards) == "Half"
    from_it = near(refuge, now)
    assert from_it.from_town and from_it.more["place"] == "Portsmouth"
    bread = next(card for card in from_it.cards if card.name == "Harbour Bread Co-op")
    assert bread.distance_km == pytest.approx(1.27, abs=0.01)
    html = Client().get(reverse("directory:listing", args=[refuge.id])).content.decode()
    assert "Measured from the middle of the town." in html
    assert "50.7951" not in html and "Mill Lane" not in html


def test_without_a_place_nothing_is_measured_and_the_page_says_so(bring_in, now, client: Client):
    bring_in({"Id": "x", "Name": "Nowhere", "Town": "Atlantis", "Country": "UK"})
    row = Listing.objects.get(origin="x")
    assert not near(row, now).measured
    html = client.get(reverse("directory:listing", args=[row.id])).content.decode()
    assert "we cannot measure who is near" in html


@pytest.mark.parametrize(
    ("asked", "km"), [("5", 5), ("50", 50), ("", 25), ("7", 25), ("x" * 999, 25), ("-1", 25)]
)
def test_the_distance_is_chosen_in_the_address(around, client: Client, asked, km):
    html = client.get(reverse("directory:listing", args=[around.id]), {"within": asked}).content.decode()
    assert f"Neighbours within {km} km" in html


def test_a_communitys_own_page_has_its_neighbours_too(world, client: Client):
    html = client.get(f"/c/{world.harbour.community.slug}/?within=10").content.decode()
    assert "Neighbours within 10 km" in html
    assert "Say what people can compare you by" not in html
    html = world.client("steward").get(f"/c/{world.harbour.community.slug}/").content.decode()
    assert "Say what people can compare you by" in html
    world.harbour.community.public_page = False
    world.harbour.community.save()
    services.show_community(community=world.harbour.community, now=world.now)
    assert (
        "Neighbours" not in world.client("member").get(f"/c/{world.harbour.community.slug}/").content.decode()
    )


def test_the_page_asks_equally_often_however_many_are_around(bakery, bring_in, client: Client):
    at = reverse("directory:listing", args=[bakery.id])
    few = queries(client, at)
    bring_in(
        *({"Id": f"m{n}", "Name": f"M {n}", "Y": f"50.80{n:03}", "X": "-1.1", **HERE} for n in range(120))
    )
    assert queries(client, at) == few <= 8
