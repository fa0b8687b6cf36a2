"""What other rooms and pages say of meetings: near a place, next, on the home, on the notice board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from commonhearth.core.places.distance import Point
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.circles.selectors import circle_for, sheet_of, what_is_next
from commonhearth.foundation.communities.selectors import face_of
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.directory.gazetteer.lookup import FoundPlace
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.directory.selectors.open_meetings import open_meetings_near, told_of
from commonhearth.rooms.meetings import services
from commonhearth.rooms.meetings.models import Series
from commonhearth.rooms.meetings.selectors.open import home_lines, next_open_meeting
from tests.counting import queries
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, hidden, said

HERE = FoundPlace("Portsmouth", "Portsmouth, England", "GB", Point(50.799, -1.0913), "")


def shown(house: House, precision: str = "town", **more: object) -> None:
    """Let the community show a page, a kilometre from the middle of Portsmouth."""
    house.community.public_page, house.community.country = True, "GB"
    house.community.latitude, house.community.longitude = 50.79, -1.09
    house.community.precision = precision
    for name, value in more.items():
        setattr(house.community, name, value)
    house.community.save()
    from commonhearth.foundation.communities.events import CommunityChanged
    from commonhearth.foundation.events import announce

    announce(CommunityChanged(house.community.id, house.now))
    # In the middle of its town, as the directory keeps it.
    Listing.objects.filter(community=house.community).update(
        latitude=50.79, longitude=-1.09, x=0.0, y=0.0, z=0.0, precision=precision
    )


@pytest.fixture
def open_round(house: House, mara: Member, kitchen: Circle) -> Series:
    """Open to all every Thursday; the place after a hello."""
    shown(house)
    told = said(title="Open round", doors="all", place="Unique street 1", district="Southsea")
    return services.plan(actor=house.acting(mara), circle=kitchen, said=told, now=house.now)


def test_near_a_place_the_next_date_is_found_and_no_finer_place(house: House, open_round: Series) -> None:
    [one] = open_meetings_near(place=HERE, radius_km=25, now=house.now)

    assert (one.title, one.when, one.where) == ("Open round", "Thursday 12 March, 18:30", "Southsea")
    assert one.distance_km is not None and one.distance_km < 3
    assert open_meetings_near(place=HERE, radius_km=0.5, now=house.now) == []
    far = FoundPlace("Leeds", "Leeds", "GB", Point(53.8, -1.55), "")
    assert open_meetings_near(place=far, radius_km=25, now=house.now) == []


def test_online_meetings_of_the_country_are_found_from_afar(
    house: House, mara: Member, kitchen: Circle
) -> None:
    shown(house)
    told = said(title="Online round", doors="all", online="https://unique.example")
    services.plan(actor=house.acting(mara), circle=kitchen, said=told, now=house.now)
    far = FoundPlace("Leeds", "Leeds", "GB", Point(53.8, -1.55), "")

    [one] = open_meetings_near(place=far, radius_km=25, now=house.now)

    assert one.online and one.distance_km is None
    elsewhere = FoundPlace("Bonn", "Bonn", "DE", Point(50.7, 7.1), "")
    assert open_meetings_near(place=elsewhere, radius_km=25, now=house.now) == []


def test_what_is_not_open_or_not_shown_is_found_nowhere(
    house: House, mara: Member, kitchen: Circle, open_round: Series
) -> None:
    services.plan(actor=house.acting(mara), circle=kitchen, said=said(title="Inside"), now=house.now)
    assert [one.title for one in open_meetings_near(place=HERE, radius_km=25, now=house.now)] == [
        "Open round"
    ]

    shown(house, closed_rooms=["meetings"])
    assert open_meetings_near(place=HERE, radius_km=25, now=house.now) == []
    shown(house, closed_rooms=[])
    house.community.public_page = False
    house.community.save()
    assert open_meetings_near(place=HERE, radius_km=25, now=house.now) == []


def test_a_cancelled_date_is_not_told(house: House, mara: Member, open_round: Series) -> None:
    services.cancel(actor=house.acting(mara), meeting=dates(open_round)[0], now=house.now)

    [one] = open_meetings_near(place=HERE, radius_km=25, now=house.now)
    assert one.when == "Thursday 19 March, 18:30"
    services.end(actor=house.acting(mara), series=open_round, now=house.now)
    assert open_meetings_near(place=HERE, radius_km=25, now=house.now) == []


def test_the_community_s_page_and_search_engines_hear_of_it(house: House, open_round: Series) -> None:
    face = face_of(house.community, viewer=VISITOR, now=house.now)

    assert "Thursday 12 March, 18:30, Southsea. Say hello first" in face["meeting"]
    assert "Unique street" not in str(face["linked_data"])
    events = told_of(house.community, house.now)
    assert [one.place for one in events] == ["Southsea"] * 5
    assert next_open_meeting(house.community, house.now + timedelta(days=3_000)) is None


def test_a_circle_s_page_says_what_is_next(
    house: House, mara: Member, kitchen: Circle, thursdays: Series
) -> None:
    mara = house.acting(mara)
    here = circle_for(mara, kitchen.id, now=house.now, ahead=True)

    found = [thing.sentence for thing in what_is_next(mara, here, now=house.now)]
    assert found == ["Thursday 12 March, 18:30: Thursday circle"]
    root = circle_for(mara, house.root.id, now=house.now, ahead=True)
    assert "plan one" in str([thing.sentence for thing in what_is_next(mara, root, now=house.now)])


def test_home_says_what_somebody_said_yes_to_and_names_nothing(
    house: House, mara: Member, open_round: Series
) -> None:
    nils = house.member("Nils")
    [line] = home_lines(nils, house.now)
    assert line.sentence == "An open meeting is on Thursday 12 March."

    services.answer(actor=nils, meeting=dates(open_round)[1], says="coming", now=house.now)
    [line] = home_lines(nils, house.now)
    assert line.sentence == "You said yes to something on Thursday 19 March, 18:30."
    services.cancel(actor=house.acting(mara), meeting=dates(open_round)[1], now=house.now)
    assert "open meeting" in home_lines(nils, house.now)[0].sentence


def test_the_notice_board_has_the_week_and_nothing_that_is_shut(
    house: House, mara: Member, kitchen: Circle, open_round: Series
) -> None:
    told = said(title="Unique support", kind="support")
    for openness in ("closed", "confidential"):
        circle = house.circle(house.acting(mara), openness, name="Evening")
        services.plan(actor=house.acting(mara), circle=circle, said=told, now=house.now)
    services.plan(actor=house.acting(mara), circle=kitchen, said=said(title="Kitchen"), now=house.now)

    parts = sheet_of(house.acting(mara), house.root.id, now=house.now).parts
    lines = [line for part in parts for line in part.lines]

    text = "\n".join(lines)
    assert "Thursday 12 March, 18:30: Open round, Southsea" in text
    assert "Kitchen, 12 Harbour Street" in text
    for secret in ("Unique support", "Unique street", "19 March"):
        assert secret not in text


@pytest.mark.parametrize("rows", [10, 300])
def test_the_list_asks_no_more_for_more(house: House, mara: Member, kitchen: Circle, rows: int) -> None:
    from commonhearth.foundation.accounts.services import people

    mara.person = people.arrive(email="mara@example.org", now=house.now, expected=True)
    mara.save()
    circle = hidden(house, house.acting(mara))
    for number in range(rows // 10):
        services.plan(
            actor=house.acting(mara),
            circle=circle if number % 2 else kitchen,
            said=said(rule="FREQ=DAILY;COUNT=10", title=f"Round {number}"),
            now=house.now,
        )
    client = Client()
    client.force_login(mara.person, backend=settings.AUTHENTICATION_BACKENDS[0])
    import time_machine

    with time_machine.travel(house.now, tick=False):
        assert queries(client, "/c/willow/meetings/") <= 8
