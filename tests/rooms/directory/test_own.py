"""The communities of this host appear by their choice, as finely as they chose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import create_community
from commonhearth.rooms.directory import selectors, services
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors import Asked


@pytest.fixture
def harbour(towns: None, now: datetime, sealing: None) -> Community:
    founder = Person.objects.create_user("founder@example.org")
    return create_community(
        actor=founder, name="Harbour Circle", founder_name="Rosa", now=now, community_kind="mental_health",
        purpose="A peer group.", place_text="5 Quay Street", town="Portsmouth", country="GB", latitude=50.79512,
        longitude=-1.10832, precision="exact", public_page=True, open_to_members=True,
    )  # fmt: skip


@pytest.fixture
def sealing(db: None) -> None:
    from tests import databases

    databases.host_key()


def shown(community: Community, now: datetime, **told: Any) -> Listing | None:
    for name, value in told.items():
        setattr(community, name, value)
    community.save()
    return services.show_community(community=community, now=now)


def test_it_appears_when_it_says_so(harbour: Community, now: datetime) -> None:
    place = selectors.find_place("Portsmouth").chosen
    [card] = selectors.search(viewer=VISITOR, asked=Asked(place), now=now).rows
    assert (card.name, card.community_slug, card.state, card.living) == (
        "Harbour Circle",
        harbour.slug,
        "verified",
        "known",
    )
    assert shown(harbour, now, public_page=False) is None
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("precision", "lat", "street"),
    [("exact", 50.79512, "5 Quay Street"), ("town", 50.799, ""), ("hidden", None, "")],
)
def test_its_place_is_stored_as_finely_as_it_chose(
    harbour: Community, now: datetime, precision: str, lat: float | None, street: str
) -> None:
    row = shown(harbour, now, precision=precision)
    assert row is not None
    assert (row.latitude, row.street, row.precision) == (lat, street, precision)


def test_to_a_kilometre_is_not_the_place_itself(harbour: Community, now: datetime) -> None:
    row = shown(harbour, now, precision="km")
    assert row is not None
    assert row.latitude != 50.79512
    assert row.latitude == pytest.approx(50.795, abs=0.006)
    assert (row.precision, row.street) == ("km", "")


def test_hidden_says_no_town_either(harbour: Community, now: datetime) -> None:
    row = shown(harbour, now, precision="hidden")
    assert row is not None
    assert (row.town, row.postcode, "portsmouth" in row.words) == ("", "", False)


def test_twice_is_one_listing(harbour: Community, now: datetime) -> None:
    shown(harbour, now)
    shown(harbour, now, name="Harbour Ring")
    assert list(Listing.objects.values_list("name", flat=True)) == ["Harbour Ring"]
