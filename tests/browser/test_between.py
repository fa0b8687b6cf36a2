"""Letters between two who both said yes, a story that rests, and a night when company would help."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from commonhearth.foundation.circles.models import CircleMembership
from tests.browser.conftest import DESK, PHONE
from tests.browser.eyes import accessible

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
    asking.get_by_role("button", name="Ask").click()
    # the other says yes,
    asked.goto("/c/harbour/between-two/")
    expect(asked.get_by_text("About the beans.")).to_be_visible()
    look(asked, script)
    asked.get_by_role("button", name="Yes").first.click()
    # and writes; the way to say that something isn't right stands there too.
    asked.get_by_label("Your letter").fill("They like it dry.")
    look(asked, script)
    asked.get_by_role("button", name="Send it").click()
    expect(asked.get_by_text("They like it dry.")).to_be_visible()
    asked.get_by_text("If this is not good for you").click()
    expect(asked.get_by_role("link", name="Something isn’t right with")).to_be_visible()
    # Then the first reads it.
    asking.goto("/c/harbour/between-two/")
    asking.locator("main").get_by_role("link", name=str(seat)).first.click()
    expect(asking.get_by_text("They like it dry.")).to_be_visible()
    look(asking, script)


@BOTH
def test_a_story_begins_as_a_draft_and_rests_a_week(window, script, width, dark):
    page = window("neighbour", width=width, script=script, dark=dark)
    page.goto("/c/harbour/stories/mine/")
    look(page, script)
    page.get_by_role("link", name="Begin a").click()
    look(page, script)
    page.get_by_label("What is it called?").fill("The long way round")
    page.get_by_label("Your story").fill("It began with a door.")
    page.get_by_role("button", name="Keep it as a draft").click()
    expect(page.get_by_role("heading", level=1, name="The long way round")).to_be_visible()
    look(page, script)
    page.get_by_role("button", name="I am ready").click()
    expect(page.get_by_text("Then you decide again; if you do not, it stays as it is.")).to_be_visible()
    look(page, script)
    page.get_by_role("button", name="Not after all").click()
    expect(page.get_by_role("button", name="I am ready")).to_be_visible()


@BOTH
def test_a_night_when_company_would_help_promises_nobody(window, world, script, width, dark):
    page = window("member", width=width, script=script, dark=dark)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['closed'].id}/tonight/")
    expect(page.get_by_text("Nobody is on watch here.")).to_be_visible()
    expect(page.get_by_text("You called, and it stands here.")).to_be_visible()
    look(page, script)
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("You called, and it stands here.")).to_have_count(0)
    page.get_by_role("button", name="Leave a sign").or_(
        page.get_by_role("button", name="I would like company")
    ).click()
    expect(page.get_by_text("You called, and it stands here.")).to_be_visible()
    look(page, script)


@BOTH
def test_before_the_first_words_the_rules_are_read_and_nothing_typed_is_lost(
    window, ruled, script, width, dark
):
    page = window("neighbour", width=width, script=script, dark=dark)
    page.goto(ruled)
    page.get_by_label("Your words").fill("Hello, I am new.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="First, how we are with each other")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("Hello, I am new.")
    look(page, script)
    page.get_by_label("I have read this and keep to it").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Hello, I am new.")).to_be_visible()


@BOTH
def test_new_posts_by_mail_are_chosen_beside_the_conversations(window, world, script, width, dark):
    page = window("member", width=width, script=script, dark=dark)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['open'].id}/talk/")
    page.get_by_role("link", name="New posts by e-mail").click()
    look(page, script)
    page.get_by_label("each by itself").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Only you see what you chose.")).to_be_visible()


@pytest.fixture
def ruled(world):
    """The topic of an open circle with a ground rule that the newcomer has not read."""
    from tests.foundation.agreements.test_assent import agreed, newcomer

    with world.harbour.within():
        agreed(world.harbour, "open", "What is said here stays here.")
        newcomer(world.harbour)
    return f"/c/harbour/talk/{world.harbour.things['topic_id']['open']}/"
