"""Into a circle under another name; a hidden one that is not there for others; a wording agreed together."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import PHONE, accessible
from tests.browser.hands import through


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_entering_a_circle_under_another_name(window, world, script):
    page = window("neighbour", width=PHONE, script=script)
    # Given a member who looks round the circles,
    page.goto("/c/harbour/circles/")
    if script:
        accessible(page)
    through(page.get_by_role("link", name="Kitchen"))
    # when they press the one button and see, before they choose a name, who will see it,
    through(page.get_by_role("link", name="Come in"))
    expect(page.get_by_role("heading", name="Who sees what")).to_be_visible()
    expect(page.get_by_text("Everyone in the community can see this name in this circle")).to_be_visible()
    # then a name in use asks for a telling word and keeps what they typed,
    page.get_by_label("Your name in this circle").fill("Moss")
    through(page.get_by_role("button", name="Come in"))
    expect(page.get_by_role("alert")).to_contain_text("tells you apart")
    expect(page.get_by_label("Your name in this circle")).to_have_value("Moss")
    # and another name lets them in.
    page.get_by_label("Your name in this circle").fill("Robin")
    through(page.get_by_role("button", name="Come in"))
    expect(page.get_by_role("heading", level=1, name="Kitchen")).to_be_visible()
    expect(page.get_by_role("list", name="People").get_by_text("Robin")).to_be_visible()
    expect(page.get_by_role("list", name="People").get_by_text("Nils")).to_have_count(0)
    # Others in the circle know them by that name.
    other = window("member")
    other.goto(page.url)
    expect(other.get_by_text("Robin")).to_be_visible()


def test_a_hidden_circle_is_there_absent_absent(window, world):
    address = f"/c/harbour/circles/{world.harbour.circles['hidden'].id}/"
    seen = window("member").goto(address)
    assert seen.status == 200
    for who in ("steward", "operator"):
        assert window(who).goto(address).status == 404


def test_a_wording_is_proposed_and_somebody_has_a_concern(window, world):
    # Given a member who begins an agreement and proposes its first clause,
    member = window("member")
    member.goto("/c/harbour/agreements/")
    through(member.get_by_role("link", name="Begin an agreement"))
    member.get_by_label("What is it called?").fill("How we eat")
    through(member.get_by_role("button", name="Begin"))
    through(member.get_by_role("link", name="Propose a clause"))
    member.get_by_label("In short").fill("We eat together on Thursdays.")
    through(member.get_by_role("button", name="Put it before the circle"))
    expect(member.get_by_role("heading", name="Proposed")).to_be_visible()
    accessible(member)
    # when a neighbour reads it on a phone and raises a concern,
    neighbour = window("neighbour", width=PHONE)
    neighbour.goto(member.url)
    neighbour.get_by_text("I have a concern that must be heard").click()
    neighbour.get_by_label("What harm do you see?").fill("I work on Thursdays.")
    through(neighbour.get_by_role("button", name="Raise this concern"))
    # then it stands until they say that it has been heard.
    member.reload()
    expect(member.get_by_text("I work on Thursdays.")).to_be_visible()
    expect(member.get_by_role("button", name="My concern has been heard")).to_have_count(0)
    through(neighbour.get_by_role("button", name="My concern has been heard"))
    expect(neighbour.get_by_text(re.compile("settled on"))).to_be_visible()
