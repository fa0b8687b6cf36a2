"""The door on a phone: a code by e-mail, a passkey, a second step, a card, and leaving quickly.

Passkeys exist only for names, not for numbers, so this window knows the house as `localhost`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from commonhearth.foundation.outbox.models import Mail
from tests.browser import eyes
from tests.browser.eyes import PATIENCE, PHONE
from tests.browser.hands import through

EMAIL = "marta@example.org"


@pytest.fixture
def door(chromium: Any, site: str, settings: Any) -> Iterator[Callable[..., Page]]:
    """Open a phone's browser that holds passkeys, or one without scripts."""
    settings.HEARTH_MAIL = "mailbox"
    origin = site.replace("127.0.0.1", "localhost")
    opened = []

    def open_phone(*, script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=origin,
            viewport={"width": PHONE, "height": 844},
            java_script_enabled=script,
            locale="en-GB",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        watch = eyes.Watch(origin)
        watch.over(context)
        page = context.new_page()
        keys = context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        opened.append((context, watch))
        return page

    yield open_phone
    for context, watch in opened:
        context.close()
        watch.is_clean()


def press(page: Page, name: str) -> None:
    through(page.get_by_role("main").get_by_role("button", name=name, exact=True))


def newest_code() -> str:
    found = re.search(r"\b\d{4} \d{4}\b", Mail.objects.order_by("created").last().text.body)
    assert found
    return found.group()


def come_in_by_code(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    press(page, "Send me a code")
    page.get_by_label("The code from the letter").fill(newest_code())
    press(page, "Go in")
    page.wait_for_url("**/home/")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    press(page, "Sign out")


def test_a_phone_comes_in_every_way(door: Callable[..., Page]) -> None:
    page = door()
    page.goto("/accounts/login/")
    eyes.accessible(page)
    page.get_by_label("Your e-mail address").fill("nonsense")
    press(page, "Send me a code")
    expect(page.get_by_text("That does not look like an e-mail address").first).to_be_visible()
    eyes.accessible(page)
    come_in_by_code(page)

    # A passkey is made, and opens the door alone.
    page.goto("/accounts/")
    eyes.accessible(page)
    through(page.get_by_role("link", name="Add a passkey"))
    page.get_by_label("What you call this device").fill("My phone")
    eyes.accessible(page)
    press(page, "Make the passkey")
    expect(page.get_by_text("Passkey: My phone")).to_be_visible()
    sign_out(page)
    page.goto("/accounts/login/")
    through(page.get_by_role("link", name="Use a passkey"))
    page.wait_for_url("**/home/")

    # A card is printed.
    page.goto("/accounts/card/new/")
    press(page, "Make the card")
    eyes.accessible(page)
    number = page.locator(".code-card-number strong").inner_text()
    codes = page.locator(".code-card-codes li").all_inner_texts()
    assert len(codes) == 12
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.locator(".code-card")).to_be_visible()
    page.emulate_media(media="screen")

    # A second step is switched on, and asked for after the card.
    page.goto("/accounts/second-step/on/")
    eyes.accessible(page)
    secret = page.locator("ol code").first.inner_text().strip()
    counter = list(yield_hotp_counters_from_time())[1]
    page.get_by_label("Code that the app shows").fill(format_hotp_value(hotp_value(secret, counter)))
    press(page, "Switch it on")
    expect(page.get_by_role("heading", name="Spare codes")).to_be_visible()
    eyes.accessible(page)
    spare = page.locator("main code").first.inner_text()
    sign_out(page)
    page.goto("/accounts/card/")
    eyes.accessible(page)
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Next code").fill(codes[0])
    page.get_by_label("This is a shared computer").check()
    press(page, "Go in")
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    eyes.accessible(page)
    page.get_by_label("Code from your app, or a spare code").fill(spare)
    press(page, "Go in")
    page.wait_for_url("**/home/")
    page.goto("/accounts/")
    expect(page.get_by_text("This is a shared computer")).to_be_visible()
    expect(page.get_by_role("link", name="Add a passkey")).to_have_count(0)

    # Showing again that it is you, with the passkey.
    page.goto("/accounts/again/?next=/accounts/address/")
    eyes.accessible(page)
    press(page, "Use your passkey")
    page.wait_for_url("**/accounts/address/")

    # Leaving: the page says nothing of us, and going back leads nowhere.
    through(page.get_by_role("button", name="Leave quickly"))
    page.wait_for_url("**/elsewhere/")
    eyes.accessible(page)
    assert page.title() == "A plain loaf"
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_without_scripts_a_code_and_a_password_open_the_door(door: Callable[..., Page]) -> None:
    page = door(script=False)
    come_in_by_code(page)
    page.goto("/accounts/password/")
    page.get_by_label("New password").fill("four words in a row")
    press(page, "Set the password")
    sign_out(page)
    page.goto("/accounts/login/")
    through(page.get_by_role("link", name="Use a passkey"))
    expect(page.get_by_text("Choose another way")).to_be_visible()
    through(page.get_by_role("link", name="Other ways in"))
    through(page.get_by_role("link", name="Use a password"))
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill("four words in a row")
    press(page, "Go in")
    page.wait_for_url("**/home/")


def test_a_passkey_that_fails_says_so_and_other_ways_stay(door: Callable[..., Page]) -> None:
    page = door()
    page.goto("/accounts/passkey/")
    expect(page.get_by_text("The passkey did not work this time")).to_be_visible()
    eyes.accessible(page)
    expect(page.get_by_role("link", name="Other ways in")).to_be_visible()
