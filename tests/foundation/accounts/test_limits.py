"""A thousand wrong codes from many addresses: few are looked at, and the owner still gets in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonhearth.foundation import throttle
from commonhearth.foundation.accounts import codes, limits
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import cards
from tests.foundation.accounts.conftest import Letters, is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]
GUESSES = 1000
MOST = limits.FROM_ONE_NETWORK["code_sent"][0]


@pytest.fixture(autouse=True)
def within_one_stretch_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count all tries in one stretch of time: a thousand take a while, and a quarter of an hour may end meanwhile."""
    monkeypatch.setattr(throttle, "count", partial(throttle.count, now=timezone.now()))


def far(number: int) -> str:
    """Return one of many addresses."""
    return f"198.{18 + number % 2}.{number // 250 % 250}.{number % 250}"


def test_of_a_thousand_wrong_codes_twenty_are_looked_at_and_the_owner_gets_in(
    device: Devices, come_in: Callable[..., Any], letters: Letters, anna: Person
) -> None:
    owner, waiting = device(), device()
    come_in(owner, "anna@example.org")
    owner.post(reverse("account_logout"))
    # Somebody else of hers asked before the flood, on a browser we do not know.
    waiting.post(reverse("account_login"), {"email": "anna@example.org"})
    hers = letters.code("anna@example.org")
    looked_at = 0
    fits = codes.fits

    def counted(*args: Any) -> bool:
        nonlocal looked_at
        looked_at += 1
        return fits(*args)

    with mock.patch.object(codes, "fits", side_effect=counted):
        guesses = 0
        visitor = 0
        while guesses < GUESSES:
            visitor += 1
            browser = device(far(visitor))
            browser.post(reverse("account_login"), {"email": "anna@example.org"})
            for _ in range(6):
                browser.post(reverse("accounts_code"), {"code": f"{guesses:08}"})
                guesses += 1
    assert looked_at <= 20
    assert len(letters.to("anna@example.org")) <= 8
    # The code she already had works; the browser she has used before gets a new one.
    waiting.post(reverse("accounts_code"), {"code": hers})
    assert is_in(waiting)
    come_in(owner, "anna@example.org")
    assert is_in(owner)


def test_wrong_passwords_from_everywhere_do_not_shut_the_owner_out(device: Devices, anna: Person) -> None:
    anna.set_password("four words in a row")
    anna.save()
    door = reverse("accounts_with_password")
    right = {"login": "anna@example.org", "password": "four words in a row"}
    owner = device()
    owner.post(door, right)
    owner.post(reverse("account_logout"))
    looked_at = 0
    for guess in range(200):
        with mock.patch.object(Person, "check_password", return_value=False) as looked:
            device(far(guess % 50)).post(door, right | {"password": f"a wrong guess {guess}"})
        looked_at += looked.call_count
    assert looked_at <= 20
    stranger = device("203.0.113.9")
    stranger.post(door, right)
    assert not is_in(stranger)  # for five minutes, also with the right password
    owner.post(door, right)
    assert is_in(owner)


def test_wrong_card_codes_from_everywhere_do_not_shut_the_owner_out(
    device: Devices, anna: Person, now: Any
) -> None:
    printed = cards.issue_card(for_person=anna, issued_by=anna, now=now)
    door, number = reverse("accounts_with_card"), printed.card.number
    owner = device()
    owner.post(door, {"number": number, "code": printed.codes[0]})
    owner.post(reverse("account_logout"))
    with mock.patch.object(cards, "spend_code", side_effect=cards.spend_code) as looked:
        for guess in range(300):
            device(far(guess)).post(door, {"number": number, "code": f"{guess:08}"})
    assert looked.call_count <= 10
    owner.post(door, {"number": number, "code": printed.codes[1]})
    assert is_in(owner)


def test_one_network_cannot_send_codes_to_everybody(device: Devices) -> None:
    statuses = [
        device("203.0.113.1").post(reverse("account_login"), {"email": f"p{n}@example.org"}).status_code
        for n in range(MOST + 10)
    ]
    assert statuses[:MOST] == [302] * MOST
    assert statuses[MOST:] == [422] * 10


def test_an_invented_forwarded_address_changes_no_allowance(device: Devices) -> None:
    statuses = [
        device("203.0.113.2", HTTP_X_FORWARDED_FOR=far(n))
        .post(reverse("account_login"), {"email": f"p{n}@example.org"})
        .status_code
        for n in range(MOST + 2)
    ]
    assert statuses[-1] == 422


def test_the_librarys_own_limits_answer_with_a_page_of_ours(device: Devices) -> None:
    answers = [
        device("203.0.113.3").post(reverse("mfa_login_webauthn"), {"credential": "{}"}) for _ in range(61)
    ]
    assert {answer.status_code for answer in answers[:60]} == {302}
    assert answers[60].status_code == 429
    assert "Wait a minute" in answers[60].content.decode() and 'id="main"' in answers[60].content.decode()


def test_guesses_at_the_second_step_are_few(
    device: Devices, come_in: Callable[..., Any], anna: Person
) -> None:
    TOTP.activate(anna, generate_totp_secret())
    browser = device()
    come_in(browser, "anna@example.org")
    with mock.patch.object(TOTP, "validate_code", return_value=False) as looked:
        for guess in range(50):
            browser.post(reverse("mfa_authenticate"), {"code": f"{guess:06}"})
    assert looked.call_count <= 5
