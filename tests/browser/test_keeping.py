"""Really without a line: what was kept opens, nothing else does, and signing out leaves nothing behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.eyes import PATIENCE, PHONE, accessible
from tests.browser.hands import through

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) if (!name.startsWith("look-"))
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found.sort();
}"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"


def until(page: Any, so: str) -> None:
    """Wait until something about what is kept is so."""
    page.evaluate(
        "async (patience) => { for (let tries = 0; tries < patience / 50; tries++) { if (" + so + ") return;"
        " await new Promise(enough => setTimeout(enough, 50)); } throw new Error('never so'); }",
        PATIENCE,
    )


def open_and_kept(window: Any, who: str = "member", path: str = "/c/harbour/plan/", **how: Any) -> Any:
    """Open a page as somebody, and wait until the worker has looked at the list."""
    page = window(who, width=PHONE, **how)
    page.goto(path)
    until(page, "await caches.match('/help/')")
    return page


@pytest.fixture
def at_home(window, world):
    """A member's phone, with the plan kept on it."""
    page = open_and_kept(window)
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.get_by_text("It is kept on this device")).to_be_visible()
    return page


def test_a_bad_night_without_a_line(at_home):
    page = at_home
    accessible(page)
    page.context.set_offline(True)
    # Their own plan, by any way to it; the numbers; and the way from there to the plan.
    for path in ("/c/harbour/plan/paper/", "/c/harbour/plan/", "/plan/"):
        page.goto(path)
        expect(page.get_by_text("I stop answering the door.")).to_be_visible()
    page.goto("/help/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("999").first).to_be_visible()
    through(page.get_by_role("link", name="My own plan"))
    expect(page.get_by_text("She eats at six.")).to_be_visible()
    # Everything else says that there is no line, and what there is instead.
    page.goto("/c/harbour/circles/")
    expect(page.get_by_role("heading", name="There is no line just now")).to_be_visible()
    through(page.get_by_role("link", name="My plan"))
    expect(page.get_by_text("I stop answering the door.")).to_be_visible()


def test_nothing_else_is_kept_and_the_plan_only_if_one_says_so(window, world):
    page = open_and_kept(window)
    for path in ("/c/harbour/circles/", "/c/harbour/you/", "/c/harbour/plan/shown/"):
        page.goto(path)
    kept = page.evaluate(KEPT)
    assert [
        one for one in kept if not re.fullmatch(r"/help/(gb/)?|/c/harbour/kept/|/c/harbour/today/", one)
    ] == []
    page.context.set_offline(True)
    page.goto("/c/harbour/plan/")
    expect(page.get_by_role("heading", name="There is no line just now")).to_be_visible()


def test_taken_off_the_device_it_is_gone(at_home):
    page = at_home
    page.get_by_role("button", name="Take it off this device").press("Enter")
    expect(page.get_by_text("It is not kept on this device.")).to_be_visible()
    assert [one for one in page.evaluate(KEPT) if "plan" in one] == []


def test_new_words_are_kept_as_soon_as_they_are_read(at_home):
    page = at_home
    page.goto("/c/harbour/plan/write/crisis/")
    page.locator("textarea").fill("Ring twice, then come in.")
    through(page.get_by_role("button", name="Put it into my plan"))
    until(page, "(await (await caches.match('/plan/')).text()).includes('Ring twice')")
    page.context.set_offline(True)
    page.goto("/plan/")
    expect(page.get_by_text("Ring twice, then come in.")).to_be_visible()


@pytest.mark.parametrize("how", ["Sign out", "Leave quickly"])
def test_after_leaving_nothing_is_kept(at_home, how):
    page = at_home
    if how == "Sign out":
        page.goto("/accounts/logout/")
        through(page.get_by_role("main").get_by_role("button").first)
        expect(page.get_by_text("You are signed out.")).to_be_visible()
    else:
        through(page.get_by_role("button", name="Leave quickly"))
        expect(page.get_by_role("heading", name="A plain loaf")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    assert page.evaluate(WORKERS) == 0


def test_leaving_quickly_without_a_line_takes_everything_off(at_home):
    page = at_home
    page.goto("/c/harbour/plan/")
    page.context.set_offline(True)
    through(page.get_by_role("button", name="Leave quickly"))
    expect(page.get_by_role("heading", name="A plain loaf")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_whoever_is_signed_out_elsewhere_loses_the_copy_with_the_next_line(at_home, world):
    page = at_home
    world.client("member").session.flush()
    page.goto("/c/harbour/plan/")
    until(page, "!(await caches.match('/c/harbour/plan/paper/'))")
    assert [one for one in page.evaluate(KEPT) if "plan" in one] == []


def test_a_shared_computer_never_keeps(window, world):
    session = world.client("neighbour").session
    session["shared"] = True
    session.save()
    page = window("neighbour", width=PHONE)
    page.goto("/c/harbour/plan/")
    expect(page.locator("meta[name=hearth-keep]")).to_have_attribute("content", "")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WORKERS) == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    expect(page.get_by_role("button", name="Keep it on this device")).to_have_count(0)


def test_another_person_on_the_same_device_finds_nothing_of_the_first(at_home, world, site):
    page = at_home
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": world.session("neighbour"), "url": site}]
    )
    page.goto("/c/harbour/circles/")
    until(page, "!(await caches.match('/c/harbour/plan/paper/'))")
    page.context.set_offline(True)
    page.goto("/plan/")
    expect(page.get_by_role("heading", name="There is no line just now")).to_be_visible()


def test_without_script_everything_works_the_same(window, world):
    page = window("member", width=PHONE, script=False)
    page.goto("/c/harbour/plan/")
    expect(page.get_by_text("I stop answering the door.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep it on this device")).to_have_count(0)
    page.goto("/c/harbour/on-this-device/")
    expect(page.get_by_text("on paper it works everywhere")).to_be_visible()
