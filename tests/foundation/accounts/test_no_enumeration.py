"""Nobody learns at the door who has a sign-in: same page, same status, same work."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonhearth.foundation.accounts import vault
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import cards

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]


#: What differs between two runs of one query: its values, and the names of savepoints.
_VALUES = re.compile(r"""'[^']*'(::\w+)?|\b[0-9a-f]{32}\b|NULL(::\w+)?|"s\d+_x\d+"|\s*-?[\d.]+""")


class Seen:
    """What one visitor sees and what the house did for it."""

    def __init__(self, answer: Any, queries: list[str], hashes: int, digests: int, typed: str) -> None:
        body = answer.content.decode().replace(typed, "TYPED")
        self.body = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", body)
        self.status, self.to = answer.status_code, answer.headers.get("Location")
        self.shapes = [_VALUES.sub("?", query)[:200] for query in queries]
        self.hashes, self.digests = hashes, digests

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "\n".join([str(self.status), str(self.to), str((self.hashes, self.digests)), *self.shapes])


def ask(browser: Client, address: str, typed: str, fields: dict[str, str]) -> Seen:
    encode, digest = MD5PasswordHasher.encode, vault._key
    with (
        CaptureQueriesContext(connection) as queries,
        mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as hashes,
        mock.patch.object(vault, "_key", side_effect=digest) as digests,
    ):
        answer = browser.post(address, fields)
    return Seen(answer, [q["sql"] for q in queries], hashes.call_count, digests.call_count, typed)


@pytest.fixture
def known(anna: Person) -> Person:
    return anna


@pytest.mark.parametrize("door", ["account_login", "account_signup"])
def test_asking_for_a_code_is_alike_for_known_and_unknown(door: str, device: Devices, known: Person) -> None:
    seen = [
        ask(device(), reverse(door), email, {"email": email})
        for email in ("anna@example.org", "nobody@else.net")
    ]
    assert seen[0] == seen[1]
    assert seen[0].to == reverse("accounts_code")


def test_the_page_after_asking_is_alike(device: Devices, known: Person) -> None:
    pages = []
    for email in ("anna@example.org", "nobody@else.net"):
        browser = device()
        browser.post(reverse("account_login"), {"email": email})
        wrong = ask(browser, reverse("accounts_code"), email, {"code": "00000000"})
        pages.append(wrong)
    assert pages[0] == pages[1]


@pytest.mark.parametrize("has_password", [True, False])
def test_a_wrong_password_is_alike(has_password: bool, device: Devices, known: Person) -> None:
    if has_password:
        known.set_password("four words in a row")
        known.save()
    seen = [
        ask(
            device(),
            reverse("accounts_with_password"),
            email,
            {"login": email, "password": "wrong as can be"},
        )
        for email in ("anna@example.org", "nobody@else.net")
    ]
    for one in seen:
        assert (one.status, one.hashes) == (422, 1)
    assert seen[0].body == seen[1].body
    # The library looks in two places for an address it does not find in the first.
    assert abs(len(seen[0].shapes) - len(seen[1].shapes)) <= 1


def test_a_wrong_card_is_alike(device: Devices, known: Person, now: Any) -> None:
    printed = cards.issue_card(for_person=known, issued_by=known, now=now)
    unknown = f"{(int(printed.card.number) + 1) % 10**9:09}"
    seen = [
        ask(device(), reverse("accounts_with_card"), number, {"number": number, "code": "00000000"})
        for number in (printed.card.number, unknown)
    ]
    assert seen[0] == seen[1]
    assert seen[0].status == 422


def test_asking_for_anothers_address_inside_is_alike(inside: Client, ben: Person) -> None:
    seen = []
    inside.post(reverse("account_email"), {"email": "first@else.net"})  # opens the counter for both
    for email in ("ben@example.org", "nobody@else.net"):
        seen.append(ask(inside, reverse("account_email"), email, {"email": email}))
        page = inside.get(reverse("accounts_new_address_code")).content.decode().replace(email, "E")
        seen[-1].body += re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", page)
    assert seen[0] == seen[1]


@pytest.mark.faults
def test_asking_takes_as_long_for_known_as_for_unknown(
    device: Devices, known: Person, fault_rounds: int
) -> None:
    """Compare the two by ranks (Mann and Whitney 1947); a real difference stands out at p < 0.001 each time anew."""
    apart = []
    while not apart or (abs(apart[-1]) >= 3.29 and len(apart) < 3):
        apart.append(_times_apart(device, 120 + 60 * fault_rounds))
    assert abs(apart[-1]) < 3.29, f"z = {apart}"


def _times_apart(device: Devices, turns: int) -> float:
    """Return by how many standard deviations (z) the ranks of the two differ from chance."""
    times: dict[str, list[float]] = {"anna": [], "nobody": []}
    for turn in range(turns):
        for who in sorted(times, reverse=bool(turn % 2)):
            from django.core.cache import cache

            cache.clear()
            email = f"{who}@example.org"
            browser = device()
            started = time.perf_counter()
            browser.post(reverse("account_login"), {"email": email})
            times[who].append(time.perf_counter() - started)
    first, second = times["anna"][10:], times["nobody"][10:]
    above = sum((a > b) + 0.5 * (a == b) for a in first for b in second)
    n, m = len(first), len(second)
    return (above - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
