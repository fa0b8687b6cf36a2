"""Writes a plan and shares one part, revokes it: with a keyboard, with and without script, on a phone and a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through


@pytest.mark.parametrize(
    ("script", "width", "dark"),
    [(True, PHONE, False), (False, PHONE, True), (True, DESK, True)],
    ids=["script", "no-script", "desk-dark"],
)
def test_writes_a_plan_shares_one_part_and_takes_it_back(window, world, script, width, dark):
    page = window("steward", width=width, script=script, dark=dark)
    # Given somebody on a bad day, who follows Help now to their own plan,
    page.goto("/help/gb/")
    through(page.get_by_role("link", name="My own plan"))
    expect(page.get_by_role("heading", level=1, name="My plan")).to_be_visible()
    expect(page.get_by_text("Begin anywhere")).to_be_visible()
    # when they write two parts,
    for heading, words in (
        ("Please do", "Sit with me and say nothing."),
        ("My reasons", "The boat in June."),
    ):
        through(page.get_by_role("link", name=heading, exact=True))
        if script:
            accessible(page)
        expect(page.get_by_text("Only you can read this.")).to_be_visible()
        page.get_by_label(heading).fill(words)
        through(page.get_by_role("button", name="Put it into my plan"), key="Enter")
        expect(page.get_by_text(words)).to_be_visible()
    if script:
        accessible(page)
    # and show one of them to one person, by name,
    through(page.get_by_role("link", name="Who can read it Please do"))
    page.get_by_label("Everyone").check()
    page.get_by_label("Their name there").fill("Nobody at all")
    through(page.get_by_role("button", name="Show them this part"))
    expect(page.get_by_role("alert")).to_contain_text("found nobody of this name")
    page.get_by_label("Their name there").fill("Nils")
    through(page.get_by_role("button", name="Show them this part"))
    expect(page.get_by_text("Nils can read this part now")).to_be_visible()
    if script:
        accessible(page)
    # then that person reads this part, and no other,
    reader = window("neighbour", width=width, script=script)
    reader.goto("/c/harbour/plan/shown/")
    through(reader.get_by_role("link", name="Stella"))
    expect(reader.get_by_text("Sit with me and say nothing.")).to_be_visible()
    expect(reader.get_by_text("The boat in June.")).to_have_count(0)
    if script:
        accessible(reader)
    # until it is taken back, which is one press and at once.
    through(page.get_by_role("button", name="Take it back"), key="Enter")
    expect(page.get_by_text("They cannot read it any more")).to_be_visible()
    assert reader.reload().status == 404


def test_the_plan_prints_on_one_page(window, world):
    page = window("member", width=DESK)
    for heading in ("well", "daily", "crisis", "trust", "do", "do_not", "reasons", "kept"):
        page.goto(f"/c/harbour/plan/write/{heading}/")
        page.locator("textarea").fill("A line about this, and a second one that is a little longer. " * 4)
        through(page.get_by_role("button", name=re.compile("Put it into my plan")))
    page.goto("/c/harbour/plan/paper/")
    accessible(page)
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
