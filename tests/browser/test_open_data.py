"""In the browser: taking the directory along, and a reviewer following another host."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.eyes import DESK, PHONE
from tests.browser.hands import through


def test_somebody_takes_the_directory_along(window: Callable[..., Any]):
    page = window("visitor", width=PHONE, script=False)
    page.goto("/find/")
    through(page.get_by_role("link", name="Open data of this host").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Open data of this host")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Map data (GeoJSON)").click()
    said = json.loads(taken.value.path().read_text())
    assert said["type"] == "FeatureCollection" and said["features"]
    assert page.context.cookies() == []


def test_what_search_engines_read_is_a_block_of_data_and_breaks_no_policy(
    window: Callable[..., Any], world: Any
):
    page = window("visitor", width=DESK)
    page.goto(f"/c/{world.harbour.community.slug}/")
    block = page.locator('script[type="application/ld+json"]').inner_text()
    assert json.loads(block)["name"] == world.harbour.community.name
    # At the end each window is asked whether the policy refused anything.


def test_a_reviewer_follows_another_host_and_stops(window: Callable[..., Any]):
    page = window("reviewer", width=PHONE, script=False)
    page.goto("/directory/desk/")
    through(page.get_by_role("link", name="Following others"))
    page.get_by_label("Address of a host, an index or a profile").fill("https://lantern.example")
    through(page.get_by_role("button", name="Follow"))
    through(page.get_by_role("link", name="lantern.example"))
    expect(page.get_by_text("Not asked yet")).to_be_visible()
    through(page.get_by_role("button", name="Stop, and keep them as they are"))
    expect(page.get_by_text("We no longer follow them.")).to_be_visible()
    expect(page.get_by_role("link", name="lantern.example")).to_have_count(0)
