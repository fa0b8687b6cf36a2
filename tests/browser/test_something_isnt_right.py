"""A report goes from receipt to appeal, with and without JavaScript; axe finds nothing on its pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care.models import Appeal, Case, Measure
from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_report_goes_from_receipt_to_appeal(window, world, script):
    place = world.harbour
    look = accessible if script else lambda page: None
    with place.within():
        Measure.objects.all().delete()
        for name in ("Ada", "Ben"):
            Member.objects.create(
                name=name, standing="member", person=people.make_without_email(now=world.now)
            )
    post = place.things["post_id"]["open"]
    # Given somebody who reads a post that is not right, on a phone,
    reporter = window("neighbour", width=PHONE, script=script)
    reporter.goto(f"/c/harbour/care/report/post/{post}/")
    expect(reporter.get_by_text("In danger now?")).to_be_visible()
    look(reporter)
    # when they say so, and where,
    reporter.get_by_label("What isn’t right?").fill("It tells how to do it.")
    reporter.get_by_label(re.compile("Say where it was")).check()
    through(reporter.get_by_role("button", name="Send it"))
    # then they hold a receipt with a number, and see who is asked.
    expect(reporter.get_by_role("heading", name="Your receipt")).to_be_visible()
    look(reporter)
    receipt = reporter.url
    with place.within():
        case = Case.objects.order_by("-created")[0]
    # Two take it; one proposes, the other confirms.
    first, second = (window(who, width=DESK, script=script) for who in ("steward", "registrar"))
    for officer in (first, second):
        officer.goto(f"/c/harbour/care/cases/{case.id}/")
        look(officer)
        through(officer.get_by_role("button", name="I will look at it"))
        expect(officer.get_by_text("It tells how to do it.")).to_be_visible()
    first.goto(f"/c/harbour/care/cases/{case.id}/take-down/")
    first.get_by_label(re.compile("how to do harm")).check()
    first.get_by_label(re.compile("What its author reads")).fill("It says how, and somebody here is near it.")
    through(first.get_by_role("button", name="Propose it"))
    second.reload()
    look(second)
    through(second.get_by_role("button", name="Confirm"))
    expect(second.get_by_text("Confirmed.").first).to_be_visible()
    # The author reads the rule and the words, never a name, and has others look again.
    author = window("member", width=PHONE, script=script)
    author.goto(f"/c/harbour/care/decided/post/{post}/")
    expect(author.get_by_text("It says how, and somebody here is near it.")).to_be_visible()
    assert "Stella" not in author.get_by_role("main").inner_text()
    look(author)
    author.get_by_label(re.compile("What should they know")).fill("I wrote it to say that I got through.")
    through(author.get_by_role("button", name="Ask them to look again"))
    expect(author.get_by_text(re.compile("were drawn by lot from")).first).to_be_visible()
    with place.within():
        assert Appeal.objects.get().measure == Measure.objects.get()
    # The reporter follows all of it by the receipt, without signing in.
    anybody = window("visitor", width=PHONE, script=script)
    anybody.goto(receipt)
    expect(anybody.get_by_text(re.compile("They are drawn by lot"))).to_be_visible()
    look(anybody)
