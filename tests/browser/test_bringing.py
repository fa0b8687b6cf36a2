"""A steward brings a list of five; one comes in by the letter, and the rest is undone."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import expect

from commonhearth.foundation.outbox.models import Mail
from tests.browser.eyes import PHONE
from tests.browser.hands import through
from tests.rooms.founding.bringing_files import FIVE


def look(page, name: str) -> None:
    """With HEARTH_LOOK=folder keep a picture to look at."""
    if "HEARTH_LOOK" in os.environ:
        page.screenshot(path=str(Path(os.environ["HEARTH_LOOK"]) / f"{name}.png"), full_page=True)


def test_five_are_invited_one_comes_and_the_rest_is_undone(window, world, tmp_path: Path):
    file = tmp_path / "members.csv"
    file.write_bytes(FIVE)
    page = window("steward", width=PHONE, script=False)
    # Given a steward with a member list from a spreadsheet,
    page.goto("/c/harbour/before/dates/")
    look(page, "dates")
    through(page.get_by_role("link", name="Bring what you have"))
    look(page, "bring")
    through(page.get_by_role("link", name="Member list").first)
    page.get_by_label("Your member list (CSV)").set_input_files(file)
    through(page.get_by_role("button", name="Read the list"))
    # when they look which column is which, and at every row,
    expect(page.get_by_role("heading", level=1, name="Which column is which?")).to_be_visible()
    look(page, "columns")
    through(page.get_by_role("button", name="Show me every row"))
    expect(page.get_by_text("5 of 5 are ticked.")).to_be_visible()
    look(page, "preview")
    assert not Mail.objects.filter(to="ada@example.org").exists()
    through(page.get_by_role("button", name="Send the letters"))
    # then each has a letter that does not tell what this is.
    expect(page.get_by_text("5 rows were confirmed.")).to_be_visible()
    look(page, "done")
    letters = {mail.to: mail for mail in Mail.objects.filter(kind="invitation", to__endswith="@example.org")}
    assert len(letters) == 5
    # When one of them comes in by the link,
    link = letters["ada@example.org"].fill["link"]
    guest = window("stranger", width=PHONE, script=False)
    guest.goto(link[link.index("/o/") :])
    guest.get_by_label("What shall we call you here?").fill("Ada")
    guest.get_by_label(re.compile("or older")).check()
    through(guest.get_by_role("button", name="Come in"))
    expect(guest).to_have_url(re.compile("/c/harbour/home/$"))
    # and the steward undoes the rest,
    page.get_by_text("Undo this").click()
    through(page.get_by_role("button", name="Undo it"))
    # then who came stays, and the other links open nothing.
    expect(page.get_by_text("1 came in by their letter.")).to_be_visible()
    look(page, "undone")
    dead = letters["bjorn@example.org"].fill["link"]
    assert window("visitor", script=False).goto(dead[dead.index("/o/") :]).status == 410


def test_bylaws_are_pasted_and_put_before_everyone(window, world):
    page = window("steward", dark=True)
    page.goto("/c/harbour/bring/agreements/")
    look(page, "agreements-dark")
    page.get_by_label("Or paste the text").fill("1. We wash up.\n2. We lock up.")
    page.get_by_label("What is it called, if it is new here?").fill("The kitchen rules")
    through(page.get_by_role("button", name="Cut it into clauses"))
    expect(page.get_by_text("2 of 2 are ticked.")).to_be_visible()
    look(page, "clauses-dark")
    through(page.get_by_role("button", name="Put them before everyone"))
    through(page.get_by_role("link", name="See them"))
    expect(page.get_by_role("heading", level=1, name="The kitchen rules")).to_be_visible()
    expect(page.get_by_text("We wash up.").first).to_be_visible()
