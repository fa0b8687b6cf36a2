"""A facilitator runs a meeting, from the projector page to approved minutes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from commonhearth.rooms.meetings.models import Meeting
from tests.browser.eyes import PHONE, accessible
from tests.browser.hands import through


@pytest.fixture
def begun(world, real_commits):
    """The kitchen's meeting, which has just begun and whose agenda and minutes nobody has touched."""
    with world.harbour.within():
        first = Meeting.objects.get(id=world.harbour.things["meeting_id"]["open"])
        dates = Meeting.objects.select_related("series", "circle").filter(series=first.series)
        meeting = dates.exclude(id=first.id).order_by("starts")[0]
        yield meeting


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_facilitator_runs_a_meeting_to_approved_minutes(window, world, begun, script):
    at = f"/c/harbour/meetings/{begun.id}/"

    def axe(page):
        if script:
            accessible(page)

    # Given a facilitator who lets the house put on what is due, adds a point and moves it up,
    page = window("member", script=script)
    page.goto(at)
    through(page.get_by_role("link", name="Agenda"))
    through(page.get_by_role("button", name="Put on what is due"))
    page.get_by_label("What about?").fill("The boiler")
    through(page.get_by_role("button", name="Put it on the agenda"))
    point = page.get_by_role("listitem").filter(has_text="The boiler")
    through(point.get_by_role("button", name="Up"))
    axe(page)
    # takes the turn of leading,
    through(page.get_by_role("link", name="Turns"))
    lead = page.get_by_role("listitem").filter(has_text="Leads the meeting")
    through(lead.get_by_role("button", name="I take it"))
    expect(lead.get_by_text("you", exact=True)).to_be_visible()
    axe(page)
    # when the wall shows the first words and the phone moves it, one thing at a time, through a round,
    wall = window("member", script=script)
    wall.goto(f"{at}screen/")
    expect(wall.get_by_text("No quoting, no recording")).to_be_visible()
    axe(wall)
    phone = window("member", width=PHONE, script=script)
    phone.goto(f"{at}screen/phone/")
    through(phone.get_by_role("button", name="Next", exact=True))
    expect(phone.get_by_text("Opening round")).to_be_visible()
    through(phone.get_by_role("button", name="Next speaker"))
    expect(phone.get_by_text("number 2")).to_be_visible()
    axe(phone)
    if not script:
        through(wall.get_by_role("link", name="Show where we are"))
    expect(wall.get_by_text("Opening round")).to_be_visible()
    expect(wall.get_by_role("button", name="Next speaker")).to_be_visible()
    if script:  # what is focused on the wall stays so while the phone moves it
        wall.get_by_role("button", name="I need a pause").focus()
        through(phone.get_by_role("button", name="Next speaker"))
        expect(wall.get_by_text("number 3")).to_be_visible()
        expect(wall.get_by_role("button", name="I need a pause")).to_be_focused()
    through(wall.get_by_role("button", name="I need a pause"))
    expect(wall.get_by_text("We wait.")).to_be_visible()
    through(wall.get_by_role("button", name="Go on"))
    through(wall.get_by_role("link", name="A clock for rounds"))
    through(wall.get_by_role("button", name="Begin"))
    expect(wall.get_by_role("timer")).to_be_visible()
    through(wall.get_by_role("link", name="I need a pause"))
    expect(wall.get_by_text(re.compile(r"^(2:00|1:\d\d) left$"))).to_be_visible()
    through(wall.get_by_role("link", name="Go on"))
    through(wall.get_by_role("link", name="Pass"))
    expect(wall.get_by_text("has spoken or passed").first).to_be_visible()
    axe(wall)
    # the minutes begin with the points of the agenda and are written in place,
    through(page.get_by_role("link", name="Minutes"))
    through(page.get_by_role("link", name="Begin to write"))
    text = page.get_by_role("textbox", name="Minutes")
    expect(text).to_have_value(re.compile("## The boiler"))
    text.fill(text.input_value() + "\nWe ask for two offers.")
    axe(page)
    through(page.get_by_role("button", name="Keep it", exact=True))
    expect(page.get_by_text("We ask for two offers.")).to_be_visible()
    # and shown to the circle,
    through(page.get_by_role("link", name="Ask the circle: is everything right?"))
    through(page.get_by_role("button", name="Ask the circle"))
    expect(page.get_by_text("Before the circle until")).to_be_visible()
    axe(page)
    # then they are agreed on in the next meeting, which is held now, and stand fast.
    Meeting.objects.filter(id=begun.id).update(
        starts=world.now - timedelta(days=7), ends=world.now - timedelta(days=7, hours=-1)
    )
    following = Meeting.objects.filter(series=begun.series).exclude(id=begun.id).order_by("starts").first()
    Meeting.objects.filter(id=following.id).update(
        starts=world.now - timedelta(minutes=20), ends=world.now + timedelta(hours=3)
    )
    page.reload()
    through(page.get_by_role("button", name="We asked in the meeting: agreed"))
    expect(page.get_by_text("They stand fast; corrections stand below.")).to_be_visible()
    expect(page.get_by_text("Copy as text for a chat")).to_be_visible()
    page.get_by_text("Add a correction").click()
    page.get_by_label("What is to be added or put right?").fill("Three offers, not two.")
    through(page.get_by_role("button", name="Add it below"))
    expect(page.get_by_text("Three offers, not two.", exact=True)).to_be_visible()
    axe(page)


def test_two_write_at_once_on_a_phone_and_a_desk_and_nothing_is_lost(window, world, begun):
    at = f"/c/harbour/meetings/{begun.id}/minutes/write/"
    first, second = window("member"), window("member", width=PHONE)
    first.goto(at)
    first.get_by_role("textbox", name="Minutes").fill("## Tea\nEnough.")
    through(first.get_by_role("button", name="Keep it", exact=True))
    first.goto(at), second.goto(at)
    first.get_by_role("textbox", name="Minutes").fill("## Tea\nPlenty.")
    through(first.get_by_role("button", name="Keep it", exact=True))
    second.get_by_role("textbox", name="Minutes").fill("## Tea\nNone.")
    through(second.get_by_role("button", name="Keep it", exact=True))
    expect(second.get_by_role("alert")).to_contain_text("Nothing is lost")
    expect(second.get_by_role("textbox", name="Minutes")).to_have_value("## Tea\nPlenty.\nNone.")
    accessible(second)
    second.get_by_role("textbox", name="Minutes").fill("## Tea\nWe count again.")
    through(second.get_by_role("button", name="Keep it", exact=True))
    expect(second.get_by_text("We count again.")).to_be_visible()
