"""Sessions: how long they last, where they are, and how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commonhearth.foundation.accounts import devices
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services.devices import end_others
from tests.foundation.accounts.conftest import FIREFOX, SESSION, Letters, is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]


def in_days(days: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_a_session_rests_fourteen_days_at_most(inside: Client) -> None:
    with in_days(13.5):
        assert is_in(inside)
    with in_days(27):
        assert is_in(inside)  # being here was noted
    with in_days(42):
        assert not is_in(inside)


def test_a_session_lasts_ninety_days_at_most(inside: Client) -> None:
    for day in range(10, 90, 10):
        with in_days(day):
            assert is_in(inside), day
    with in_days(90.5):
        assert not is_in(inside)


def test_without_its_cookie_a_session_counts_from_signing_in(inside: Client) -> None:
    with in_days(13):
        assert is_in(inside)
    del inside.cookies["seen"]
    with in_days(15):
        assert not is_in(inside)


def test_another_sessions_note_of_being_here_is_not_believed(
    inside: Client, device: Devices, come_in: Callable[..., Any]
) -> None:
    with in_days(13):
        other = device()
        come_in(other, "anna@example.org")
        assert is_in(other)
    inside.cookies["seen"] = other.cookies["seen"].value
    with in_days(15):
        assert not is_in(inside)


def test_reading_pages_writes_nothing(inside: Client) -> None:
    inside.get(reverse("you"))
    with CaptureQueriesContext(connection) as queries:
        inside.get(reverse("you"))
    # PostgreSQL executes what it has planned, which is a SELECT too (tenancy/ready.py).
    assert not [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "EXECUTE"))]


class TestSharedComputer:
    def test_the_session_ends_with_the_browser_and_after_half_an_hour(
        self, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        browser = device()
        come_in(browser, "anna@example.org", shared=True)
        assert browser.cookies[SESSION]["max-age"] == ""
        for minutes in (20, 40, 60):
            with in_days(minutes / 1440):
                assert is_in(browser)
        with in_days(95 / 1440):
            assert not is_in(browser)

    def test_with_a_password_too(self, device: Devices, anna: Person) -> None:
        anna.set_password("four words in a row")
        anna.save()
        browser = device()
        typed = {"login": "anna@example.org", "password": "four words in a row", "shared": "on"}
        browser.post(reverse("accounts_with_password"), typed)
        assert is_in(browser)
        assert browser.cookies[SESSION]["max-age"] == ""

    def test_it_lasts_four_hours_at_most(
        self, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        browser = device()
        come_in(browser, "anna@example.org", shared=True)
        for minutes in range(20, 240, 20):
            with in_days(minutes / 1440):
                assert is_in(browser), minutes
        with in_days(245 / 1440):
            assert not is_in(browser)

    def test_nothing_is_kept_and_no_passkey_is_offered(
        self, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        browser = device()
        come_in(browser, "anna@example.org", shared=True)
        assert devices.COOKIE not in browser.cookies
        assert reverse("mfa_add_webauthn") not in browser.get(reverse("you")).content.decode()
        assert browser.get(reverse("mfa_add_webauthn")).headers["Location"] == reverse("you")

    def test_the_next_sign_in_there_is_not_shared_by_itself(
        self, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        browser = device()
        come_in(browser, "anna@example.org", shared=True)
        browser.post(reverse("account_logout"))
        come_in(browser, "anna@example.org")
        assert browser.cookies[SESSION]["max-age"] != ""


class TestDevices:
    def test_they_are_listed_without_any_session_key(
        self, inside: Client, device: Devices, come_in: Callable[..., Any]
    ) -> None:
        other = device()
        come_in(other, "anna@example.org")
        body = inside.get(reverse("you")).content.decode()
        assert body.count("Firefox on Android") == 2
        for key in Session.objects.values_list("session_key", flat=True):
            assert key not in body

    def test_one_can_be_signed_out(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], anna: Person
    ) -> None:
        other = device()
        come_in(other, "anna@example.org")
        theirs = UserSession.objects.get(session_key=other.cookies[SESSION].value)
        inside.post(reverse("accounts_end_device", args=[theirs.pk]))
        assert not is_in(other) and is_in(inside)

    def test_nobody_ends_anothers(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], ben: Person
    ) -> None:
        bens = device()
        come_in(bens, "ben@example.org")
        session = UserSession.objects.get(user=ben)
        assert inside.post(reverse("accounts_end_device", args=[session.pk])).status_code == 404
        assert is_in(bens)

    def test_all_others_can_be_signed_out(
        self, inside: Client, device: Devices, come_in: Callable[..., Any]
    ) -> None:
        others = [device(), device()]
        for other in others:
            come_in(other, "anna@example.org")
        inside.post(reverse("accounts_end_other_devices"))
        assert is_in(inside) and not any(is_in(other) for other in others)

    def test_a_new_device_is_told_by_letter_and_a_known_one_is_not(
        self, inside: Client, device: Devices, come_in: Callable[..., Any], letters: Letters
    ) -> None:
        come_in(device(), "anna@example.org")
        told = [letter for letter in letters.to("anna@example.org") if "not seen before" in letter.body]
        # Anna was made by hand here, so the first browser is one we had not seen either.
        assert len(told) == 2 and "Firefox on Android" in told[-1].body
        inside.post(reverse("account_logout"))
        come_in(inside, "anna@example.org")
        assert len([one for one in letters.to("anna@example.org") if "not seen before" in one.body]) == 2

    def test_arriving_brings_no_such_letter(
        self, device: Devices, come_in: Callable[..., Any], letters: Letters
    ) -> None:
        come_in(device(), "new@example.org")
        assert len(letters.to("new@example.org")) == 1

    def test_what_browsers_are_called(self) -> None:
        assert devices.called(FIREFOX) == "Firefox on Android"
        assert devices.called("") == "A browser"
        assert devices.called("Mozilla/5.0 (iPhone; CPU) CriOS/140 Safari/604") == "Chrome on iPhone"


def test_the_table_of_sessions_shows_nobodys_code(device: Devices, letters: Letters, anna: Person) -> None:
    browser = device()
    browser.post(reverse("account_login"), {"email": "anna@example.org"})
    [kept] = Session.objects.values_list("session_data", flat=True)
    assert "anna" not in kept and letters.code("anna@example.org").replace(" ", "") not in kept
    inside = browser.session["hearth_code"]
    assert letters.code("anna@example.org").replace(" ", "") not in str(inside)


def test_a_changed_signing_key_keeps_sessions_while_the_old_one_is_named(
    inside: Client, settings: Any
) -> None:
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new signing key that is long enough for this"
    assert not is_in(inside)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert is_in(inside)


def test_what_has_run_out_is_forgotten(
    inside: Client, device: Devices, come_in: Callable[..., Any], anna: Person
) -> None:
    from commonhearth.foundation.accounts.tasks import forget_sessions

    visitor = device()
    visitor.post(reverse("account_login"), {"email": "anna@example.org"})
    assert Session.objects.count() == 2
    with in_days(2 / 24):
        forget_sessions.call()
    assert Session.objects.count() == UserSession.objects.count() == 1
    with in_days(91):
        forget_sessions.call()
    assert Session.objects.count() == UserSession.objects.count() == 0


def who_is_in(browser: Client) -> Any:
    return browser.get("/home/").wsgi_request.user


@pytest.mark.sqlite  # it reads what is asked; PostgreSQL is told by the name of a plan
def test_a_session_and_whose_it_is_are_one_question(inside: Client, anna: Person) -> None:
    who_is_in(inside)
    with CaptureQueriesContext(connection) as caught:
        assert who_is_in(inside) == anna
    about = [query["sql"] for query in caught if "django_session" in query["sql"]]
    [asked] = about
    assert "accounts_person" in asked
    assert not [one for one in caught if one["sql"] != asked and 'FROM "accounts_person"' in one["sql"]]


def test_a_closed_sign_in_or_a_new_password_ends_it(inside: Client, anna: Person) -> None:
    Person.objects.filter(id=anna.id).update(is_active=False)
    assert not who_is_in(inside).is_authenticated
    Person.objects.filter(id=anna.id).update(is_active=True)
    assert who_is_in(inside) == anna
    anna.set_password("a password that somebody else took")
    anna.save()
    assert not who_is_in(inside).is_authenticated


def test_a_device_noted_as_somebody_elses_lets_nobody_in_as_them(
    inside: Client, anna: Person, ben: Person
) -> None:
    UserSession.objects.filter(user=anna).update(user=ben)
    assert who_is_in(inside) == anna  # as the session itself says, which is closed with our key


def test_a_session_without_a_device_is_read_as_before(inside: Client, anna: Person) -> None:
    UserSession.objects.all().delete()
    assert who_is_in(inside) == anna


def test_a_session_that_has_run_out_is_none(inside: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not who_is_in(inside).is_authenticated


def test_a_device_on_which_the_password_was_set_can_still_be_signed_out(inside: Client, anna: Person) -> None:
    """Whoever takes a session and sets a password on it is out when its owner says so."""
    password = {"password": "seven otters under a slow bridge"}
    assert inside.post(reverse("accounts_password"), password).status_code == 302
    assert is_in(inside)
    assert inside.get(reverse("you")).content.decode().count("Firefox on Android") == 1
    inside.post(reverse("accounts_password"), {"remove": ""})
    assert is_in(inside)
    end_others(actor=anna, person=anna, keep="")
    assert not is_in(inside)
