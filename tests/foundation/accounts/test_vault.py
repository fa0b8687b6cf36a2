"""What is kept closed opens only here, only for its purpose, and only unchanged."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.urls import reverse

from commonhearth.foundation.accounts import codes, vault
from commonhearth.foundation.accounts.adapters import SecondStepAdapter, is_safe_path


def test_it_opens_what_it_closed() -> None:
    closed = vault.close("a word", purpose="session")
    assert vault.open_(closed, purpose="session") == "a word"
    assert "word" not in closed and closed != vault.close("a word", purpose="session")


def test_not_for_another_purpose_not_changed_not_elsewhere(settings: Any) -> None:
    closed = vault.close("a word", purpose="session")
    raw = bytearray(base64.urlsafe_b64decode(closed))
    raw[-1] ^= 1
    for wrong, purpose in (
        (closed, "second-step"),
        (base64.urlsafe_b64encode(raw).decode(), "session"),
        ("", "session"),
        ("not base64 at all …", "session"),
    ):
        with pytest.raises(vault.Closed):
            vault.open_(wrong, purpose=purpose)
    settings.SECRET_KEY = "another host's signing key, also long enough"
    with pytest.raises(vault.Closed):
        vault.open_(closed, purpose="session")


def test_digests_of_an_older_key_are_still_known(settings: Any) -> None:
    kept = vault.digest("1234", purpose="card")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new signing key that is long enough for this"
    assert not vault.is_digest_of("1234", kept, purpose="card")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert vault.is_digest_of("1234", kept, purpose="card")
    assert not vault.is_digest_of("1234", kept, purpose="code")
    assert not vault.is_digest_of("1234", "", purpose="card")


def test_without_the_key_no_second_step_can_be_reckoned_out(settings: Any) -> None:
    adapter = SecondStepAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY = "a host that was put back without its key, long"
    first, second = adapter.decrypt(kept), adapter.decrypt(kept)
    assert len({first, second, ""}) == 3


def test_codes_are_read_as_people_type_them() -> None:
    assert {
        codes.only_digits(typed) for typed in ("12345678", "1234 5678", " 1234-5678\n", "１２３４５６７８")
    } == {"12345678"}
    assert codes.only_digits("²³") == ""
    assert codes.spoken("00012345") == "0001 2345"
    assert all(len(codes.make()) == 8 for _ in range(50))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["²²²²²²²²", "①②③④⑤⑥⑦⑧", "\x00", "٣" * 8, "9" * 41, "<svg onload=alert(1)>"]
)
def test_strange_codes_are_wrong_codes(client: Any, anna: Any, typed: str) -> None:
    client.post(reverse("account_login"), {"email": "anna@example.org"})
    answer = client.post(reverse("accounts_code"), {"code": typed})
    assert answer.status_code == 422
    assert "<svg onload" not in answer.content.decode()
    card = client.post(reverse("accounts_with_card"), {"number": typed, "code": typed})
    assert card.status_code == 422


@pytest.mark.parametrize("path", ["/", "/home/", "/c/willow/?q=%20x#y", "/accounts/look/?next=//elsewhere"])
def test_paths_of_this_host_are_safe(path: str) -> None:
    assert is_safe_path(path)
