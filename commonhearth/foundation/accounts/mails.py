"""Letters about signing in: short, in our words, under a name that says nothing about whom they are for.

A letter is kept as a code and parameters; its sentences stand in `templates/mail/` and are made when it is
sent, in the reader's language.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from commonhearth.foundation import outbox
from commonhearth.foundation.accounts import letter_links
from commonhearth.foundation.accounts.models import Person

#: What can be told; each has its sentence in `mail/accounts/told.txt`.
TOLD = frozenset(
    {
        "new_device",
        "password_set",
        "password_changed",
        "password_removed",
        "totp_on",
        "totp_off",
        "spare_codes",
        "passkey_added",
        "passkey_removed",
        "email_now",
        "email_was",
        "card_printed",
        "card_ended",
        "token_made",
    }
)
#: What a letter with a code, or about one, can be about; each has its words in `mail/accounts/code.txt`.
ABOUT_CODES = frozenset({"known", "new", "closed", "step-up", "change-email", "taken"})


#: After this a letter with a code is not worth sending: the code has run out.
CODE_LIFE = timedelta(minutes=10)


def absolute(name: str) -> str:
    """Return a page's full address, from the configuration and never from the request."""
    return f"{settings.HEARTH_URL}{reverse(name)}"


def send_code(*, to: str, code: str, kind: str, person: Person | None, now: datetime) -> None:
    """Send a code, or a letter of the same kind without one (`closed`, `taken`).

    Args:
        to: the address.
        code: the code; left out of letters that may not hold one.
        kind: one of `ABOUT_CODES`.
        person: whose sign-in it is, where there is one.
        now: the moment of sending.

    Raises:
        ValueError: for a kind that has no words.
    """
    if kind not in ABOUT_CODES:
        raise ValueError(kind)
    outbox.mail(
        to=to,
        template="accounts/code",
        context={"code": code, "about": kind, "address": absolute("account_login")},
        now=now,
        person=person,
        language=person.language if person else "",
        kind="sign-in",
        expires=now + CODE_LIFE,
        urgent=True,
    )


def tell(*, person: Person, code: str, params: dict[str, Any], now: datetime, to: str = "") -> None:
    """Tell a person by letter that something about their way in has changed. Without an address: nothing.

    Args:
        person: whose way in it is.
        code: one of `TOLD`.
        params: what its sentence is filled with; plain text only.
        now: when it happened.
        to: another address than the one the person has now (the old one after a change).

    Raises:
        ValueError: for a code that has no words.
    """
    if code not in TOLD:
        raise ValueError(code)
    address = to or person.email
    if not address:
        return
    outbox.mail(
        to=address,
        template="accounts/told",
        context={
            "about": code,
            **params,
            "address": absolute("you"),
            # An address that opens the sign-in no longer gets no link that acts for it.
            "not_me": "" if to else letter_links.link(act="not-me", person=person, now=now),
        },
        now=now,
        person=person,
        language=person.language,
        kind="safety",
    )
