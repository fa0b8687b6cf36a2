"""A stranger attends an open meeting: found near a place, in a calendar, known what to expect, in three actions."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from playwright.sync_api import expect

from commonhearth.foundation.outbox.models import Mail
from commonhearth.rooms.directory.models import Listing
from commonhearth.rooms.meetings.models import Meeting, PlaceFor, Series
from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through

SECRET_PLACE = "12 Harbour Street"


def look(page: Any, name: str) -> None:
    """Keep a picture where HEARTH_PICTURES says, and let axe look."""
    if os.environ.get("HEARTH_PICTURES"):
        width = page.viewport_size["width"]
        page.screenshot(path=f"{os.environ['HEARTH_PICTURES']}/{name}-{width}.png", full_page=True)
    accessible(page)


@pytest.fixture
def open_door(world: Any, site: str) -> Meeting:
    """The kitchen's doors are open: the district for all, the place after a hello."""
    harbour = world.harbour
    Listing.objects.filter(community=harbour.community).update(
        latitude=50.799, longitude=-1.091, x=0.0, y=0.0, z=0.0, precision="town"
    )
    with harbour.within():
        series = Series.objects.get(id=harbour.things["series_id"]["open"])
        Series.objects.filter(id=series.id).update(
            title="Open Thursday",
            place_for=PlaceFor.HELLO,
            district="Southsea, near the pier",
            about="We begin with a round of names and tea.\nYou may pass, or leave at any time.",
            access=["step_free", "quiet_room"],
        )
        from commonhearth.rooms.meetings.services.announcing import announce_dates

        announce_dates(Series.objects.select_related("circle").get(id=series.id), now=world.now)
        return Meeting.objects.get(id=harbour.things["meeting_id"]["open"])


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_found_in_a_calendar_and_known_in_three_actions(window, open_door, script):
    page = window("visitor", width=PHONE, script=script)
    page.goto("/find/")
    actions = 0
    # One: say where, and look. (What is typed into the one field is part of it.)
    page.get_by_label("Town, postcode or coordinates").fill("50.80, -1.09")
    through(page.get_by_role("button", name="Find", exact=True))
    actions += 1
    expect(page.get_by_role("heading", name=re.compile("Open meetings near"))).to_be_visible()
    if script:
        look(page, "near")
    # Two: the meeting; here stands what to expect, how to get in, and no place before a hello.
    through(page.get_by_role("link", name=re.compile("Open Thursday")))
    actions += 1
    expect(page.get_by_text("We begin with a round of names and tea.")).to_be_visible()
    expect(page.get_by_text("No steps on the way in")).to_be_visible()
    expect(page.get_by_text("no quoting, no recording").first).to_be_visible()
    assert SECRET_PLACE not in page.content() and "meet.example" not in page.content()
    if script:
        look(page, "meeting")
    # Three: into a calendar.
    with page.expect_download() as taken:
        page.get_by_role("link", name="Add to your calendar").click()
    actions += 1
    assert actions == 3
    body = page.context.request.get(taken.value.url).body()
    [event] = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Open Thursday" and "Southsea" in str(event["LOCATION"])
    assert event.decoded("DTSTART") == open_door.starts.replace(microsecond=0)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_stranger_attends(window, world, open_door, at_once, script):
    # Given a stranger who says hello,
    page = window("visitor", width=PHONE, script=script)
    page.goto(f"/c/harbour/meetings/{open_door.id}/")
    through(page.get_by_role("link", name="Say hello"))
    page.get_by_label("A name to call you by").fill("Wren")
    page.get_by_label("Your e-mail address").fill("wren@example.org")
    page.get_by_label(re.compile("^Hello")).fill("I have never done this before.")
    if script:
        look(page, "hello")
    through(page.get_by_role("button", name="Send it to the host"))
    expect(page.get_by_role("heading", name="Look in your letters")).to_be_visible()
    # and follows the link in the letter,
    letter = Mail.objects.filter(kind="meeting-guest").select_related("text").latest("created")
    page.goto(re.search(r"http\S+/guest/\S+", letter.text.body)[0])
    through(page.get_by_role("button", name="Yes, I come"))
    expect(page.get_by_text("The host has your hello and sends you the place.")).to_be_visible()
    assert SECRET_PLACE not in page.content()
    own_page = page.url
    # when the host sends the place,
    host = window("member", width=DESK, script=script)
    host.goto(f"/c/harbour/meetings/{open_door.id}/")
    expect(host.get_by_text("I have never done this before.")).to_be_visible()
    if script:
        look(host, "host")
    card = host.get_by_role("main").locator("section.card").filter(has_text="Wren")
    through(card.get_by_role("button", name="Send the place"))
    # then it stands on the stranger's own page,
    page.goto(own_page)
    expect(page.get_by_text(SECRET_PLACE)).to_be_visible()
    if script:
        look(page, "guest")
    # and at the hour they wait at the door online until the host lets them in.
    with world.harbour.within():
        Meeting.objects.filter(id=open_door.id).update(
            starts=world.now + timedelta(minutes=10), ends=world.now + timedelta(minutes=100)
        )
    page.goto(own_page)
    through(page.get_by_role("button", name="I am here"))
    expect(page.get_by_text("You are in the waiting room.")).to_be_visible()
    assert "meet.example" not in page.content()
    host.goto(f"/c/harbour/meetings/{open_door.id}/")
    through(card.get_by_role("button", name="Let in"))
    page.goto(own_page)
    expect(page.get_by_role("link", name=re.compile("meet.example"))).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_member_plans_a_series_in_plain_words_and_comes(window, world, script):
    page = window("member", width=PHONE, script=script, dark=True)
    page.goto("/c/harbour/meetings/")
    if script:
        look(page, "list")
    through(page.get_by_role("link", name="Plan something"))
    page.get_by_label("What is it called?").fill("Walk by the sea")
    first = (world.now + timedelta(days=3)).date()
    page.get_by_label("First date", exact=True).fill(first.isoformat())
    page.get_by_label("From", exact=True).fill("11:00")
    page.get_by_label(re.compile("Every second week")).check()
    if script:
        look(page, "plan")
    through(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Walk by the sea")
    expect(page.get_by_text(re.compile("Every second"))).to_be_visible()
    page.get_by_label("Coming", exact=True).check()
    through(page.get_by_role("button", name="Say so"))
    expect(page.get_by_text("You are expected.")).to_be_visible()
    page.goto("/c/harbour/meetings/yours/")
    through(page.get_by_role("button", name=re.compile("^Make (an|a new) address$")))
    expect(page.get_by_text(re.compile(r"/calendar/\S+\.ics"))).to_be_visible()
    if script:
        look(page, "yours")
