"""Leaving quickly ends everything at once and shows a page that has nothing to do with us."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.foundation.accounts.conftest import is_in

pytestmark = pytest.mark.django_db


def test_one_press_ends_the_session_and_clears_the_browser(inside: Client) -> None:
    answer = inside.post(reverse("leave_quickly"))
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("neutral"))
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert not is_in(inside)


def test_the_neutral_page_does_not_know_us(device: Callable[..., Client]) -> None:
    answer = device().get(reverse("neutral"))
    body = answer.content.decode().casefold()
    assert answer.status_code == 200
    for word in ("hearth", "sign in", "help", "community", "mental", "<a ", "<script"):
        assert word not in body.replace("/static/accounts/plain.css", "")


def test_leaving_works_with_an_old_page_and_for_visitors(inside: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies
    assert strict.post(reverse("leave_quickly")).status_code == 303
    assert not is_in(inside)
    assert Client().post(reverse("leave_quickly")).status_code == 303
    assert Client().get(reverse("leave_quickly")).status_code == 405


def test_no_other_house_can_press_it(inside: Client) -> None:
    answer = inside.post(reverse("leave_quickly"), HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 403 and is_in(inside)


def test_signing_out_is_a_press_and_not_a_link(inside: Client) -> None:
    inside.get(reverse("account_logout"))
    assert is_in(inside)
    inside.post(reverse("account_logout"))
    assert not is_in(inside)
