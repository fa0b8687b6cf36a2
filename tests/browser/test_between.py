"""Letters between two who both said yes, a story that rests, and a night when company would help."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.notices.models import Phone
from commonhearth.foundation.notices.sms.numbers import PURPOSE
from tests.browser.eyes import DESK, PHONE, accessible
from tests.browser.hands import through

BOTH = pytest.mark.parametrize(
    ("script", "width", "dark"), [(True, PHONE, False), (False, DESK, True)], ids=["script", "no-script"]
)


def look(page, script):
    if script:
        accessible(page)


@BOTH
def test_two_say_yes_and_write_to_each_other(window, world, script, width, dark):
    place = world.harbour
    with place.within():
        root = place.circles["root"]
        seat = CircleMembership.objects.get(circle=root, member=place.acting("member"), left=None)
    asking = window("neighbour", width=width, script=script, dark=dark)
    asked = window("member", width=DESK, script=script)
    # Somebody asks, with a line,
    asking.goto(f"/c/harbour/circles/{root.id}/people/{seat.id}/letters/")
    look(asking, script)
    asking.get_by_label("One line, if you like").fill("About the beans.")
    through(asking.get_by_role("button", name="Ask"))
    # the other says yes,
    asked.goto("/c/harbour/between-two/")
    expect(asked.get_by_text("About the beans.")).to_be_visible()
    look(asked, script)
    through(asked.get_by_role("button", name="Yes").first)
    # and writes; the way to say that something isn't right stands there too.
    asked.get_by_label("Your letter").fill("They like it dry.")
    look(asked, script)
    through(asked.get_by_role("button", name="Send it"))
    expect(asked.get_by_text("They like it dry.")).to_be_visible()
    asked.get_by_text("If this is not good for you").click()
    expect(asked.get_by_role("link", name="Something isn’t right with")).to_be_visible()
    # Then the first reads it.
    asking.goto("/c/harbour/between-two/")
    through(asking.locator("main").get_by_role("link", name=str(seat)).first)
    expect(asking.get_by_text("They like it dry.")).to_be_visible()
    look(asking, script)


@BOTH
def test_a_story_begins_as_a_draft_and_rests_a_week(window, script, width, dark):
    page = window("neighbour", width=width, script=script, dark=dark)
    page.goto("/c/harbour/stories/mine/")
    look(page, script)
    through(page.get_by_role("link", name="Begin a"))
    look(page, script)
    page.get_by_label("What is it called?").fill("The long way round")
    page.get_by_label("Your story").fill("It began with a door.")
    through(page.get_by_role("button", name="Keep it as a draft"))
    expect(page.get_by_role("heading", level=1, name="The long way round")).to_be_visible()
    look(page, script)
    through(page.get_by_role("button", name="I am ready"))
    expect(page.get_by_text("Then you decide again; if you do not, it stays as it is.")).to_be_visible()
    look(page, script)
    through(page.get_by_role("button", name="Not after all"))
    expect(page.get_by_role("button", name="I am ready")).to_be_visible()


@BOTH
def test_a_night_when_company_would_help_promises_nobody(window, world, script, width, dark):
    page = window("member", width=width, script=script, dark=dark)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['closed'].id}/tonight/")
    expect(page.get_by_text("Nobody is on watch here.")).to_be_visible()
    expect(page.get_by_text("You called, and it stands here.")).to_be_visible()
    look(page, script)
    through(page.get_by_role("button", name="Take it away"))
    expect(page.get_by_text("You called, and it stands here.")).to_have_count(0)
    through(page.get_by_role("button", name=re.compile("^(Leave a sign|I would like company)$")))
    expect(page.get_by_text("You called, and it stands here.")).to_be_visible()
    look(page, script)


@BOTH
def test_before_the_first_words_the_rules_are_read_and_nothing_typed_is_lost(
    window, ruled, script, width, dark
):
    page = window("neighbour", width=width, script=script, dark=dark)
    page.goto(ruled)
    page.get_by_label("Your words").fill("Hello, I am new.")
    through(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", name="First, how we are with each other")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("Hello, I am new.")
    look(page, script)
    page.get_by_label("I have read this and keep to it").check()
    through(page.get_by_role("button", name="Send"))
    expect(page.get_by_label("I have read this and keep to it")).to_have_count(0)
    expect(page.get_by_text("Hello, I am new.")).to_be_visible()


@BOTH
def test_a_number_is_given_confirmed_chosen_and_taken_away(window, world, script, width, dark):
    place = world.harbour
    page = window("paused", width=width, script=script, dark=dark)
    page.goto(f"/c/harbour/circles/{place.circles['open'].id}/tonight/waking/")
    look(page, script)
    through(page.get_by_role("link", name="Being woken by telephone"))
    look(page, script)
    # A number without its country is refused beside the field, and stays there.
    page.get_by_label("Your mobile number").fill("07700 900123")
    through(page.get_by_role("button", name="Send me a code"))
    expect(page.get_by_text("Please write it with its country in front").first).to_be_visible()
    expect(page.get_by_label("Your mobile number")).to_have_value("07700 900123")
    look(page, script)
    page.get_by_label("Your mobile number").fill("+44 7700 900999")
    through(page.get_by_role("button", name="Send me a code"))
    expect(page.get_by_text("A code is on its way to +447700900999.")).to_be_visible()
    look(page, script)
    with place.within():
        code = sealed.open_for(Phone.objects.get(member=place.acting("paused")).code, purpose=PURPOSE)
    page.get_by_label("The code that was sent there").fill(code)
    through(page.get_by_role("button", name="This is my number"))
    expect(page.get_by_text("Messages go to +447700900999.")).to_be_visible()
    look(page, script)
    page.goto(f"/c/harbour/circles/{place.circles['open'].id}/tonight/waking/")
    page.get_by_label("By text message").check()
    look(page, script)
    through(page.get_by_role("button", name="Keep it so"))
    page.goto("/c/harbour/notices/wish/")
    look(page, script)
    through(page.get_by_role("link", name="Being woken by telephone"))
    through(page.get_by_role("button", name="Do not write to my telephone any more"))
    expect(page.get_by_text("Your number is erased.")).to_be_visible()


@BOTH
def test_new_posts_by_mail_are_chosen_beside_the_conversations(window, world, script, width, dark):
    page = window("member", width=width, script=script, dark=dark)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['open'].id}/talk/")
    through(page.get_by_role("link", name="New posts by e-mail"))
    look(page, script)
    page.get_by_label("Each by itself").check()
    through(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Only you see what you chose.")).to_be_visible()


@pytest.fixture
def ruled(world):
    """The topic of an open circle with a ground rule that the newcomer has not read."""
    from tests.foundation.agreements.test_assent import agreed, newcomer

    with world.harbour.within():
        agreed(world.harbour, "open", "What is said here stays here.")
        newcomer(world.harbour)
    return f"/c/harbour/talk/{world.harbour.things['topic_id']['open']}/"
