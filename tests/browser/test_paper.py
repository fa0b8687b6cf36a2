"""Choosing and comparing, and what goes onto paper: by a visitor who looks, and by a member with a board to fill."""

from __future__ import annotations

import csv
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from commonhearth.rooms.directory.services import SourceCard
from commonhearth.rooms.directory.services.importing import import_directory
from tests.browser.eyes import DESK, PHONE, accessible, fits
from tests.browser.hands import through

SOURCE = SourceCard(key="a-list", title="A list", licence="CC0", attribution="A list, CC0", as_of=None)
COLUMNS = {
    "id": "Id",
    "name": "Name",
    "kind": "Kind",
    "town": "Town",
    "country": "Country",
    "lat": "Y",
    "lon": "X",
}
#: Whether anything in a small page is cut off; millimetres are judged as the printer lays them out.
CUT_OFF = """() => [...document.querySelectorAll('.small-inside, .pocket-entry')]
    .filter(box => box.scrollHeight > box.clientHeight + 1).map(box => box.textContent.trim().slice(0, 80))"""


@pytest.fixture
def a_list(site, tmp_path):
    """Thirty groups around Portsmouth of five kinds, with names as long as names get."""
    path = tmp_path / "list.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.values())
        kinds = ("food", "care", "housing", "work", "arts")
        for n in range(30):
            name = (
                f"Cedar number {n}" if n < 3 else f"The Long-Named Society for Allotments and Orchards No {n}"
            )
            writer.writerow([n, name, kinds[n % 5], "Portsmouth", "GB", 50.80 + n / 400, -1.09])
    import_directory(path=path, now=timezone.now(), source=SOURCE, columns=COLUMNS)


@pytest.mark.parametrize(("width", "dark"), [(PHONE, False), (DESK, True)])
def test_three_groups_side_by_side(window, a_list, width, dark):
    page = window("visitor", width=width, script=False, dark=dark)
    # Given somebody who has found three groups and ticks them,
    page.goto("/find/?words=cedar")
    for n in range(3):
        page.get_by_label(f"Compare Cedar number {n}").check()
    through(page.get_by_role("button", name="Compare those you ticked"))
    # then they stand side by side, and where each value is from,
    expect(page.get_by_role("heading", level=1, name="Side by side")).to_be_visible()
    expect(page.get_by_text("from A list, without a date")).to_be_visible()
    first = page.get_by_role("table").first
    expect(first.get_by_role("columnheader")).to_have_count(4)
    # and a press on a quality puts them in its order, twice the other way round;
    through(page.get_by_role("link", name="What it is there for"))
    expect(page.get_by_text("Sorted by “What it is there for”.")).to_be_visible()
    through(page.get_by_role("link", name="What it is there for"))
    heads = first.get_by_role("columnheader").all_inner_texts()
    assert [re.sub(r"\D", "", head) for head in heads[1:]] == ["0", "2", "1"]  # food, housing, care
    # one can be taken out, and the address alone brings it all back.
    through(page.get_by_role("link", name="take out Cedar number 2"))
    expect(first.get_by_role("columnheader")).to_have_count(3)
    again = window("visitor", width=width, dark=dark)
    again.goto(page.url)
    expect(again.get_by_role("table").first.get_by_role("columnheader")).to_have_count(3)
    fits(again)
    accessible(again)
    # On paper stands the table and nothing of the screen.
    again.emulate_media(media="print")
    expect(again.get_by_text("choose Print in your browser")).to_be_hidden()
    expect(again.get_by_role("link", name="Help now").first).to_be_hidden()
    expect(again.get_by_text("from A list, without a date")).to_be_visible()


def test_a_directory_for_the_pocket(window, a_list):
    page = window("visitor", width=PHONE)
    page.goto("/find/?place=50.80, -1.09&within=25")
    through(page.get_by_role("link", name="Print these as a directory for the pocket"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible(page)
    for form in ("To fold from one sheet", "Small pages"):
        through(page.get_by_role("link", name=form))
        expect(page.get_by_role("link", name=form)).to_have_attribute("aria-current", "page")
        fits(page)
        page.emulate_media(media="print")
        assert page.evaluate(CUT_OFF) == []
        page.emulate_media(media="screen")


def test_a_member_prints_the_sheet_for_the_board(window, world):
    page = window("member", width=PHONE)
    page.goto(f"/c/harbour/circles/{world.harbour.circles['root'].id}/")
    through(page.get_by_role("link", name="Print this week for the notice board"))
    expect(page.get_by_role("heading", level=2, name="Slip to give back")).to_be_visible()
    expect(page.get_by_text("Anybody who passes the board can read it.")).to_be_visible()
    accessible(page)
    with page.expect_response(re.compile(r"pdf=1")) as answer:
        page.evaluate("fetch(document.querySelector('a[href*=pdf]').href)")
    assert answer.value.headers["content-type"] == "application/pdf"
    page.emulate_media(media="print")
    expect(page.get_by_text("Anybody who passes the board can read it.")).to_be_hidden()
    expect(page.get_by_text("Slip to give back")).to_be_visible()


def test_on_paper_stands_what_a_page_says_and_no_way_about_the_house(window):
    page = window("member", width=DESK)
    page.emulate_media(media="print")
    # Given a sheet as wide as a desk, the rail and the way back stay on the screen,
    page.goto("/c/harbour/logbook/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".rail, .back")).to_have_count(2)
    for way in page.locator(".rail, .back").all():
        expect(way).to_be_hidden()
    # what is folded on a screen is read, and what cannot be pressed is not there,
    page.goto("/find/")
    expect(page.get_by_text("How the order comes about")).to_be_visible()
    expect(page.locator(".more-inside").last).to_be_visible()
    expect(page.get_by_text("More to choose")).to_be_hidden()
    # and a community says where it is found.
    page.goto("/c/harbour/")
    expect(page.get_by_text(re.compile(r"^http://\S+/c/harbour/$"))).to_be_visible()
