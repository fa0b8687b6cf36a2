"""The gallery in a real browser: readable by all in every light, and working without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import eyes
from tests.browser.eyes import DESK, PHONE

PAGES = (
    "/kit/",
    "/kit/page/home/",
    "/kit/page/list/",
    "/kit/page/form/",
    "/kit/page/front/",
    "/kit/problem/404/",
)


@pytest.mark.parametrize(("width", "theme"), [(PHONE, "light"), (DESK, "dark"), (PHONE, "contrast")])
def test_every_part_is_open_to_all(window, width, theme):
    page = window(width=width)
    for path in PAGES:
        page.goto(f"{path}?theme={theme}")
        eyes.accessible(page)
        eyes.fits(page)


def test_nothing_is_cut_off_on_the_smallest_screen(window):
    """320 pixels is also what a page enlarged four times has (WCAG 1.4.10)."""
    page = window(width=320)
    for path in PAGES:
        page.goto(path)
        eyes.fits(page)


def test_a_dialog_opens_and_closes_without_script(window):
    page = window(script=False)
    page.goto("/kit/")
    dialog = page.locator("#leaving")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Leave this community …").click()
    expect(dialog).to_be_visible()
    page.get_by_role("link", name="Go back without doing this").click()
    expect(dialog).to_be_hidden()


def test_the_summary_of_problems_has_the_focus_and_leads_to_the_field(window):
    page = window(script=False)
    page.goto("/kit/page/form/")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="What shall we call you? – Please fill this in.").click()
    expect(page.locator("[name=wrong-name]")).to_be_focused()


def test_the_first_tab_leads_past_the_frame(window):
    page = window()
    page.goto("/kit/page/home/")
    page.keyboard.press("Tab")
    first = page.get_by_role("link", name="Go to the page itself")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_table_becomes_a_list_on_a_phone(window):
    page = window(width=PHONE)
    page.goto("/kit/")
    cell = page.locator(".table td").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Given"'
    table = page.get_by_role(
        "table", name="Hours given and taken this winter"
    )  # still one for a screen reader
    assert table.get_by_role("row").count() == 4
    assert table.get_by_role("columnheader", name="Taken").count() == 1


def test_requests_of_htmx_carry_the_token_of_the_page(window):
    page = window()
    page.goto("/kit/page/home/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    with (
        page.expect_console_message(lambda message: "405" in message.text and message.type == "error"),
        page.expect_request(lambda request: request.method == "POST") as asked,
    ):
        page.evaluate("htmx.ajax('POST', '/kit/', {target: '#main', swap: 'none'})")
    assert asked.value.headers["x-csrftoken"] == token
    page.watch.forgive("405")  # the gallery takes no POST, and htmx says so


def test_targets_on_a_phone_are_large_enough_to_press(window):
    """44 pixels, except for links within a sentence (DESIGN 3.1); a row's link covers the whole row."""
    page = window(width=PHONE)
    page.goto("/kit/page/home/")
    small = page.evaluate(
        """[...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
           .filter(thing => thing.offsetParent && !thing.closest("p") && !thing.matches(".row-title, .skip"))
           .map(thing => [thing.textContent.trim(), thing.getBoundingClientRect().height])
           .filter(([, height]) => height < 43.5)"""
    )
    assert small == []
