"""Strangers at open doors: no account, no list of names, no trace a week later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from commonhearth.foundation.access import VISITOR, NotVisible, Refused
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Bar, Member
from commonhearth.foundation.members.selectors import email_digest
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.meetings import selectors, services
from commonhearth.rooms.meetings.models import Coming, Guest, Meeting
from commonhearth.rooms.meetings.selectors.guests import guest_at, guests_for_host
from commonhearth.rooms.meetings.services import guests
from commonhearth.rooms.meetings.services.tokens import guest_link, read_guest
from tests.foundation.circles.conftest import House
from tests.rooms.meetings.conftest import dates, said

SECRET_PLACE = "Unique street 1"


@pytest.fixture
def door(house: House, mara: Member, kitchen: Circle) -> Iterator[Meeting]:
    """An open meeting: only the district is told, and the way in online."""
    with time_machine.travel(house.now, tick=False):
        yield opened(house, mara, kitchen)


def opened(house: House, mara: Member, kitchen: Circle, **more: object) -> Meeting:
    house.community.public_page = True
    house.community.save()
    told = {
        "doors": "all",
        "place": SECRET_PLACE,
        "district": "Southsea",
        "online": "https://unique.example/room",
    }
    made = services.plan(actor=house.acting(mara), circle=kitchen, said=said(**(told | more)), now=house.now)
    return selectors.meeting_row(house.acting(mara), dates(made)[0].id, now=house.now)


def hello(door: Meeting, now: datetime, email: str = "wanda@example.org") -> Guest:
    guest = guests.come(actor=VISITOR, meeting=door, name="Wanda", email=email, hello="Hello there", now=now)
    assert guest is not None
    return guest_at(guest.id, now=now)


def path_of(guest: Guest) -> str:
    return "/o/" + guest_link(guest.community_id, guest.id).partition("/o/")[2]


def test_a_stranger_sees_the_district_and_what_to_expect_and_no_more(house: House, door: Meeting) -> None:
    services.answer(actor=house.member("Unique Name"), meeting=door, says="coming", now=house.now)

    page = Client().get(f"/c/willow/meetings/{door.id}/").content.decode()

    assert "Southsea" in page and "We begin with a round." in page and "no quoting, no recording" in page
    for secret in (SECRET_PLACE, "unique.example", "Unique Name", "Who comes", "Kitchen"):
        assert secret not in page


def test_the_community_s_own_page_leads_a_stranger_to_its_open_meetings(
    house: House, mara: Member, kitchen: Circle
) -> None:
    """The page names the next one; from there it is one press to how to come and to a calendar."""
    with time_machine.travel(house.now, tick=False):
        house.community.public_page = True
        house.community.save()
        assert "How to come" not in Client().get("/c/willow/").content.decode(), "nothing leads to nothing"

        door = opened(house, mara, kitchen)

        page = Client().get("/c/willow/").content.decode()
        assert 'href="/c/willow/meetings/"' in page and "How to come, and all open meetings" in page
        assert "Southsea" in page and SECRET_PLACE not in page
        assert f"/c/willow/meetings/{door.id}/" in Client().get("/c/willow/meetings/").content.decode()


def test_hello_letter_button_place(house: House, mara: Member, door: Meeting) -> None:
    guest = hello(door, house.now)
    assert Coming.objects.get(guest=guest).answer == "maybe"  # nothing stands before the button
    [letter] = Mail.objects.filter(kind="meeting-guest")
    assert guest_link(house.community.id, guest.id) in letter.text.body
    assert guests_for_host(house.acting(mara), door) == []

    guests.confirm(guest=guest, now=house.now)
    guests.confirm(guest=guest_at(guest.id, now=house.now), now=house.now)

    [caller] = guests_for_host(house.acting(mara), door)
    assert (caller.name, caller.hello, caller.welcomed) == ("Wanda", "Hello there", False)
    assert Notice.objects.filter(member=mara, code="meetings.hello").count() == 1
    assert SECRET_PLACE not in Client().get(path_of(guest)).content.decode()
    guest = guest_at(guest.id, now=house.now)
    guests.answer_guest(actor=house.acting(mara), guest=_of(guest, door), says="welcome", now=house.now)
    assert SECRET_PLACE in Client().get(path_of(guest)).content.decode()
    newest = Mail.objects.filter(kind="meeting-guest").exclude(calendar="").order_by("-created", "-id")
    assert any(SECRET_PLACE in mail.calendar.replace("\r\n ", "") for mail in newest)


def _of(guest: Guest, door: Meeting) -> Guest:
    guest.coming.meeting = door
    return guest


def test_only_the_host_answers(house: House, door: Meeting) -> None:
    guest = _of(hello(door, house.now), door)
    for other in (house.member("Nils"), house.steward(), VISITOR):
        with pytest.raises(Refused):
            guests.answer_guest(actor=other, guest=guest, says="welcome", now=house.now)


def test_the_waiting_room_lets_nobody_through_before_the_host(
    house: House, mara: Member, kitchen: Circle
) -> None:
    with time_machine.travel(house.now, tick=False):
        door = opened(house, mara, kitchen, place_for="all")
        guest = guests.come(actor=VISITOR, meeting=door, name="Wanda", now=house.now)
        assert guest is not None and guest.confirmed
        with pytest.raises(Refused, match="meetings_too_early"):
            guests.knock(guest=guest_at(guest.id, now=house.now), now=house.now)
    soon = door.starts - timedelta(minutes=10)
    with time_machine.travel(soon, tick=False):
        client = Client()
        assert client.post(path_of(guest), {"act": "knock"}).status_code == 302
        assert "unique.example" not in client.get(path_of(guest)).content.decode()

        found = _of(guest_at(guest.id, now=soon), door)
        guests.answer_guest(actor=house.acting(mara), guest=found, says="in", now=soon)

        assert "https://unique.example/room" in client.get(path_of(guest)).content.decode()


def test_not_coming_after_all_deletes_at_once(house: House, door: Meeting) -> None:
    guest = hello(door, house.now)
    guests.confirm(guest=guest, now=house.now)

    page = Client().post(path_of(guest), {"act": "not"})

    assert page.status_code == 200 and not Guest.objects.exists() and not Coming.objects.exists()
    assert Client().get(path_of(guest)).status_code == 404


def test_a_week_later_nothing_is_left(house: House, door: Meeting) -> None:
    guests.confirm(guest=hello(door, house.now), now=house.now)
    hello(door, house.now, "never-confirmed@example.org")

    assert guests.forget_guests(now=house.now + timedelta(days=2, minutes=1)) == 1
    assert guests.forget_guests(now=door.ends + timedelta(days=6)) == 0
    assert guests.forget_guests(now=door.ends + timedelta(days=7, minutes=1)) == 1
    assert not Guest.objects.exists() and not Coming.objects.exists()


def test_a_barred_address_hears_what_everybody_hears(house: House, door: Meeting) -> None:
    gone = house.member("Gone", "former")
    digest = email_digest("gone@example.org")
    Bar.objects.create(member=gone, set_by=house.steward(), email_digest=digest, created=house.now)

    found = guests.come(
        actor=VISITOR, meeting=door, name="G", email="Gone@example.org", hello="Hi", now=house.now
    )

    assert found is None and not Guest.objects.exists() and not Mail.objects.exists()


def test_one_address_has_one_place(house: House, door: Meeting) -> None:
    for _again in range(3):
        hello(door, house.now)
    assert Guest.objects.count() == 1


def test_guests_and_members_wait_in_one_line(house: House, mara: Member, kitchen: Circle) -> None:
    with time_machine.travel(house.now, tick=False):
        door = opened(house, mara, kitchen, place_for="all", seats=1)
        services.answer(actor=house.acting(mara), meeting=door, says="coming", now=house.now)
        guest = guests.come(actor=VISITOR, meeting=door, name="Wanda", now=house.now)
        assert guest is not None and Coming.objects.get(guest=guest).waiting
        assert SECRET_PLACE not in Client().get(path_of(guest)).content.decode()

        services.answer(actor=house.acting(mara), meeting=door, says="not", now=house.now)

        assert not Coming.objects.get(guest=guest).waiting


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 32 + ":forged", "%00", "é"])
def test_a_forged_link_leads_nowhere(house: House, door: Meeting, token: str) -> None:
    assert read_guest(token) is None
    with pytest.raises(NotVisible):
        guest_at(read_guest(token), now=house.now)


def test_doors_that_are_shut_let_nobody_in(house: House, mara: Member, thursdays: object) -> None:
    row = selectors.meeting_row(mara, Meeting.objects.order_by("on")[0].id, now=house.now)
    with pytest.raises(Refused):
        guests.come(actor=VISITOR, meeting=row, name="W", now=house.now)
    with pytest.raises(Refused, match="meetings_inside_already"):
        row.series.doors = "all"
        row.circle.community.public_page = True
        guests.come(actor=mara, meeting=_open(row), name="W", now=house.now)


def _open(row: Meeting) -> Meeting:
    row.series.save()
    row.circle.community.save()
    return row


def test_a_name_is_a_name_and_not_a_page(house: House, mara: Member, door: Meeting) -> None:
    guest = guests.come(
        actor=VISITOR,
        meeting=door,
        name="<b>Wanda</b>",
        email="w@example.org",
        hello="<script>x</script>",
        now=house.now,
    )
    assert guest is not None
    guests.confirm(guest=guest_at(guest.id, now=house.now), now=house.now)
    [caller] = guests_for_host(house.acting(mara), door)
    assert caller.hello == "<script>x</script>"  # kept as written; the page escapes it
