"""What helped others: added by a member, read by a reviewer, found by a stranger; and a sheet for an appointment."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import PHONE
from tests.browser.hands import through


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_something_that_helped_reaches_who_looks_for_it(window, world, script):
    # Given a member who knows a quiet room,
    page = window("member", width=PHONE, script=script)
    page.goto("/resources/")
    through(page.get_by_role("link", name="Add something that helped you"))
    page.get_by_label("What is it called?").fill("The quiet room at the library")
    page.get_by_label(re.compile("Help among equals")).check()
    page.get_by_label("What is it?").fill(
        "A room with two chairs and no questions, open on weekday afternoons."
    )
    page.get_by_label("someone to talk to").check()
    page.get_by_label("What does it cost?").select_option("free")
    through(page.get_by_role("button", name="Add it"))
    expect(page.get_by_text("Only you and the reviewers see it.")).to_be_visible()
    # then nobody else finds it until a reviewer has read it,
    stranger = window("visitor", width=PHONE, script=script)
    stranger.goto("/resources/?words=quiet")
    expect(stranger.get_by_role("link", name="The quiet room at the library")).to_have_count(0)
    reviewer = window("reviewer", script=script)
    reviewer.goto("/resources/desk/")
    through(reviewer.get_by_role("link", name="The quiet room at the library"))
    through(reviewer.get_by_role("button", name="It is as it says: public"))
    # and then who looks for somebody to talk to, free, finds it.
    stranger.goto("/resources/")
    stranger.get_by_label("For what?").select_option("talk")
    through(stranger.get_by_role("button", name="Show"))
    through(stranger.get_by_role("link", name="The quiet room at the library"))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("The quiet room at the library")


def test_a_sheet_for_an_appointment_can_be_changed_and_printed(window):
    page = window("visitor", width=PHONE, script=False)
    page.goto("/speaking/")
    through(page.get_by_role("link", name="A sheet for an appointment"))
    page.get_by_label("What I want to ask").fill("What are the other ways?")
    through(page.get_by_role("button", name="Make the sheet"))
    expect(page.get_by_role("heading", name="For my appointment")).to_be_visible()
    through(page.get_by_role("button", name="Change it"))
    expect(page.get_by_label("What I want to ask")).to_have_value("What are the other ways?")
