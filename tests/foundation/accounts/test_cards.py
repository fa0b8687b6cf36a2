"""Printed cards: who makes them, what they open, how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonhearth.foundation.access import VISITOR, YES, Refused, no
from commonhearth.foundation.accounts import access
from commonhearth.foundation.accounts.access import may_end_card, may_issue_card
from commonhearth.foundation.accounts.models import Card, CardCode, Person
from commonhearth.foundation.accounts.services import cards, people
from tests.foundation.accounts.conftest import Letters, is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]


@pytest.fixture
def printed(anna: Person, now: datetime) -> cards.PrintedCard:
    return cards.issue_card(for_person=anna, issued_by=anna, now=now)


def test_a_card_lets_in_somebody_without_email(device: Devices, anna: Person, now: datetime) -> None:
    otto = people.make_without_email(now=now)
    access.ENTRUSTED.add("test", lambda issuer, person: issuer == anna and person == otto)
    try:
        printed = cards.issue_card(for_person=otto, issued_by=anna, now=now)
    finally:
        access.ENTRUSTED._entries.pop("test")
    assert Card.objects.get(person=otto).issued_by == anna
    browser = device()
    answer = browser.post(
        reverse("accounts_with_card"),
        {"number": printed.card.number, "code": printed.codes[0], "shared": "on"},
    )
    assert answer.headers["Location"] == "/home/" and is_in(browser)


def test_each_code_works_once(printed: cards.PrintedCard, anna: Person, now: datetime) -> None:
    number = printed.card.number
    assert cards.spend_code(number=number, code=printed.codes[0], now=now) == anna
    assert cards.spend_code(number=number, code=printed.codes[0], now=now) is None
    assert cards.spend_code(number=number, code=printed.codes[1], now=now) == anna


def test_a_code_crossed_out_too_early_does_not_end_the_card(
    printed: cards.PrintedCard, anna: Person, now: datetime
) -> None:
    number = printed.card.number
    assert cards.spend_code(number=number, code=printed.codes[3], now=now) is None  # too far ahead
    assert cards.spend_code(number=number, code=printed.codes[2], now=now) == anna
    assert cards.spend_code(number=number, code=printed.codes[1], now=now) is None  # passed over, so ended
    assert cards.codes_left(anna) == 9


def test_nothing_on_the_card_stands_in_the_database(printed: cards.PrintedCard) -> None:
    kept = " ".join(CardCode.objects.values_list("digest", flat=True))
    assert not any(code in kept for code in printed.codes)
    assert len(set(printed.codes)) == cards.CODES == CardCode.objects.count()


def test_a_new_card_ends_the_old_one(printed: cards.PrintedCard, anna: Person, now: datetime) -> None:
    newer = cards.issue_card(for_person=anna, issued_by=anna, now=now)
    assert cards.spend_code(number=printed.card.number, code=printed.codes[0], now=now) is None
    assert cards.spend_code(number=newer.card.number, code=newer.codes[0], now=now) == anna


def test_an_ended_card_opens_nothing(printed: cards.PrintedCard, anna: Person, now: datetime) -> None:
    assert cards.end_card(actor=anna, person=anna, now=now)
    assert not cards.end_card(actor=anna, person=anna, now=now)
    assert cards.spend_code(number=printed.card.number, code=printed.codes[0], now=now) is None


def test_a_card_of_a_closed_sign_in_opens_nothing(
    printed: cards.PrintedCard, anna: Person, now: datetime
) -> None:
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    assert cards.spend_code(number=printed.card.number, code=printed.codes[0], now=now) is None


def test_it_says_so_when_three_are_left(device: Devices, printed: cards.PrintedCard, now: datetime) -> None:
    number = printed.card.number
    for code in printed.codes[:8]:
        cards.spend_code(number=number, code=code, now=now)
    browser = device()
    browser.post(reverse("accounts_with_card"), {"number": number, "code": printed.codes[8]})
    assert "3 codes are left on your card" in browser.get(reverse("you")).content.decode()


def test_the_printed_page_shows_the_codes_once(inside: Client, letters: Letters, anna: Person) -> None:
    page = inside.post(reverse("accounts_card"))
    card = Card.objects.get(person=anna)
    body = page.content.decode()
    assert f"{card.number[:3]} {card.number[3:6]} {card.number[6:]}" in body
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert body.count("<li>") >= cards.CODES
    assert "printed" in letters.last("anna@example.org").body
    assert card.number not in inside.get(reverse("accounts_card")).content.decode()


class TestAccess:
    def test_who_may_print(self, anna: Person, ben: Person) -> None:
        assert may_issue_card(anna, anna) == YES
        assert may_issue_card(ben, anna) == no("accounts.card_not_yours")
        assert may_issue_card(VISITOR, anna) == no("accounts.visitor")
        anna.is_operator = True
        assert may_issue_card(anna, anna) == no("accounts.card_for_operator")
        anna.is_operator, anna.is_active = False, False
        assert may_issue_card(anna, anna) == no("accounts.not_active")

    def test_whoever_runs_the_host_may_end_a_card_but_not_print_one(self, anna: Person, ben: Person) -> None:
        ben.is_operator = True
        assert may_end_card(ben, anna) == YES
        assert may_issue_card(ben, anna) == no("accounts.card_not_yours")
        assert may_end_card(VISITOR, anna) == no("accounts.visitor")

    def test_the_service_asks(self, anna: Person, ben: Person, now: datetime) -> None:
        with pytest.raises(Refused):
            cards.issue_card(for_person=anna, issued_by=ben, now=now)
        assert not Card.objects.exists()
