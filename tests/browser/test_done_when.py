"""A person on a phone finds, reaches and joins a community on real data, lives there, and leaves with everything.

On a demo host of its own, made and served by `hearth demo`, with the real list of co-operatives in the
United Kingdom brought in by `hearth import directory`. Wording is part of what is tested: each press is
found by its role and its name, as a person finds it.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.demo_host import Visits, as_slow_as_a_person
from tests.browser.eyes import DESK, accessible
from tests.browser.hands import through

GOOD = "The Good Mental Health Co-operative"
SUCCESSORS = ["Creatful", "Sanpau", "Creative Mental Health"]


def press(page: Page, name: str) -> None:
    through(page.get_by_role("main").get_by_role("button", name=name, exact=True))


def follow(page: Page, name: str) -> None:
    through(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def look_for(page: Page, place: str, words: str = "") -> None:
    page.goto("/")
    page.get_by_label("Town, postcode or coordinates").fill(place)
    page.get_by_label(re.compile("^Words")).fill(words)
    press(page, "Find")
    expect(page.get_by_role("heading", level=2, name=re.compile(f"groups? near {place}$"))).to_be_visible()


def result(page: Page, name: str) -> Any:
    return page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("link", name=name))


def come_in_by_code(page: Page, visits: Visits, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    press(page, "Send me a code")
    page.get_by_label("The code from the letter").fill(visits.newest_code(email))
    press(page, "Go in")


def ask_to_join(page: Page, visits: Visits, *, email: str, name: str) -> None:
    page.goto("/c/harbour-lights/")
    follow(page, "Ask to join")
    follow(page, "Go on")
    come_in_by_code(page, visits, email)
    page.get_by_label("What shall we call you here?").fill(name)
    page.get_by_label("I am 18 or older").check()
    press(page, "Ask to join")
    expect(page.get_by_role("heading", level=1, name="You asked to join")).to_be_visible()


def say_yes(steward: Page, name: str) -> None:
    steward.goto("/c/harbour-lights/asking/")
    follow(steward, name)
    press(steward, "Say yes")
    expect(steward.get_by_text(f"{name} is in, and is being told.")).to_be_visible()


def confirm(steward: Page, name: str) -> None:
    steward.goto("/c/harbour-lights/office/")
    through(steward.get_by_role("link", name=name))
    press(steward, "A full member from now on")
    expect(steward.get_by_text(f"{name} is a full member now.")).to_be_visible()


def test_finding_one_that_may_be_gone_and_being_told_of_the_next(visits: Visits) -> None:
    # Given somebody in Portsmouth who looks for people near them,
    page = visits.visitor()
    look_for(page, "Portsmouth")
    accessible(page)
    # then those known to live come first, and a co-op of which nothing was heard since 2022 says so.
    look_for(page, "Portsmouth", "mental health")
    gone = result(page, GOOD)
    expect(gone).to_contain_text("about 1.3 km")
    expect(gone).to_contain_text("We do not know if this still exists")
    expect(gone).to_contain_text("2022")
    names = page.locator(".row-title").all_inner_texts()
    assert names.index("Harbour Lights") < names.index(GOOD)
    # When a reviewer learns that it has stopped, and who carries on,
    reviewer = visits.somebody("Sam", width=DESK, dark=True)
    look_for(reviewer, "Portsmouth", "mental health")
    follow(reviewer, GOOD)
    address = reviewer.url
    follow(reviewer, "It has stopped")
    reviewer.get_by_label("Who carries on?").fill("\n".join(SUCCESSORS))
    press(reviewer, "Note it")
    expect(reviewer.get_by_text("Noted")).to_be_visible()
    # then it leaves the results, and its page shows first who carries on,
    look_for(page, "Portsmouth", "mental health")
    expect(result(page, GOOD)).to_have_count(0)
    page.goto(address)
    first = page.get_by_role("main").locator(".notice").first
    expect(first).to_contain_text("Stopped")
    assert first.get_by_role("listitem").all_inner_texts() == SUCCESSORS
    accessible(page)
    # and somebody who waits for the next one leaves their town, confirmed by a letter.
    look_for(page, "Portsmouth", "mental health")
    through(page.get_by_role("link", name=re.compile("^Tell me when there is")))
    expect(page.get_by_label("Your town or postcode")).to_have_value("Portsmouth")
    page.get_by_label("Your e-mail address").fill("hazel@example.org")
    as_slow_as_a_person(page)
    press(page, "Ask to be told")
    expect(page.get_by_role("heading", level=1, name="Look in your mail")).to_be_visible()
    page.goto(visits.newest_link("hazel@example.org"))
    press(page, "Yes, tell me")
    expect(page.get_by_role("heading", level=1, name="We will tell you")).to_be_visible()


def test_reaching_joining_living_there_and_leaving_with_everything(visits: Visits, tmp_path: Path) -> None:
    page = visits.visitor()
    # Given somebody signed out who writes to the demo co-op first,
    page.goto("/c/harbour-lights/")
    accessible(page)
    follow(page, "Write to them first")
    page.get_by_label("Your first name, or what you would like to be called").fill("Juno")
    page.get_by_label("Your e-mail address, for the answer").fill("juno@example.org")
    page.get_by_label("What would you like to say or ask?").fill("May I come and only listen?")
    as_slow_as_a_person(page)
    press(page, "Send the letter")
    expect(page.get_by_role("heading", level=1, name="Your letter is there")).to_be_visible()
    # and is answered by a steward, who never sees the address,
    rosa = visits.somebody("Rosa", width=DESK)
    rosa.goto("/c/harbour-lights/letters/")
    follow(rosa, "Juno")
    expect(rosa.get_by_text("juno@example.org")).to_have_count(0)
    rosa.get_by_label("Your answer").fill("Yes. I stand at the door at seven.")
    press(rosa, "Send the answer")
    expect(rosa.get_by_text("Your answer is on its way")).to_be_visible()
    assert "I stand at the door at seven." in visits.newest_letter("juno@example.org")
    # when they make a sign-in by a code, ask to join, and Rosa says yes,
    ask_to_join(page, visits, email="juno@example.org", name="Juno")
    say_yes(rosa, "Juno")
    # then they land on a home of their own that says who is here for their questions, and when;
    page.goto("/home/")
    expect(page).to_have_url(re.compile("/c/harbour-lights/home/$"))
    expect(page.get_by_role("heading", level=1, name="Hello Juno")).to_be_visible()
    expect(page.get_by_text("is here for your questions. Usually answers: most evenings")).to_be_visible()
    accessible(page)
    # each suggestion is put away for good.
    may = page.get_by_role("list", name="What you may do")
    expect(may.get_by_role("listitem")).to_have_count(3)
    through(may.get_by_role("button", name="Put away").first)
    expect(may.get_by_role("listitem")).to_have_count(2)
    # When the first weeks are over, they enter a circle under another name,
    confirm(rosa, "Juno")
    page.goto("/c/harbour-lights/circles/")
    follow(page, "Thursday evening")
    follow(page, "Come in")
    page.get_by_label("Your name in this circle").fill("Linnet")
    press(page, "Come in")
    press(page, "I have read this and keep to it")
    expect(page.get_by_role("heading", level=1, name="Thursday evening")).to_be_visible()
    circle = page.url
    for window in (page, rosa):
        window.goto(circle)
        expect(window.get_by_role("heading", level=1, name="Thursday evening")).to_be_visible()
        through(window.get_by_role("link", name=re.compile(r"^All \d+ people")))
        expect(window.get_by_role("link", name="Linnet")).to_be_visible()
        expect(window.get_by_role("main").get_by_role("link", name="Juno")).to_have_count(0)
    # keep themselves apart from somebody, who is never told,
    page.goto("/c/harbour-lights/people/")
    follow(page, "Ada")
    page.get_by_text("Keep us apart").first.click()
    follow(page, "What happens then")
    press(page, "Keep us apart")
    expect(page.get_by_text("From now on you are kept apart.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Ada", exact=True)).to_have_count(0)
    # read an agreement and say yes to what is proposed,
    page.goto("/c/harbour-lights/agreements/")
    follow(page, "How we belong")
    through(page.get_by_role("link", name=re.compile("^Any concerns by")))
    press(page, "I agree")
    expect(page.get_by_text("Your yes is noted.")).to_be_visible()
    # go away and come back with everything as they left it,
    page.goto("/c/harbour-lights/you/")
    follow(page, "Be away for a while")
    press(page, "Be away")
    expect(page.get_by_text("You are away.")).to_be_visible()
    press(page, "I am here again")
    expect(page.get_by_text("Everything that is yours is as you left it.")).to_be_visible()
    # and leave in one step, with a zip that opens as a page and as a file for machines.
    page.goto("/c/harbour-lights/you/")
    follow(page, "Leave this community")
    with page.expect_download() as taken:
        page.get_by_role("main").get_by_role("link", name="Take everything along first").first.click()
    press(page, "Leave now")
    expect(page.get_by_role("heading", level=1, name="You have left")).to_be_visible()
    assert page.goto("/c/harbour-lights/people/").status == 404
    taken.value.save_as(tmp_path / "juno.zip")
    with zipfile.ZipFile(tmp_path / "juno.zip") as box:
        rows = json.loads(box.read("own.json"))["rows"]
        book = box.read("own.html").decode()
    assert rows["members_member"][0]["name"] == "Juno"
    assert {row["name"] for row in rows["circles_circlemembership"]} == {"Juno", "Linnet"}
    assert "Linnet" in book and "Thursday evening" in book
    (tmp_path / "own.html").write_text(book)


def test_a_hidden_circle_is_there_for_one_and_nowhere_for_the_others(visits: Visits) -> None:
    # Given Ben, who is in a hidden circle,
    ben = visits.somebody("Ben")
    ben.goto("/c/harbour-lights/circles/")
    follow(ben, "Night lamp")
    expect(ben.get_by_role("heading", level=1, name="Night lamp")).to_be_visible()
    expect(ben).not_to_have_title(re.compile("Night lamp"))
    # when a steward and the host's operator open the same address,
    for name in ("Rosa", "Nour"):
        other = visits.somebody(name)
        assert other.goto(ben.url).status == 404
    # then it is not there; and the tour shows the same, with the raw row, which nobody can read.
    page = visits.visitor(width=DESK)
    page.goto("/tour/")
    follow(page, "Three pairs of eyes")
    seen = page.locator(".side-by-side section")
    expect(seen).to_have_count(3)
    assert ["Night lamp" in section for section in seen.all_inner_texts()] == [True, False, False]
    expect(page.get_by_text("hospital")).to_have_count(0)


def test_a_link_lets_in_one_person_once(visits: Visits) -> None:
    # Given a personal link that a steward made,
    rosa = visits.somebody("Rosa")
    rosa.goto("/c/harbour-lights/invitations/")
    press(rosa, "Make a link")
    link = rosa.locator("code").first.inner_text()
    # when somebody opens it who has never been here, it does not say what kind of place this is.
    page = visits.visitor()
    page.goto(link)
    expect(page.get_by_text("Harbour Lights")).to_have_count(0)
    follow(page, "Go on")
    come_in_by_code(page, visits, "fen@example.org")
    # When they come in,
    page.get_by_label("What shall we call you here?").fill("Fen")
    page.get_by_label("I am 18 or older").check()
    press(page, "Come in")
    expect(page.get_by_role("heading", level=1, name="Hello Fen")).to_be_visible()
    # then nobody else does by the same link.
    other = visits.somebody("Tom")
    other.goto(link)
    expect(other.get_by_role("heading", level=1, name=re.compile("^This link opens nothing"))).to_be_visible()


def test_without_scripts_the_whole_way_is_open(visits: Visits) -> None:
    # Given an old phone that runs no scripts,
    page = visits.visitor(script=False)
    look_for(page, "Portsmouth")
    follow(page, "Harbour Lights")
    # when its owner forgets a name, everything else stays,
    page.goto("/c/harbour-lights/")
    follow(page, "Ask to join")
    follow(page, "Go on")
    come_in_by_code(page, visits, "senna@example.org")
    page.get_by_label("What would you like to find here?").fill("Company on Thursdays.")
    press(page, "Ask to join")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What would you like to find here?")).to_have_value("Company on Thursdays.")
    # and the door does not tell that somebody inside has the name they take.
    page.get_by_label("What shall we call you here?").fill("Ada")
    page.get_by_label("I am 18 or older").check()
    press(page, "Ask to join")
    expect(page.get_by_role("heading", level=1, name="You asked to join")).to_be_visible()
    # Then they are let in, go away, come back, and leave.
    rosa = visits.somebody("Rosa", script=False)
    say_yes(rosa, "Ada")
    page.goto("/home/")
    expect(page.get_by_role("heading", level=1, name="Hello Ada")).to_be_visible()
    expect(page.get_by_text("Somebody else here is called Ada too")).to_be_visible()
    page.goto("/c/harbour-lights/you/away/")
    press(page, "Be away")
    press(page, "I am here again")
    page.goto("/c/harbour-lights/you/leave/")
    press(page, "Leave now")
    expect(page.get_by_role("heading", level=1, name="You have left")).to_be_visible()


def test_with_a_keyboard_alone(visits: Visits) -> None:
    page = visits.visitor(width=DESK)
    # Given somebody who uses no mouse: the first key leads past the frame to the page itself.
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the page itself")).to_be_focused()
    enter(page)
    # When they type a town and press Enter,
    to(page, page.get_by_label("Town, postcode or coordinates"))
    page.keyboard.type("Portsmouth")
    enter(page)
    expect(page.get_by_role("heading", level=2, name=re.compile("groups? near Portsmouth$"))).to_be_visible()
    # then they open the co-op's page and come as far as the form that asks to join.
    to(page, page.get_by_role("link", name="Harbour Lights").first)
    enter(page)
    to(page, page.get_by_role("link", name="Ask to join"))
    enter(page)
    to(page, page.get_by_role("link", name="Go on"))
    enter(page)
    to(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type("kit@example.org")
    enter(page)
    expect(page.get_by_role("heading", level=1, name="Type the code")).to_be_visible()
    to(page, page.get_by_label("The code from the letter"))
    page.keyboard.type(visits.newest_code("kit@example.org"))
    enter(page)
    expect(page.get_by_role("heading", level=1, name="Ask to join")).to_be_visible()


def enter(page: Page) -> None:
    """Press Enter where the focus stands, and wait until the page that it leads to has come."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def to(page: Page, target: Any, *, most: int = 60) -> None:
    """Press Tab until the focus stands on something, and see that it shows."""
    expect(target).to_be_visible()
    for _press in range(most):
        if target.evaluate("element => element === document.activeElement"):
            outline = target.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", "the focus is seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError("not reached by Tab")
