"""Every page that somebody can reach by links: sound, light, readable by all, and nothing from elsewhere."""

from __future__ import annotations

from tests.browser import crawl, eyes
from tests.browser.eyes import DESK, PHONE

OF_A_MEMBER = ("/home/", "/c/harbour/home/", "/c/harbour/")
#: Pages that a steward is shown more on than a member, and that lead to what is theirs.
AGAIN_IN_OFFICE = ("home/", "circles/", "people/", "meetings/", "talk/", "care/", "growing/", "letters/")
#: Whose links are followed, from where, in what kind of window: the widest walk first, then what others see besides.
WALKS = (
    ("member", PHONE, True, OF_A_MEMBER),
    ("visitor", PHONE, False, ("/", "/c/harbour/")),
    ("applicant", DESK, False, ("/", "/home/", "/c/harbour/")),
    ("steward", DESK, False, tuple(f"/c/harbour/{path}" for path in AGAIN_IN_OFFICE)),
    ("reviewer", DESK, True, ("/directory/desk/",)),
    ("operator", DESK, False, ("/home/", "/host/")),
)
#: How many pages each walk sees at least; fewer means that links are missing or were not followed.
AT_LEAST = {"member": 200, "visitor": 8, "applicant": 3, "steward": 30, "reviewer": 12, "operator": 2}


def test_every_page_is_sound_and_open_to_all(window, site):
    kinds, wrong, few = set(), [], []
    for who, width, dark, start in WALKS:
        page = window(who, width=width, dark=dark)
        page.add_init_script(eyes.AXE)
        seen = 0
        for path in crawl.pages(page, site, start, kinds=kinds):
            seen += 1
            wrong += [f"{who} at {said}" for said in complaints(page, path)]
        if seen < AT_LEAST[who]:
            few.append(f"{who} saw {seen} pages")
    assert wrong == [], "\n".join(wrong)
    assert few == []


def complaints(page, path: str) -> list[str]:
    """Return what is wrong with the page that stands in the window."""
    found = []
    for look in (eyes.accessible, one_heading, eyes.fits, not_too_many_nodes):
        try:
            look(page)
        except AssertionError as failure:
            found.append(f"{path}: {str(failure).splitlines()[0]}\n{failure}")
    return found


def one_heading(page) -> None:
    assert page.locator("h1").count() == 1, "a page has one first heading"


def not_too_many_nodes(page) -> None:
    nodes = page.evaluate("document.querySelectorAll('*').length")
    assert nodes <= eyes.NODES, f"{nodes} nodes"


def test_first_views_are_light(window, site):
    page = window("member")
    scale, wrong, seen = eyes.Scale(page, page.watch), [], 0
    for path in crawl.pages(page, site, OF_A_MEMBER, most=60, before=scale.clear):
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
    for path in crawl.pages(page, site, OF_A_MEMBER, most=40):
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1, path
        hidden = page.locator("form:not([action]):not([method])").count()
        assert hidden == 0, f"{path}: a form that only script could send"
