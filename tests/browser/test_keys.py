"""A key for a program, from the page to the program; and an address that is told what happens."""

from __future__ import annotations

import json
import os
import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import DESK, PHONE
from tests.browser.hands import through
from tests.browser.test_every_page import complaints


@pytest.fixture
def shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """They have just shown again that it is them; how, is in test_door."""
    monkeypatch.setattr("commonhearth.foundation.accounts.step_up.is_fresh", lambda request: True)


def sound(page, name: str) -> None:
    """Fail when a page is not for everybody; keep a picture where one is asked for."""
    if "HEARTH_PICTURES" in os.environ:
        page.screenshot(path=f"{os.environ['HEARTH_PICTURES']}/{name}.png", full_page=True)
    assert complaints(page, name) == []


@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESK, False)], ids=["phone", "desk"])
def test_a_key_is_made_given_to_a_program_and_ended(window, world, site, shown_again, width, dark):
    look = f"{width}-{'dark' if dark else 'light'}"
    page = window("member", width=width, dark=dark)
    # Given a member who looks at their own page,
    page.goto("/accounts/")
    through(page.get_by_role("link", name="Keys for programs"))
    sound(page, f"keys-{look}")
    # when they make a key for one thing in one community,
    through(page.get_by_role("link", name="Make a key"))
    sound(page, f"new-key-{look}")
    page.get_by_label("What is it for?").fill("the kitchen tablet")
    page.get_by_label("Harbour House").check()
    page.get_by_label("See circles and the people in them").check()
    through(page.get_by_role("button", name="Make the key"))
    sound(page, f"key-made-{look}")
    secret = re.search(r"hearth_[\w-]{43}", page.content())[0]
    # then a program with it can do that and nothing else, until they end it.
    seen = [one["name"] for one in told(site, "/api/v1/c/harbour/circles", secret)["items"]]
    assert seen[0] == "Everyone" and "Kitchen" in seen
    with pytest.raises(urllib.error.HTTPError, match="403"):
        told(site, "/api/v1/c/harbour/notices", secret)
    through(page.get_by_role("link", name="I have it"))
    expect(page.get_by_text("the kitchen tablet")).to_be_visible()
    through(page.locator(".card", has_text="the kitchen tablet").get_by_role("button", name="End it"))
    expect(page.get_by_text("the kitchen tablet")).to_have_count(0)
    with pytest.raises(urllib.error.HTTPError, match="401"):
        told(site, "/api/v1/c/harbour/circles", secret)


def test_the_reference_is_read_on_a_phone_from_its_list_to_an_operation(window, site):
    page = window("visitor", width=PHONE)
    page.goto("/api/")
    sound(page, f"api-{PHONE}-light")
    through(page.get_by_role("link", name="Move one date"))
    expect(page).to_have_url(re.compile(r"/api/meetings/#move$"))
    expect(page.get_by_role("heading", name="Move one date")).to_be_in_viewport()
    sound(page, f"api-meetings-{PHONE}-light")


def told(site: str, path: str, secret: str) -> dict:
    asked = urllib.request.Request(f"{site}{path}", headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (DESK, True)], ids=["phone", "desk"])
def test_a_steward_names_an_address_that_is_told(window, world, shown_again, width, dark):
    look = f"{width}-{'dark' if dark else 'light'}"
    page = window("steward", width=width, dark=dark)
    page.goto("/c/harbour/settings/")
    through(page.get_by_role("link", name="Other programs that are told"))
    sound(page, f"webhooks-{look}")
    through(page.get_by_role("link", name="Name an address"))
    page.get_by_label("Address of the other program").fill("http://example.org/told")
    page.get_by_label("Somebody came in (not who)").check()
    through(page.get_by_role("button", name="Tell this address"))
    expect(page.get_by_role("alert")).to_contain_text("begins with https")
    sound(page, f"new-webhook-{look}")
    page.get_by_label("Address of the other program").fill("https://example.org/told")
    through(page.get_by_role("button", name="Tell this address"))
    expect(page.get_by_text(re.compile("whsec_"))).to_be_visible()
    sound(page, f"webhook-made-{look}")
    through(page.get_by_role("link", name="I have it"))
    card = page.locator(".card", has_text="https://example.org/told")
    through(card.get_by_role("button", name="Tell it nothing more"))
    expect(page.get_by_text("ended by a steward")).to_be_visible()
