"""One founder shows a card, two neighbours who wait say that they would like to meet, and the three begin a co-op.

On a phone, on a demo host of its own, with and without JavaScript. What the founder reads, types and presses is
reckoned up: from nothing to a whole draft has to fit into twenty minutes.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_host import Visits, as_slow_as_a_person
from tests.browser.eyes import DESK, accessible
from tests.browser.hands import through

reckoned = logging.getLogger(__name__)
#: A slow reader, a thumb on a small keyboard, and a moment to think before each press.
WORDS_A_MINUTE, SECONDS_A_LETTER, SECONDS_A_PRESS = 150, 0.6, 4
TWENTY_MINUTES = 20.0


@dataclass
class Hand:
    """Somebody on a phone: what they read, type and press is counted."""

    page: Page
    words: int = 0
    letters: int = 0
    presses: int = 0
    fields: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read what stands on the page and was not read before; nobody reads a list of time zones."""
        main = self.page.get_by_role("main")
        offered = set(main.locator("option").all_text_contents())
        fresh = set(main.inner_text().splitlines()) - self.seen - offered
        self.seen |= fresh
        self.words += sum(len(line.split()) for line in fresh)

    def fill(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into a field."""
        self.page.get_by_label(label).fill(text)
        self.letters += len(text)
        self.fields.add(str(label))

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        self.page.get_by_label(label, exact=True).select_option(label=option)
        self.presses += 2
        self.fields.add(label)

    def press(self, name: str | re.Pattern[str], kind: str = "button") -> None:
        """Press, and read what comes."""
        exact = isinstance(name, str)
        through(self.page.get_by_role("main").get_by_role(kind, name=name, exact=exact).first)
        self.presses += 1
        self.read()

    @property
    def minutes(self) -> float:
        """How long that takes somebody who is slow."""
        typed = self.letters * SECONDS_A_LETTER + self.presses * SECONDS_A_PRESS
        return self.words / WORDS_A_MINUTE + typed / 60


def come_in(page: Page, visits: Visits, email: str) -> None:
    page.get_by_label("Your e-mail address").fill(email)
    through(page.get_by_role("main").get_by_role("button", name="Send me a code", exact=True))
    page.get_by_label("The code from the letter").fill(visits.newest_code(email))
    through(page.get_by_role("main").get_by_role("button", name="Go in", exact=True))


def letter_when_it_comes(visits: Visits, to: str, about: str) -> str:
    """Return the newest letter to somebody once it is the one that a job was to write."""
    page = visits.visitor()
    for _ in range(600):
        page.goto("/mailbox/")
        letters = page.locator("section", has_text=f"To {to}").filter(has_text=about)
        if letters.count():
            text = letters.first.inner_text()
            page.context.close()
            return str(text)
        page.wait_for_timeout(500)
    raise AssertionError(f"no letter to {to} about {about}")


def link_in(letter: str, part: str) -> str:
    found = re.search(rf"http://\S+{part}\S+", letter)
    assert found, letter
    return found.group()


def copies(page: Page, link: str, *, script: bool) -> None:
    """One press copies a link that is shown once; without script there is no button, and it is marked by hand."""
    button = page.locator("[data-copy]")
    if not script:
        expect(button).to_be_hidden()
        return
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(button).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == link


def wait_near(visits: Visits, *emails: str, script: bool) -> dict[str, Page]:
    """Let each ask to be told when there is a group near Whitby, and confirm it by the link; return their windows."""
    pages = {email: visits.visitor(script=script) for email in emails}
    for email, page in pages.items():
        page.goto("/directory/tell-me/")
        page.get_by_label("Your e-mail address").fill(email)
        page.get_by_label("Your town or postcode").fill("Whitby")
    for email, page in pages.items():
        as_slow_as_a_person(page)
        through(page.get_by_role("main").locator("form button").first)
        page.goto(link_in(visits.newest_letter(email), "/confirm/"))
        through(page.get_by_role("main").get_by_role("button").first)
    return pages


def three_begin(visits: Visits, *, script: bool) -> tuple[str, str, Page]:
    """One shows a card, two who wait say yes, the three begin a co-op; returns its name, slug and Ana's window."""
    mark = "js" if script else "plain"
    ana, ben, cleo = (f"{name}-{mark}@neighbour.example" for name in ("ana", "ben", "cleo"))
    name = f"Whitby Harbour Voices {mark}"
    # Given two people who wait near Whitby,
    others = wait_near(visits, ben, cleo, script=script)
    # a visitor is told why to sign in before there is anything to lose,
    page = visits.visitor(script=script)
    hand = Hand(page)
    page.goto("/start/")
    hand.read()
    expect(page.get_by_text("before you write anything")).to_be_visible()
    assert page.get_by_role("main").get_by_role("textbox").count() == 0
    hand.press("Sign in and begin", "link")
    come_in(page, visits, ana)
    hand.letters, hand.presses = len(ana) + 8, hand.presses + 2
    # begins, says what it is for and where,
    expect(page.get_by_role("heading", level=1, name="Start your own")).to_be_visible()
    if script:
        accessible(page)
    page.get_by_label(re.compile("^a mental-health co-op")).check()
    hand.presses += 1
    hand.fill("What shall the others call you?", "Ana")
    hand.press("Begin")
    hand.fill("What is it for?", "Company for people who hear voices: tea, talk, and nobody mends anybody.")
    hand.press("Keep it and go on")
    hand.fill("Who is it for?", "Anybody over eighteen in and around Whitby.")
    hand.press("Keep it and go on")
    hand.fill("Town or postcode", "Whitby")
    hand.press("Keep it and go on")
    # shows a card, since they are alone with it,
    expect(page.get_by_role("heading", level=1, name="Who begins it with you")).to_be_visible()
    if script:
        accessible(page)
    hand.choose(
        "Ask people who wait for a group whether they would like to meet, within (may be left empty)", "25 km"
    )
    hand.press("Show my card")
    # (both neighbours are asked privately, and say yes; until then nobody learns of anybody)
    for email, window in others.items():
        asked = letter_when_it_comes(visits, email, "Would you like to meet the others?")
        assert "@neighbour.example" not in asked.replace(email, "")
        window.goto(link_in(asked, "/meet/"))
        through(window.get_by_role("button", name="Yes, I would"))
    met = letter_when_it_comes(visits, ana, "You said you would like to meet")
    assert ben in met and cleo in met
    # makes a link for each of them,
    links = {}
    for email in (ben, cleo):
        hand.fill(re.compile("^For whom is it"), email.partition("-")[0].title())
        hand.press("Make a link")
        links[email] = page.locator("code.link-to-copy").inner_text()
        copies(page, links[email], script=script)
    hand.press("Go on", "link")
    # and says the rest; what was said stands there when they come back on another day.
    hand.fill("Its name", name)
    hand.press("Keep it and go on")
    draft = page.url.partition("/agreements/")[0]
    if script:
        accessible(page)
    hand.press(re.compile("^The first weeks"), "link")
    if script:
        accessible(page)
    hand.fill("Days of getting to know each other", "30")
    hand.press("Keep it")
    hand.press("These will do; go on", "link")
    hand.choose("Steward", "Ana")
    hand.press("Keep it and go on")
    hand.press("Keep it and go on")
    hand.fill("Which day?", (date.today() + timedelta(days=21)).isoformat())
    hand.fill("From what time?", "19:00")
    hand.fill("Where exactly?", "Upstairs at the library")
    hand.fill(re.compile("^The district, as people say it"), "near the swing bridge")
    hand.press("Keep it and go on")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    if script:
        accessible(page)
        hand.page.goto(f"{draft}/kit/")
        accessible(page)
        expect(page.get_by_text("near the swing bridge")).to_be_visible()
    page.goto(f"{draft}/confirm/")
    hand.read()
    if script:
        accessible(page)
    page.get_by_label("I am 18 or older").check()
    hand.press("Yes, I begin this with you")
    reckoned.info(
        "%s fields, %s letters, %s presses, %s words: %.1f minutes",
        *(len(hand.fields), hand.letters, hand.presses, hand.words, hand.minutes),
    )
    assert hand.minutes < TWENTY_MINUTES
    # The two others come along by their links, read it, and say yes; the third yes makes it live.
    for email, called in ((ben, "Ben"), (cleo, "Cleo")):
        window = others[email]
        window.goto(links[email])
        expect(window.get_by_role("heading", level=1, name="Somebody invites you")).to_be_visible()
        assert name not in window.content()
        through(window.get_by_role("link", name="Go on"))
        come_in(window, visits, email)
        window.get_by_label("What shall the others call you?").fill(called)
        through(window.get_by_role("button", name="Come along"))
        window.goto(f"{draft}/confirm/")
        window.get_by_label("I am 18 or older").check()
        through(window.get_by_role("button", name="Yes, I begin this with you"))
    expect(others[cleo].get_by_text("It has begun.")).to_be_visible()
    # Ana's way to the draft leads into the community, where the agreements are in force.
    page.goto(f"{draft}/")
    expect(page).to_have_url(re.compile("/c/whitby-harbour-voices-"))
    return name, page.url.partition("/c/")[2].partition("/")[0], page


@pytest.mark.parametrize("script", [False, True], ids=["no-script", "script"])
def test_three_neighbours_begin_a_co_op(visits: Visits, script: bool) -> None:
    name, slug, page = three_begin(visits, script=script)
    page.goto(f"/c/{slug}/agreements/")
    expect(page.get_by_text("One member, one vote.").first).to_be_visible()
    page.goto(f"/c/{slug}/growing/")
    expect(page.get_by_text("not yet, as far as we can see").first).to_be_visible()
    if script:
        accessible(page)
    # A stranger finds it near its place, with the day and no more of the place than was chosen.
    stranger = visits.visitor(width=DESK, script=script)
    stranger.goto("/find/?place=Whitby")
    through(stranger.get_by_role("main").get_by_role("link", name=name).first)
    stranger.goto(f"/c/{slug}/")
    expect(stranger.get_by_text("near the swing bridge").first).to_be_visible()
    assert "Upstairs at the library" not in stranger.content()
    # The card has done its work.
    stranger.goto("/find/?place=Whitby")
    expect(stranger.get_by_text("Being started near you")).to_have_count(0)
