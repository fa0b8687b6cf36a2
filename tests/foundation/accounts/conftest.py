"""Anna, who has a sign-in; the letters that leave; a browser per device."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import people
from commonhearth.foundation.outbox.models import Mail

SESSION = settings.SESSION_COOKIE_NAME
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


class Letters:
    """The letters written since the test began, as their readers get them."""

    def to(self, address: str) -> list[Any]:
        return [mail.text for mail in Mail.objects.filter(to=address).order_by("created", "id")]

    def last(self, address: str) -> Any:
        return self.to(address)[-1]

    def code(self, address: str) -> str:
        """Return the code in the newest letter to an address."""
        found = re.search(r"\b\d{4} \d{4}\b", self.last(address).body)
        assert found, self.last(address).body
        return found.group()


@pytest.fixture(autouse=True)
def quiet_house(request: pytest.FixtureRequest, settings: Any) -> None:
    """Keep letters in the house; every test has a database, and no test meets another's counters."""
    settings.HEARTH_MAIL = "mailbox"
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def letters() -> Letters:
    return Letters()


@pytest.fixture
def anna(now: datetime) -> Person:
    return people.arrive(email="anna@example.org", now=now)


@pytest.fixture
def ben(now: datetime) -> Person:
    return people.arrive(email="ben@example.org", now=now)


@pytest.fixture
def device() -> Callable[..., Client]:
    """Return a maker of browsers, each at an address of its own."""
    made = 0

    def make(address: str = "", **headers: str) -> Client:
        nonlocal made
        made += 1
        return Client(REMOTE_ADDR=address or f"192.0.2.{made}", HTTP_USER_AGENT=FIREFOX, **headers)

    return make


@pytest.fixture
def come_in(letters: Letters) -> Callable[..., Any]:
    """Return how somebody signs in with a code by e-mail."""

    def sign_in(browser: Client, email: str, *, shared: bool = False, next: str = "") -> Any:
        asked = {"email": email, "next": next} | ({"shared": "on"} if shared else {})
        assert browser.post(reverse("account_login"), asked).status_code == 302
        return browser.post(reverse("accounts_code"), {"code": letters.code(email.strip().lower())})

    return sign_in


def is_in(browser: Client) -> bool:
    """Tell whether a browser is signed in, by asking the house."""
    return browser.get(reverse("you")).status_code == 200


@pytest.fixture
def inside(device: Callable[..., Client], come_in: Callable[..., Any], anna: Person) -> Client:
    """Return Anna's browser, just signed in."""
    browser = device()
    come_in(browser, "anna@example.org")
    return browser
