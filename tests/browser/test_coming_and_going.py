"""From the community's page to a home of one's own, away and back, and out again with everything."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from commonhearth.foundation.outbox.models import Mail
from tests.browser.eyes import PHONE
from tests.browser.hands import through


def test_somebody_writes_from_outside_and_is_answered(window, at_once):
    page = window("visitor", width=PHONE)
    # Given a visitor on the page of a community that has agreed to answer,
    page.goto("/c/harbour/")
    through(page.get_by_role("link", name=re.compile("[Ww]rite")).first)
    # when they write, saying no more than they want to,
    page.get_by_label("Your first name, or what you would like to be called").fill("Wren")
    page.get_by_label("Your e-mail address, for the answer").fill("wren@example.org")
    page.get_by_label("What would you like to say or ask?").fill("May I come on a Thursday?")
    through(page.get_by_role("main").get_by_role("button").last)
    expect(page).to_have_url(re.compile("/write/sent/$"))
    # then a steward reads the letter and answers it.
    steward = window("steward")
    steward.goto("/c/harbour/letters/")
    through(steward.get_by_role("link", name=re.compile("Wren")))
    expect(steward.get_by_text("May I come on a Thursday?")).to_be_visible()
    expect(steward.get_by_text("wren@example.org")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_joining_from_asking_to_a_home(window, world, script):
    page = window("stranger", width=PHONE, script=script)
    # Given somebody signed in who found a community,
    page.goto("/c/harbour/")
    through(page.get_by_role("link", name="Ask to join").first)
    # when they ask with the community's own question, and first forget to say that they are old enough,
    page.get_by_label("What shall we call you here?").fill("Robin")
    page.get_by_label("What would you like from us?").fill("Company on Thursdays.")
    if not script:
        through(page.get_by_role("button", name="Ask to join"))
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("What would you like from us?")).to_have_value("Company on Thursdays.")
    page.get_by_label(re.compile("or older")).check()
    through(page.get_by_role("button", name="Ask to join"))
    # then they see who answers and by when.
    expect(page.get_by_role("heading", level=1, name="You asked to join")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Stella answers by \w+ \d+ \w+"))).to_be_visible()
    # When the steward says yes,
    steward = window("steward", script=script)
    steward.goto("/c/harbour/asking/")
    through(steward.get_by_role("link", name=re.compile("Robin")))
    expect(steward.get_by_text("Company on Thursdays.")).to_be_visible()
    through(steward.get_by_role("button", name="Say yes"))
    # then they land on a home of their own.
    page.goto("/home/")
    expect(page).to_have_url(re.compile("/c/harbour/home/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("Stella")).first).to_be_visible()


def test_keeping_apart_is_known_to_one_only(window, world):
    page = window("member")
    # Given two members who find each other,
    page.goto("/c/harbour/people/")
    through(page.get_by_role("link", name="Nils"))
    page.get_by_text("Keep us apart").click()
    through(page.get_by_role("link", name="What happens then"))
    # when one asks to be kept apart, giving no reason,
    through(page.get_by_role("button", name="Keep us apart"))
    # then neither finds the other, and only the one who asked sees that they did.
    page.goto("/c/harbour/people/")
    expect(page.get_by_role("link", name="Nils")).to_have_count(0)
    page.goto("/c/harbour/you/")
    expect(page.get_by_text("Nils")).to_be_visible()
    other = window("neighbour")
    other.goto("/c/harbour/people/")
    expect(other.get_by_role("link", name="Mara")).to_have_count(0)
    other.goto("/c/harbour/you/")
    expect(other.get_by_text("Mara")).to_have_count(0)


def test_away_back_and_out_with_everything(window, world, settings, tmp_path: Path):
    settings.HEARTH_MAIL = "mailbox"
    page = window("neighbour", width=PHONE)
    # Given a member who goes away and comes back,
    page.goto("/c/harbour/you/")
    through(page.get_by_role("link", name="Be away for a while"))
    through(page.get_by_role("button", name="Be away"))
    page.goto("/c/harbour/you/")
    through(page.get_by_role("button", name="I am here again"))
    expect(page.get_by_text("as you left it")).to_be_visible()
    # when they leave, taking everything along,
    page.goto("/c/harbour/you/")
    through(page.get_by_role("link", name="Leave this community"))
    page.get_by_role("link", name="Take everything along first").click()
    # (who has been signed in for a while shows once more that it is them)
    through(page.get_by_role("button", name="Send me a code"))
    page.get_by_role("button", name="Go on").wait_for()
    code = re.search(r"\b\d{4} \d{4}\b", Mail.objects.order_by("created").last().text.body)
    page.get_by_role("textbox").first.fill(code.group())
    with page.expect_download() as taken:
        page.get_by_role("button", name="Go on").click()
    page.goto("/c/harbour/you/leave/")
    through(page.get_by_role("button", name="Leave now"))
    expect(page.get_by_role("heading", level=1, name="You have left")).to_be_visible()
    # then the community is closed to them, and the zip opens as a page to read and a file for machines.
    assert page.goto("/c/harbour/people/").status == 404
    taken.value.save_as(tmp_path / "yours.zip")
    files = zipfile.ZipFile(io.BytesIO((tmp_path / "yours.zip").read_bytes()))
    names = files.namelist()
    machine = next(name for name in names if name.endswith(".json"))
    to_read = next(name for name in names if name.endswith(".html"))
    assert json.loads(files.read(machine))
    assert "Nils" in files.read(to_read).decode()
