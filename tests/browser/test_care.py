"""A group takes its own page in hand by its mailbox; a reviewer makes two pages one, and two again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from commonhearth.foundation.outbox.models import Mail
from tests.browser.eyes import DESK, PHONE
from tests.browser.hands import through


def test_a_group_claims_its_page_by_mail_and_corrects_it(window, world):
    listing = f"/directory/{world.harbour.things['other_id']}/"
    page = window("stranger", width=PHONE, script=False)
    # Given somebody of the group, signed in, on its page,
    page.goto(listing)
    through(page.get_by_role("link", name=re.compile("Look after this page")))
    # when they ask by the mailbox that stands on the page,
    page.get_by_label(re.compile("By a mail to the address on the page")).check()
    through(page.get_by_role("button", name="Ask to look after it"))
    expect(page.get_by_text("a mail is on its way")).to_be_visible()
    # and open the link in the mail that came to it,
    letter = Mail.objects.get(kind="directory.claim", to="hello@supper.example")
    path = re.search(r"https?://[^/]+(/directory/claim/\S+)", letter.text.body).group(1)
    page.goto(path)
    through(page.get_by_role("button", name="Yes, we look after it"))
    # then they correct the page,
    through(page.get_by_role("link", name="Correct it"))
    page.get_by_label("Telephone of the group").fill("023 9200 0000")
    through(page.get_by_role("button", name="Note it"))
    expect(page.get_by_role("main").get_by_text("023 9200 0000")).to_be_visible()
    # and everybody reads that the group did it itself, and nobody who that was.
    other = window("visitor", width=PHONE, script=False)
    other.goto(listing)
    other.get_by_text("Who checked and corrected what").click()
    expect(other.get_by_text(re.compile("corrected .*by the group itself"))).to_be_visible()
    expect(other.get_by_text("stranger@example.org")).to_have_count(0)


def test_a_reviewer_makes_two_pages_one_and_two_again(window, world):
    page = window("reviewer", width=DESK)
    # Given two pages of one name on the desk,
    page.goto("/directory/desk/")
    through(page.locator(f"a[href$='/duplicates/{world.harbour.things['group_id']}/']"))
    expect(page.get_by_role("heading", name="Where they are alike")).to_be_visible()
    # when the reviewer keeps the first,
    through(page.get_by_role("button", name="One group: keep the first page"), key="Enter")
    expect(page.get_by_text("They are one page now").first).to_be_visible()
    # then the other's address leads to it,
    reader = window("visitor", width=PHONE)
    things = world.harbour.things
    both = {f"/directory/{things['listed_id']}/", f"/directory/{things['other_id']}/"}
    places = {reader.goto(path).url for path in both}
    assert len(places) == 1
    # and until it is undone, which is one press.
    through(page.get_by_role("button", name="Take them apart again"), key="Enter")
    expect(page.get_by_text("They are two pages again")).to_be_visible()
    for path in both:
        assert reader.goto(path).url.endswith(path)
