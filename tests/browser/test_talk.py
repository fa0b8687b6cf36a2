"""A newcomer to a peer circle: another name, its ground rules, a post with a care note, an answer, some quiet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through


@pytest.mark.parametrize(
    ("script", "width", "dark"), [(True, PHONE, False), (False, PHONE, True)], ids=["script", "no-script"]
)
def test_comes_into_a_peer_circle_writes_is_answered_and_mutes(window, world, script, width, dark):
    evening = f"/c/harbour/circles/{world.harbour.circles['closed'].id}/"
    host = window("member", width=DESK, script=script)
    page = window("neighbour", width=width, script=script, dark=dark)

    def clean(one):
        if script:
            accessible(one)

    # Given somebody who has asked to come into a peer circle under another name and is let in,
    host.goto(evening)
    through(host.get_by_role("button", name="Yes, come in"))
    page.goto(evening)
    through(page.get_by_role("link", name="Come in"))
    page.get_by_label("Your name in this circle").fill("Nettle")
    through(page.get_by_role("button", name="Come in"))
    expect(page.get_by_role("list", name="People").get_by_text("Nettle")).to_be_visible()
    # who reads how people are with each other there, and agrees,
    through(page.get_by_role("link", name="Read or propose agreements"))
    through(page.get_by_role("link", name="How we are"))
    through(page.get_by_role("link", name=re.compile("Any concerns by")))
    through(page.get_by_role("button", name="I agree"))
    expect(page.get_by_text("You have said yes.")).to_be_visible()
    # when they begin a conversation, are told first who can read it, and put a care note before it,
    page.goto(evening)
    through(page.get_by_label("In this circle").get_by_role("link", name="Conversations"))
    clean(page)
    through(page.get_by_role("link", name="Begin a conversation"))
    expect(page.get_by_text("Three people can read this. It is not read by anyone else.")).to_be_visible()
    expect(page.get_by_text("in danger now, that is different")).to_be_visible()
    page.get_by_text("Help with writing").click()
    expect(page.get_by_text("Nothing looks at what you write.")).to_be_visible()
    page.get_by_label("What is it about?").fill("The first spring without her")
    page.get_by_label("Your words").fill("She always sowed the **beans**.")
    page.get_by_text("A care note, or what you would like").click()
    page.get_by_label("Or in your own words").fill("my mother’s death")
    page.get_by_label("just listening").check()
    clean(page)
    through(page.get_by_role("button", name="Begin it"), key="Enter")
    expect(page.get_by_role("heading", level=1, name="The first spring without her")).to_be_visible()
    expect(page.get_by_text("Nettle (you)")).to_be_visible()
    clean(page)
    # then another sees the care note first, opens it by a press, and answers,
    host.goto(evening + "talk/")
    through(host.get_by_role("link", name="The first spring without her"))
    words = host.get_by_text("She always sowed the")
    expect(words).to_be_hidden()
    host.get_by_text("Care note: my mother’s death. Press to read it.").click()
    expect(words).to_be_visible()
    expect(host.get_by_text("They would like to be heard, without advice.")).to_be_visible()
    through(host.get_by_role("link", name="Answer Nettle"))
    clean(host)
    host.get_by_label("Your words").fill("I will come and hold the string.")
    through(host.get_by_role("button", name="Send"))
    expect(host.get_by_text("I will come and hold the string.")).to_be_visible()
    clean(host)
    # which they find among what they missed, by the other's name in this circle and no other.
    page.goto("/c/harbour/talk/")
    clean(page)
    through(page.get_by_role("link", name="The first spring without her"))
    expect(page.get_by_text("I will come and hold the string.")).to_be_visible()
    expect(page.get_by_text("Mara")).to_have_count(0)
    # And when it is enough, they hear nothing more of it, for a week; nobody else is told.
    page.get_by_text("Other things you may do here").click()
    through(page.get_by_role("link", name="Hear nothing of this conversation"))
    clean(page)
    through(page.get_by_role("button", name="Mute it"))
    expect(
        page.get_by_text("You will hear nothing of this conversation. Nobody else is told.")
    ).to_be_visible()
    page.goto("/c/harbour/talk/")
    expect(page.get_by_role("link", name="The first spring without her")).to_have_count(0)
    through(page.get_by_role("link", name="What you put aside, and whom you muted"))
    expect(page.get_by_text("The first spring without her")).to_be_visible()
    clean(page)


def test_a_post_is_changed_and_taken_back(window, world):
    page = window("member", width=PHONE)
    page.goto(f"/c/harbour/talk/{world.harbour.things['topic_id']['hidden']}/")
    through(page.get_by_role("link", name="More about this post by Moss"))
    accessible(page)
    through(page.get_by_role("link", name="Change it"))
    page.get_by_label("Your words").fill("Walking at noon.")
    accessible(page)
    through(page.get_by_role("button", name="Save"))
    through(page.get_by_role("link", name="More about this post by Moss"))
    through(page.get_by_role("link", name="What it said before"))
    expect(page.get_by_text("Walking in the morning")).to_be_visible()
    accessible(page)
    page.go_back()
    through(page.get_by_role("link", name="Take it back"))
    accessible(page)
    through(page.get_by_role("button", name="Take it back"))
    expect(page.get_by_text("This was taken back.")).to_be_visible()
    expect(page.get_by_text("Soup.")).to_be_visible()
