"""A tin: money out with its receipt, counted by two, dues told to nobody; and somebody is asked, kindly."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from commonhearth.foundation.circles import services as circling
from commonhearth.rooms.treasury.models import Count
from tests.browser.eyes import PHONE
from tests.browser.hands import through
from tests.foundation.files import samples


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_tin_is_kept_and_counted(window, world, script):
    # Given a kitchen whose tin Mara keeps, and Nils, who cooks along,
    harbour = world.harbour
    with harbour.within():
        circle = harbour.circles["open"]
        circling.join(actor=harbour.acting("neighbour"), circle=circle, name="Nils", now=harbour.now)
        Count.objects.filter(tin__circle=circle, state="waits").delete()
    mara, nils = window("member", width=PHONE, script=script), window("neighbour", width=PHONE, script=script)
    mara.goto(f"/c/harbour/circles/{circle.id}/")
    through(mara.get_by_role("link", name="The tin"))
    # when she pays for onions and keeps the receipt,
    through(mara.get_by_role("link", name="Write an entry"))
    mara.get_by_label("How much?").fill("1,20")
    mara.get_by_label("What for?").fill("Onions")
    mara.get_by_label(re.compile("Receipt")).set_input_files(
        {"name": "till.jpg", "mimeType": "image/jpeg", "buffer": samples.picture()}
    )
    through(mara.get_by_role("button", name="Write it into the book"))
    expect(mara.get_by_text("£25.30 in the tin, by the book.")).to_be_visible()
    # and Nils pays his dues,
    through(mara.get_by_role("link", name="Write an entry"))
    mara.get_by_label("Dues, into the tin").check()
    mara.get_by_label("How much?").fill("7.31")
    mara.get_by_label(re.compile("who paid")).select_option(label="Nils")
    through(mara.get_by_role("button", name="Write it into the book"))
    # then he sees what he paid, and a newcomer sees the onions only, and no sum.
    nils.goto(f"/c/harbour/circles/{circle.id}/tin/")
    expect(nils.get_by_text("in £7.31")).to_be_visible()
    guest = window("guest", width=PHONE, script=script)
    guest.goto(f"/c/harbour/circles/{circle.id}/tin/")
    expect(guest.get_by_text("out £1.20")).to_be_visible()
    expect(guest.get_by_text("How much is in the tin is not told yet.")).to_be_visible()
    expect(guest.get_by_text("7.31")).to_have_count(0)
    # When both count, neither sees the other's number before,
    for page, amount in ((nils, "32.41"), (mara, "32.41")):
        page.goto(f"/c/harbour/circles/{circle.id}/tin/count/")
        expect(page.get_by_text("32.41")).to_have_count(0)
        page.get_by_label("How much did you count?").fill(amount)
        through(page.get_by_role("button", name="This is what I counted"))
    # and the difference is said without blame.
    expect(mara.get_by_text("£0.20 less in the tin than in the book.")).to_be_visible()
    # And when Mara wonders about Nils, she asks him, and he need not say why.
    mara.goto(f"/c/harbour/circles/{circle.id}/tin/hard-month/")
    mara.get_by_label("Whom do you ask?").select_option(label="Nils")
    through(mara.get_by_role("button", name="Ask them"))
    nils.goto("/c/harbour/notices/")
    through(nils.get_by_role("link", name="Somebody has a question that is for you alone."))
    through(nils.get_by_role("button", name="Yes, leave it"))
    expect(nils.get_by_text("You said: Yes, leave it.")).to_be_visible()
    mara.reload()
    expect(mara.get_by_text("leave it. Nothing more needs to be said")).to_be_visible()
