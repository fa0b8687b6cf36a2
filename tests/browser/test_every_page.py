"""Every page that somebody can reach by links: sound, light, readable by all, and nothing from elsewhere."""

from __future__ import annotations

import pytest

from tests.browser import crawl, eyes
from tests.browser.eyes import DESK, PHONE

#: Whose links are followed, from where.
WALKS = {
    "steward": ("/c/harbour/home/",),
    "member": ("/home/", "/c/harbour/home/", "/c/harbour/"),
    "visitor": ("/", "/c/harbour/"),
    "applicant": ("/", "/c/harbour/"),
    "reviewer": ("/directory/desk/",),
    "operator": ("/home/",),
}
#: How many pages each walk sees at least; fewer means that links are missing or were not followed.
AT_LEAST = {"member": 200, "steward": 200, "visitor": 50, "applicant": 30, "reviewer": 30, "operator": 30}
#: And at most: these walk where others have walked before them.
AT_MOST = {"applicant": 30, "reviewer": 30, "operator": 30}
LOOKS = {
    "visitor": (PHONE, False),
    "member": (PHONE, True),
    "steward": (DESK, False),
    "reviewer": (DESK, True),
}


@pytest.mark.parametrize("who", WALKS)
def test_every_page_is_sound_and_open_to_all(window, site, who):
    width, dark = LOOKS.get(who, (DESK, False))
    page = window(who, width=width, dark=dark)
    page.add_init_script(eyes.AXE)
    wrong, seen = [], 0
    for path in crawl.pages(page, site, WALKS[who], most=AT_MOST.get(who, 400)):
        seen += 1
        wrong += complaints(page, path)
    assert wrong == [], "\n".join(wrong)
    assert seen >= AT_LEAST[who]


def complaints(page, path: str) -> list[str]:
    """Return what is wrong with the page that stands in the window."""
    found = []
    for look in (eyes.accessible, one_heading, eyes.fits, not_too_many_nodes):
        try:
            look(page)
        except AssertionError as failure:
            found.append(f"{path}: {str(failure).splitlines()[0]}\n{failure}")
    return found


def test_what_can_hardly_be_read_is_found(window):
    page = window()
    page.goto("/")
    eyes.accessible(page)
    page.evaluate("document.querySelector('h1').style.color = 'oklch(0.8 0.05 150)'")
    with pytest.raises(AssertionError, match="color-contrast"):
        eyes.accessible(page)


def one_heading(page) -> None:
    headings = page.evaluate("document.querySelectorAll('h1').length")
    assert headings == 1, "a page has one first heading"


def not_too_many_nodes(page) -> None:
    nodes = page.evaluate("document.querySelectorAll('*').length")
    assert nodes <= eyes.NODES, f"{nodes} nodes"


def test_first_views_are_light(window, site):
    page = window("member")
    scale, wrong, seen = eyes.Scale(page, page.watch), [], 0
    for path in crawl.pages(page, site, WALKS["member"], most=60, before=scale.clear):
        seen += 1
        try:
            scale.weigh(path).within()
        except AssertionError as failure:
            wrong.append(str(failure))
    assert wrong == [], "\n".join(wrong)
    assert seen == 60


def test_pages_stand_without_script(window, site):
    """The same pages with JavaScript switched off: a heading, a main part, forms that post by themselves."""
    page = window("member", script=False)
    for path in crawl.pages(page, site, WALKS["member"], most=40):
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path
        hidden = page.locator("form:not([action]):not([method])").count()
        assert hidden == 0, f"{path}: a form that only script could send"
