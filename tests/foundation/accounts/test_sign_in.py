"""Coming in by code, password and passkey's side doors; where one lands afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonhearth.foundation.accounts.models import Person
from tests.foundation.accounts.conftest import SESSION, Letters, is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]


def test_a_code_lets_in_whoever_reads_the_letter(
    device: Devices, come_in: Callable[..., Any], anna: Person
) -> None:
    browser = device()
    answer = come_in(browser, "Anna@Example.org ")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert is_in(browser)


def test_a_new_address_gets_its_sign_in_only_when_the_code_came_back(
    device: Devices, letters: Letters
) -> None:
    browser = device()
    browser.post(reverse("account_signup"), {"email": "new@example.org"})
    assert not Person.objects.filter(email="new@example.org").exists()
    browser.post(reverse("accounts_code"), {"code": letters.code("new@example.org").replace(" ", "")})
    person = Person.objects.get(email="new@example.org")
    assert is_in(browser) and not person.has_usable_password()
    assert person.emailaddress_set.get().verified


def test_a_code_works_once_and_only_in_the_browser_that_asked(
    device: Devices, letters: Letters, anna: Person
) -> None:
    browser, other = device(), device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    code = letters.code("anna@example.org")
    assert other.post(reverse("accounts_code"), {"code": code}).headers["Location"] == reverse(
        "account_login"
    )
    browser.post(reverse("accounts_code"), {"code": code})
    browser.post(reverse("account_logout"))
    browser.post(reverse("accounts_code"), {"code": code})
    assert not is_in(browser) and not is_in(other)


def test_a_code_ends_after_ten_minutes(device: Devices, letters: Letters, anna: Person) -> None:
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        browser.post(reverse("accounts_code"), {"code": letters.code("anna@example.org")})
        assert not is_in(browser)


def test_a_code_ends_with_the_fifth_wrong_try(device: Devices, letters: Letters, anna: Person) -> None:
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    right = letters.code("anna@example.org")
    statuses = [browser.post(reverse("accounts_code"), {"code": "0000 0000"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 302]
    browser.post(reverse("accounts_code"), {"code": right})
    assert not is_in(browser)


def test_a_newer_code_ends_the_older(device: Devices, letters: Letters, anna: Person) -> None:
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    older = letters.code("anna@example.org")
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    assert browser.post(reverse("accounts_code"), {"code": older}).status_code == 422


def test_a_password_lets_in(device: Devices, anna: Person) -> None:
    anna.set_password("four words in a row")
    anna.save()
    browser = device()
    door = reverse("accounts_with_password")
    wrong = browser.post(door, {"login": "anna@example.org", "password": "not this one at all"})
    assert wrong.status_code == 422
    right = browser.post(door, {"login": "ANNA@example.org", "password": "four words in a row"})
    assert right.headers["Location"] == "/home/"
    assert is_in(browser)


def test_a_closed_sign_in_stays_closed_and_says_so_only_to_its_owner(
    device: Devices, letters: Letters, anna: Person
) -> None:
    anna.is_active = False
    anna.save()
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    answer = browser.post(reverse("accounts_code"), {"code": letters.code("anna@example.org")})
    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_in(browser)


def test_suspending_somebody_ends_every_session_at_the_next_request(inside: Client, anna: Person) -> None:
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    assert not is_in(inside)


def test_where_sign_up_is_closed_a_new_address_gets_a_letter_without_a_code(
    device: Devices, letters: Letters, settings: Any, anna: Person
) -> None:
    settings.HEARTH_SIGN_UP = False
    pages = []
    for email in ("new@example.org", "anna@example.org"):
        browser = device()
        browser.post(reverse("account_login"), {"email": email})
        pages.append(browser.get(reverse("accounts_code")).content.decode().replace(email, "E"))
    assert "no new ones are being made" in letters.last("new@example.org").body
    assert "already here to invite you" in device().get(reverse("account_signup")).content.decode()
    assert [len(page) for page in pages] == [len(pages[0])] * 2
    assert Person.objects.count() == 1


@pytest.mark.parametrize("wanted", ["/c/willow/", "/accounts/look/?a=1"])
def test_after_signing_in_one_goes_on_to_the_page_one_wanted(
    device: Devices, come_in: Callable[..., Any], anna: Person, wanted: str
) -> None:
    assert come_in(device(), "anna@example.org", next=wanted).headers["Location"] == wanted


FOREIGN = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\x00/elsewhere.example",
    " //elsewhere.example",
    "javascript:alert(1)",
    "http:/elsewhere.example",
    "http://testserver/home/",
    "elsewhere",
    "/a b",
]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_no_next_leads_off_this_host(
    device: Devices, come_in: Callable[..., Any], anna: Person, wanted: str
) -> None:
    assert come_in(device(), "anna@example.org", next=wanted).headers["Location"] == "/home/"
    anna.set_password("four words in a row")
    anna.save()
    typed = {"login": "anna@example.org", "password": "four words in a row", "next": wanted}
    assert device().post(reverse("accounts_with_password"), typed).headers["Location"] == "/home/"


def test_a_new_session_id_at_sign_in_and_a_dead_cookie_after_signing_out(
    device: Devices, letters: Letters, anna: Person
) -> None:
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    before = browser.cookies[SESSION].value
    browser.post(reverse("accounts_code"), {"code": letters.code("anna@example.org")})
    after = browser.cookies[SESSION].value
    assert before != after
    thief = device()
    thief.cookies[SESSION] = before
    assert not is_in(thief)
    browser.post(reverse("account_logout"))
    thief.cookies[SESSION] = after
    assert not is_in(thief)


class TestDemo:
    def test_one_press_signs_in_as_a_made_up_person(self, device: Devices, settings: Any, now: Any) -> None:
        from commonhearth.foundation.accounts.services.people import make_demo_person

        settings.HEARTH_DEMO = True
        rosa = make_demo_person(email="rosa@demo.invalid", line="Rosa, who welcomes newcomers", now=now)
        browser = device()
        assert "Rosa, who welcomes newcomers" in browser.get(reverse("account_login")).content.decode()
        answer = browser.post(reverse("accounts_demo", args=[rosa.pk]))
        assert answer.headers["Location"] == "/home/" and is_in(browser)

    def test_nobody_else_can_be_signed_in_as(self, device: Devices, settings: Any, anna: Person) -> None:
        settings.HEARTH_DEMO = True
        assert device().post(reverse("accounts_demo", args=[anna.pk])).status_code == 404

    def test_other_hosts_have_no_such_door(self, device: Devices, settings: Any, now: Any) -> None:
        from commonhearth.foundation.accounts.services.people import make_demo_person

        rosa = make_demo_person(email="rosa@demo.invalid", line="Rosa", now=now)
        assert settings.HEARTH_DEMO is False
        assert device().post(reverse("accounts_demo", args=[rosa.pk])).status_code == 404
        assert "Rosa" not in device().get(reverse("account_login")).content.decode()

    def test_the_made_up_people_keep_their_ways_in(self, device: Devices, settings: Any, now: Any) -> None:
        from commonhearth.foundation.accounts.services.people import make_demo_person

        settings.HEARTH_DEMO = True
        rosa = make_demo_person(email="rosa@demo.invalid", line="Rosa, who welcomes newcomers", now=now)
        browser = device()
        browser.post(reverse("accounts_demo", args=[rosa.pk]))
        for page in ("account_email", "accounts_password", "mfa_activate_totp", "mfa_add_webauthn"):
            answer = browser.post(
                reverse(page), {"password": "four words in a row", "email": "x@example.org"}
            )
            assert answer.headers["Location"] == reverse("you"), page
        rosa.refresh_from_db()
        assert rosa.email == "rosa@demo.invalid" and not rosa.has_usable_password()
        assert "stay as they are" in browser.get(reverse("you")).content.decode()
