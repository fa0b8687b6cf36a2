"""Before what is hard to undo one shows again that it is oneself; and what the changes bring with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts import step_up
from commonhearth.foundation.accounts.models import Card, Person
from commonhearth.foundation.accounts.services import cards, people, ways_in
from tests.foundation.accounts.conftest import Letters, is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]
GUARDED = [
    "account_email",
    "accounts_password",
    "accounts_card",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
]


def app_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def secret(anna: Person) -> str:
    """Switch Anna's second step on; return the key in her app."""
    made = generate_totp_secret()
    TOTP.activate(anna, made)
    return made


def later(minutes: int) -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("page", GUARDED)
def test_ten_minutes_after_signing_in_one_is_asked_again(inside: Client, page: str) -> None:
    assert inside.get(reverse(page)).status_code == 200
    with later(11):
        for answer in (inside.get(reverse(page)), inside.post(reverse(page), {"email": "x@example.org"})):
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith(reverse("accounts_step_up"))


def test_a_code_by_email_shows_it(inside: Client, letters: Letters) -> None:
    with later(11):
        answer = inside.get(reverse("account_email"), follow=True)
        assert answer.request["PATH_INFO"] == reverse("accounts_step_up_code")
        here = f"{reverse('accounts_step_up_code')}?next={reverse('account_email')}"
        inside.post(here, {"send": "1", "next": reverse("account_email")})
        wrong = inside.post(here, {"code": "00000000"})
        assert wrong.status_code == 422
        right = inside.post(here, {"code": letters.code("anna@example.org")})
        assert right.headers["Location"] == reverse("account_email")
        assert inside.get(reverse("account_email")).status_code == 200


def test_each_way_is_offered_to_who_has_it(anna: Person, now: datetime) -> None:
    assert step_up.ways(anna) == ["code"]
    anna.set_password("four words in a row")
    cards.issue_card(for_person=anna, issued_by=anna, now=now)
    assert step_up.ways(anna) == ["password", "code", "card"]
    Authenticator.objects.create(user=anna, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})
    assert step_up.ways(anna) == ["passkey", "password", "code", "card"]
    TOTP.activate(anna, generate_totp_secret())
    assert step_up.ways(anna) == ["passkey", "totp", "password"]


def test_the_way_by_password(device: Devices, anna: Person) -> None:
    anna.set_password("four words in a row")
    anna.save()
    browser = device()
    browser.post(
        reverse("accounts_with_password"), {"login": "anna@example.org", "password": "four words in a row"}
    )
    with later(11):
        again = f"{reverse('account_reauthenticate')}?next={reverse('account_email')}"
        assert browser.post(again, {"password": "not this one at all"}).status_code == 422
        answer = browser.post(again, {"password": "four words in a row", "next": reverse("account_email")})
        assert answer.headers["Location"] == reverse("account_email")
        assert browser.get(reverse("account_email")).status_code == 200


def test_the_way_by_card(device: Devices, now: datetime) -> None:
    otto = people.make_without_email(now=now)
    printed = cards.issue_card(for_person=otto, issued_by=otto, now=now)
    browser = device()
    browser.post(reverse("accounts_with_card"), {"number": printed.card.number, "code": printed.codes[0]})
    with later(11):
        answer = browser.get(reverse("accounts_password"), follow=True)
        assert answer.request["PATH_INFO"] == reverse("accounts_step_up_card")
        here = reverse("accounts_step_up_card")
        assert browser.post(here, {"code": printed.codes[0]}).status_code == 422
        browser.post(here, {"code": printed.codes[1], "next": reverse("accounts_password")})
        assert browser.get(reverse("accounts_password")).status_code == 200


class TestSecondStep:
    def test_it_is_asked_after_a_code_and_after_a_card(
        self, device: Devices, come_in: Callable[..., Any], anna: Person, secret: str, now: datetime
    ) -> None:
        browser = device()
        assert come_in(browser, "anna@example.org").headers["Location"] == reverse("mfa_authenticate")
        assert not is_in(browser)
        assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
        browser.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
        assert is_in(browser)
        printed = cards.issue_card(for_person=anna, issued_by=anna, now=now)
        other = device()
        other.post(reverse("accounts_with_card"), {"number": printed.card.number, "code": printed.codes[0]})
        assert not is_in(other)

    def test_an_apps_code_works_once(
        self, device: Devices, come_in: Callable[..., Any], anna: Person, secret: str
    ) -> None:
        code = app_code(secret)
        first, second = device(), device()
        come_in(first, "anna@example.org")
        first.post(reverse("mfa_authenticate"), {"code": code})
        come_in(second, "anna@example.org")
        second.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(first) and not is_in(second)

    def test_a_spare_code_takes_its_place_once(
        self, device: Devices, come_in: Callable[..., Any], anna: Person, secret: str
    ) -> None:
        spare = RecoveryCodes.activate(anna).get_unused_codes()[0]
        for expected in (True, False):
            browser = device()
            come_in(browser, "anna@example.org")
            browser.post(reverse("mfa_authenticate"), {"code": spare})
            assert is_in(browser) is expected

    def test_the_mailbox_alone_does_not_switch_it_off(
        self, device: Devices, come_in: Callable[..., Any], anna: Person, secret: str
    ) -> None:
        browser = device()
        come_in(browser, "anna@example.org")
        browser.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
        assert step_up.ways(anna) == ["totp"]
        with later(11):
            assert browser.get(reverse("mfa_deactivate_totp")).status_code == 302
            assert browser.get(reverse("accounts_step_up_code")).status_code == 302
            again = f"{reverse('mfa_reauthenticate')}?next={reverse('mfa_deactivate_totp')}"
            browser.post(again, {"code": app_code(secret), "next": reverse("mfa_deactivate_totp")})
            assert browser.get(reverse("mfa_deactivate_totp")).status_code == 200

    def test_a_passkey_alone_asks_no_second_step_of_other_ways(
        self, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        Authenticator.objects.create(user=anna, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})
        browser = device()
        come_in(browser, "anna@example.org")
        assert is_in(browser)

    def test_switching_on_ends_other_sessions_tells_and_gives_spare_codes(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], letters: Letters
    ) -> None:
        other = device()
        come_in(other, "anna@example.org")
        page = inside.get(reverse("mfa_activate_totp"))
        secret = inside.session["mfa.totp.secret"]
        assert secret in page.content.decode()
        wrong = inside.post(reverse("mfa_activate_totp"), {"code": "000000"})
        assert wrong.status_code == 422
        from django.test import TestCase

        with TestCase.captureOnCommitCallbacks(execute=True):
            inside.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
        assert is_in(inside) and not is_in(other)
        assert "second step" in letters.last("anna@example.org").body
        kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
        assert secret not in kept
        spare = inside.get(reverse("mfa_view_recovery_codes")).content.decode()
        assert spare.count("<code>") == 10


class TestPassword:
    def test_setting_one_ends_other_sessions_and_is_told(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], letters: Letters, anna: Person
    ) -> None:
        other = device()
        come_in(other, "anna@example.org")
        inside.post(reverse("accounts_password"), {"password": "four words in a row"})
        assert is_in(inside) and not is_in(other)
        assert "A password was set" in letters.last("anna@example.org").body
        inside.post(reverse("accounts_password"), {"password": "five other words in a row"})
        assert "was changed" in letters.last("anna@example.org").body
        inside.post(reverse("accounts_password"), {"remove": "1"})
        assert is_in(inside)
        assert "taken away" in letters.last("anna@example.org").body
        anna.refresh_from_db()
        assert not anna.has_usable_password()

    def test_a_bad_one_is_refused_beside_the_field(self, inside: Client) -> None:
        answer = inside.post(reverse("accounts_password"), {"password": "short"})
        assert answer.status_code == 422
        assert "at least 12 characters" in answer.content.decode()

    def test_the_last_way_in_is_not_taken_away(self, now: datetime) -> None:
        otto = people.make_without_email(now=now)
        otto.set_password("four words in a row")
        otto.save()
        with pytest.raises(Refused):
            ways_in.remove_password(actor=otto, person=otto, keep="", now=now)

    def test_nor_is_the_last_passkey_of_who_has_nothing_else(self, inside: Client, anna: Person) -> None:
        keys = [
            Authenticator.objects.create(
                user=anna, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
            )
            for name in ("phone", "laptop")
        ]
        Person.objects.filter(id=anna.id).update(email=None)
        for key in keys:
            answer = inside.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
        assert list(Authenticator.objects.values_list("pk", flat=True)) == [keys[1].pk]
        assert "your only way in" in answer.content.decode()

    def test_nobody_changes_anothers(self, anna: Person, ben: Person, now: datetime) -> None:
        with pytest.raises(Refused):
            ways_in.set_password(actor=ben, person=anna, password="four words in a row", keep="", now=now)
        ben.is_operator = True
        with pytest.raises(Refused):
            ways_in.change_email(actor=ben, person=anna, email="b@example.org", keep="", now=now)


class TestAddress:
    def change(self, browser: Client, letters: Letters, email: str) -> Any:
        browser.post(reverse("account_email"), {"email": email})
        return browser.post(reverse("accounts_new_address_code"), {"code": letters.code(email)})

    def test_both_ends_are_told_and_the_old_one_opens_nothing(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], letters: Letters, anna: Person
    ) -> None:
        other = device()
        come_in(other, "anna@example.org")
        self.change(inside, letters, "Anna.New@example.org".lower())
        anna.refresh_from_db()
        assert anna.email == "anna.new@example.org"
        assert "Before, it was anna@example.org" in letters.last("anna.new@example.org").body
        assert "no longer opens it" in letters.last("anna@example.org").body
        assert is_in(inside) and not is_in(other)
        newcomer = device()
        come_in(newcomer, "anna@example.org")
        assert Person.objects.get(email="anna@example.org").pk != anna.pk

    def test_nothing_changes_before_the_code_came_back(
        self, inside: Client, letters: Letters, anna: Person
    ) -> None:
        inside.post(reverse("account_email"), {"email": "other@example.org"})
        inside.post(reverse("accounts_new_address_code"), {"code": "00000000"})
        anna.refresh_from_db()
        assert anna.email == "anna@example.org"

    def test_anothers_address_gets_a_letter_and_stays_theirs(
        self, inside: Client, letters: Letters, anna: Person, ben: Person
    ) -> None:
        inside.post(reverse("account_email"), {"email": "ben@example.org"})
        assert "nothing was changed" in letters.last("ben@example.org").body
        for guess in range(5):
            inside.post(reverse("accounts_new_address_code"), {"code": f"{guess:08}"})
        anna.refresh_from_db()
        assert anna.email == "anna@example.org"

    def test_an_address_taken_meanwhile_is_not_taken_away(
        self, inside: Client, letters: Letters, anna: Person, now: datetime
    ) -> None:
        inside.post(reverse("account_email"), {"email": "soon@example.org"})
        code = letters.code("soon@example.org")
        people.arrive(email="soon@example.org", now=now)
        assert inside.post(reverse("accounts_new_address_code"), {"code": code}).status_code == 422
        anna.refresh_from_db()
        assert anna.email == "anna@example.org"

    def test_a_code_for_one_thing_opens_no_other(self, inside: Client, letters: Letters) -> None:
        inside.post(reverse("account_email"), {"email": "other@example.org"})
        code = letters.code("other@example.org")
        with later(9):
            inside.post(reverse("accounts_step_up_code"), {"code": code})
        assert inside.session["hearth_code"]["purpose"] == "change-email"


def test_a_lost_card_can_be_ended_without_being_asked_again(
    inside: Client, anna: Person, now: datetime
) -> None:
    cards.issue_card(for_person=anna, issued_by=anna, now=now)
    with later(20):
        inside.post(reverse("accounts_end_card"))
    assert Card.objects.get(person=anna).revoked


def test_look_language_and_zone_are_kept(inside: Client, anna: Person) -> None:
    typed = {"theme": "dark", "language": "en", "time_zone": "Europe/London"}
    assert inside.post(reverse("accounts_settle"), typed).status_code == 302
    anna.refresh_from_db()
    assert (anna.theme, anna.time_zone) == ("dark", "Europe/London")
    wrong = inside.post(reverse("accounts_settle"), typed | {"time_zone": "Mars/Olympus", "theme": "x"})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example"]
)
def test_showing_it_again_leads_to_no_other_host(inside: Client, letters: Letters, wanted: str) -> None:
    with later(11):
        here = reverse("accounts_step_up_code")
        inside.post(here, {"send": "1", "next": wanted})
        answer = inside.post(here, {"code": letters.code("anna@example.org"), "next": wanted})
        assert answer.headers["Location"] == reverse("you")


class TestPasskeyAnswers:
    """What a device sends is checked; what does not fit gets a sentence and leaves every other way open."""

    WRONG = '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"userHandle": "AAAA"}}'

    @pytest.mark.parametrize("sent", ["", "null", "{}", "[]", "not json", WRONG])
    def test_coming_in(self, device: Devices, sent: str) -> None:
        browser = device()
        browser.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")
        answer = browser.post(reverse("mfa_login_webauthn"), {"credential": sent})
        assert answer.headers["Location"] == reverse("account_login")
        assert "opens nothing here" in browser.get(reverse("account_login")).content.decode()

    @pytest.mark.parametrize("sent", ["", "null", "{}", "not json", WRONG])
    def test_adding_one(self, inside: Client, sent: str) -> None:
        inside.get(reverse("mfa_add_webauthn"))
        answer = inside.post(reverse("mfa_add_webauthn"), {"credential": sent, "name": "x"})
        assert answer.status_code == 422
        assert not Authenticator.objects.exists()

    def test_nobody_renames_or_removes_anothers(self, inside: Client, ben: Person) -> None:
        bens = Authenticator.objects.create(
            user=ben, type=Authenticator.Type.WEBAUTHN, data={"name": "phone", "credential": {}}
        )
        for page in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            assert inside.post(reverse(page, args=[bens.pk]), {"name": "mine"}).status_code == 404
        bens.refresh_from_db()
        assert bens.data["name"] == "phone"
