"""The front door on real data: a co-op near a place, what is known of it, and what a reviewer can do."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commonhearth.rooms.directory.services.importing import import_directory
from tests.browser.eyes import PHONE
from tests.browser.hands import through

GOOD = "Good Mental Health Co-operative"


@pytest.fixture
def real_list(shared_data, site):
    """The real list of co-operatives in the United Kingdom, brought in."""
    import_directory(path=shared_data / "directory" / "coops_uk_2022q2_standard.csv", now=timezone.now())


def test_portsmouth(window, world, real_list):
    page = window("visitor", width=PHONE)
    # Given somebody in Portsmouth who looks for people near them,
    page.goto("/")
    page.get_by_label("Town, postcode or coordinates").fill("Portsmouth")
    page.get_by_label(re.compile("^Words")).fill("mental health")
    through(page.get_by_role("button", name="Find", exact=True))
    # then the co-op stands there with its distance, and that nobody knows whether it still exists,
    row = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=re.compile(GOOD)))
    expect(row).to_contain_text("1.3 km")
    expect(row).to_contain_text("2022")
    through(page.get_by_role("link", name=re.compile(GOOD)))
    expect(page.get_by_role("heading", level=1, name=re.compile(GOOD))).to_be_visible()
    listing = page.url
    # When a reviewer knows that it has stopped and says who carries on,
    reviewer = window("reviewer")
    reviewer.goto(listing)
    through(reviewer.get_by_role("link", name="It has stopped"))
    reviewer.get_by_label(re.compile("When did it stop")).fill(timezone.now().date().isoformat())
    reviewer.get_by_label(re.compile("Who carries on")).first.fill("Harbour House")
    through(reviewer.get_by_role("main").get_by_role("button").last)
    # then everybody reads that, with those who carry on.
    page.goto(listing)
    expect(page.get_by_text("These carry on:")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Harbour House")).to_be_visible()


def test_somebody_asks_to_be_told(window, at_once):
    page = window("visitor", width=PHONE, script=False)
    # Given somebody for whom there is nothing yet,
    page.goto("/find/?words=knitting")
    through(page.get_by_role("link", name=re.compile("^Tell me when there is")).first)
    # when they leave an address and a place,
    page.get_by_label("Your e-mail address").fill("wren@example.org")
    page.get_by_label("Your town or postcode").fill("50.80, -1.09")
    through(page.get_by_role("button", name="Ask to be told"))
    # then a letter waits for them to say that it was they who asked.
    expect(page).to_have_url(re.compile("/directory/tell-me/asked/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
