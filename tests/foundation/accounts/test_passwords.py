"""Which passwords are refused, and what hashing one costs."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from commonhearth.foundation.accounts import hashers, passwords
from commonhearth.foundation.accounts.models import Person

pytestmark = pytest.mark.django_db

REAL = ["commonhearth.foundation.accounts.hashers.HearthArgon2Hasher"]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elevenchars", "password_wrong_length_short"),
        ("x" * 129, "password_wrong_length_long"),
        ("aaaaaaaaaaaaaaaa", "password_monotone"),
        ("abababababababab", "password_monotone"),
        ("password123456", "password_common"),
        ("PASSWORD!!!!!!!!", "password_common"),
        ("footballfootball", "password_common"),
        ("qwertyuiop123", "password_common"),
        ("commonhearth2026", "password_house_word"),
        ("!!localhost-1234", "password_house_word"),
        ("sunnyvalleyroad1234", "password_house_word"),
    ],
)
def test_refused(password: str, reason: str) -> None:
    assert passwords.HousePasswordValidator().reason(password, email="sunnyvalleyroad@example.org") == reason
    with pytest.raises(ValidationError):
        validate_password(password, Person(email="sunnyvalleyroad@example.org"))


@pytest.mark.parametrize(
    "password",
    [
        "four words in a row",
        "            twelve spaces first",
        "пароль із чотирьох слів",
        "🌱🌿🍀🌳🌲🎋 six plants",
        "a" * 60 + "bcdef" * 13,
        "commonhearth is where my sister lives",
    ],
)
def test_any_characters_are_welcome(password: str) -> None:
    validate_password(password, Person(email="sunnyvalleyroad@example.org"))


def test_a_long_password_is_used_whole(settings: Any) -> None:
    long = "a word and another " * 6
    kept = make_password(long)
    assert check_password(long, kept) and not check_password(long[:-1], kept)


def test_an_endless_password_is_refused_before_it_is_hashed(client: Any, anna: Person) -> None:
    typed = {"login": "anna@example.org", "password": "x" * 100_000}
    assert client.post(reverse("accounts_with_password"), typed).status_code == 422


class TestArgon2:
    def test_its_parameters(self, settings: Any) -> None:
        settings.PASSWORD_HASHERS = REAL
        kept = make_password("four words in a row")
        assert kept.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
        assert check_password("four words in a row", kept)

    def test_it_is_what_the_house_uses(self) -> None:
        from commonhearth.site import settings as house

        assert house.PASSWORD_HASHERS == REAL

    def test_only_so_many_run_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        running, most = 0, 0
        lock = threading.Lock()
        both = threading.Barrier(hashers.AT_ONCE)

        def work() -> None:
            nonlocal running, most
            with hashers.turn():
                with lock:
                    running += 1
                    most = max(most, running)
                both.wait(timeout=120)
                with lock:
                    running -= 1

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert most == hashers.AT_ONCE

    def test_when_all_places_are_taken_the_door_says_come_again(
        self, settings: Any, client: Any, anna: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.PASSWORD_HASHERS = REAL
        monkeypatch.setattr(hashers, "PATIENCE", 0.01)
        for _ in range(hashers.AT_ONCE):
            hashers._turns.acquire()
        try:
            answer = client.post(
                reverse("accounts_with_password"), {"login": "anna@example.org", "password": "four words"}
            )
        finally:
            for _ in range(hashers.AT_ONCE):
                hashers._turns.release()
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "20"
