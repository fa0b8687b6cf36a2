"""Every address of the door answers with a page of ours, to a visitor and to somebody inside."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse

from commonhearth.foundation.accounts import adapters, mails, urls, wording
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services import cards
from tests.foundation.accounts.conftest import is_in

pytestmark = pytest.mark.django_db

Devices = Callable[..., Client]
NAMES = [pattern.name for pattern in urls.urlpatterns]
MORE = ["leave_quickly", "neutral"]


def addresses(person: Person | None) -> dict[str, str]:
    passkey = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).first()
    found = {}
    for name in NAMES + MORE:
        for kwargs in (
            {},
            {"person_id": uuid.uuid4()},
            {"device_id": 0},
            {"token_id": uuid.uuid4()},
            {"pk": passkey.pk if passkey else 1},
        ):
            try:
                found[name] = reverse(name, kwargs=kwargs)
                break
            except NoReverseMatch:
                continue
    assert set(found) == set(NAMES + MORE)
    return found


def dressed(answer: Any) -> bool:
    """Tell whether an answer is a redirect, a refusal, or one of our pages."""
    if answer.status_code in (301, 302, 303, 404, 405):
        return True
    body = answer.content.decode()
    return "allauth" not in re.sub(r"data-allauth-onload|allauth\.webauthn", "", body) and (
        'id="main"' in body or "A plain loaf" in body or "text/plain" in answer.headers["Content-Type"]
    )


def test_every_address_answers_a_visitor(device: Devices) -> None:
    for name, address in addresses(None).items():
        for answer in (device().get(address), device(f"198.51.100.{len(name)}").post(address, {})):
            assert answer.status_code < 500 and dressed(answer), (name, answer.status_code)


@pytest.mark.parametrize("with_everything", [False, True])
def test_every_address_answers_somebody_inside(
    inside: Client, anna: Person, now: Any, with_everything: bool
) -> None:
    if with_everything:
        TOTP.activate(anna, generate_totp_secret())
        RecoveryCodes.activate(anna)
        Authenticator.objects.create(
            user=anna, type=Authenticator.Type.WEBAUTHN, data={"name": "phone", "credential": {}}
        )
        anna.set_password("four words in a row")
        Person.objects.filter(pk=anna.pk).update(password=anna.password)
        cards.issue_card(for_person=anna, issued_by=anna, now=now)
        inside.force_login(anna)
        session = inside.session
        import time

        session["account_authentication_methods_user"] = str(anna.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session.save()
    statuses = {}
    last = ["account_logout", "leave_quickly"]
    listed = addresses(anna)
    for name in [name for name in listed if name not in last]:
        address = listed[name]
        if "webauthn" in name and name != "mfa_list_webauthn" and with_everything:
            continue  # its ceremony needs a real key: the browser test has one
        answer = inside.get(address)
        assert answer.status_code < 500 and dressed(answer), (name, answer.status_code)
        statuses[name] = answer.status_code
        if name not in ("accounts_end_card", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
            sent = inside.post(address, {})
            assert sent.status_code < 500 and dressed(sent), (name, sent.status_code)
        assert is_in(inside), name
    for name in last:
        assert inside.get(listed[name]).status_code in (200, 405)
    for name in ("you", "accounts_settle", "account_email", "accounts_password", "accounts_card"):
        assert statuses[name] == 200, name
    if with_everything:
        assert statuses["mfa_view_recovery_codes"] == statuses["mfa_deactivate_totp"] == 200


def test_the_library_adds_no_address_of_its_own() -> None:
    from allauth.account import urls as account
    from allauth.mfa.base import urls as base
    from allauth.mfa.recovery_codes import urls as spare
    from allauth.mfa.totp import urls as totp
    from allauth.usersessions import urls as usersessions

    theirs = {p.name for module in (account, base, spare, totp, usersessions) for p in module.urlpatterns}
    # Left out, because our own ways take their place.
    left_out = {
        "account_confirm_login_code",
        "account_confirm_email",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
    assert theirs - set(NAMES) == left_out


def test_every_letter_has_its_words() -> None:
    for about in mails.ABOUT_CODES:
        text = get_template("mail/accounts/code.txt").render(
            {"about": about, "code": "1234 5678", "address": "A", "host_name": "H"}
        )
        assert len(text.strip().split("\n\n")) >= 4, about
    for about in mails.TOLD:
        given = {"about": about, "device": "D", "old": "O", "address": "A", "host_name": "H", "not_me": "N"}
        given |= {"name": "N", "day": "D"}
        text = get_template("mail/accounts/told.txt").render(given)
        assert len(text.strip().split("\n\n")) >= 4, about
        assert re.search(r"\b(sign|password|card|step|passkey|codes|address|device)", text)
    assert set(wording.LIBRARY_LETTERS.values()) <= mails.TOLD


def test_a_letters_subject_says_only_the_hosts_name() -> None:
    for name in ("code", "told"):
        source = get_template(f"mail/accounts/{name}.txt").template.filename
        first = Path(source).read_text().splitlines()[0]
        assert "%(host)s" in first and "communit" not in first


def test_the_library_can_send_no_letter_without_words_of_ours(anna: Person) -> None:
    with pytest.raises(KeyError):
        adapters.AccountAdapter().send_mail("account/email/unknown_account", "a@b.c", {"user": anna})


def test_the_page_about_oneself_has_a_flat_cost(
    inside: Client, device: Devices, come_in: Callable[..., Any]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            inside.get(reverse("you"))
        return len([query for query in queries if " FROM " in query["sql"]])

    cost()
    few = cost()
    from django.core.cache import cache

    for _ in range(6):
        cache.clear()
        come_in(device(), "anna@example.org")
    assert cost() == few <= 8
