"""Codes by e-mail: made, kept as a digest in the session that asked, tried five times, gone in ten minutes.

One way for known and unknown addresses: the same letter leaves, the same page answers, and only whoever
opens the mailbox learns which it was. A person without a row here is made after the code came back, so
nobody can reserve another's address.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from commonhearth.foundation.accounts import vault

SESSION_KEY = "hearth_code"
DIGITS = 8
LIFE = 600  # seconds
TRIES = 5
#: Seconds that the session of somebody who is not signed in yet is kept.
VISIT = 3600
#: What a code may be for; it opens nothing else.
PURPOSES = frozenset({"sign-in", "step-up", "change-email"})


@dataclass(slots=True)
class Pending:
    """A code that was sent and has not come back."""

    purpose: str
    email: str
    digest: str
    salt: str
    at: float
    tries: int = 0
    next: str = ""
    shared: bool = False
    #: False when the letter held no code (an address that may not come in); no code ever fits.
    real: bool = True


def make(*, rng: secrets.SystemRandom | None = None) -> str:
    """Return a new code: eight digits."""
    return f"{(rng or secrets.SystemRandom()).randrange(10**DIGITS):0{DIGITS}}"


def spoken(code: str) -> str:
    """Return a code as it is printed: in groups of four."""
    return f"{code[:4]} {code[4:]}"


def only_digits(text: str) -> str:
    """Return what was typed without spaces, hyphens and full-width forms."""
    return "".join(str(int(char)) for char in text if char.isdecimal())


def keep(
    request: HttpRequest,
    code: str,
    *,
    purpose: str,
    email: str,
    now: datetime,
    next: str = "",
    shared: bool = False,
    real: bool = True,
) -> Pending:
    """Note in this session that a code was sent; an older one stops working.

    Raises:
        ValueError: for a purpose that is not declared.
    """
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    salt = secrets.token_urlsafe(12)
    digest = vault.digest(f"{purpose}|{email}|{salt}|{code}", purpose="code")
    pending = Pending(purpose, email, digest, salt, now.timestamp(), 0, next, shared, real)
    request.session[SESSION_KEY] = asdict(pending)
    if not request.user.is_authenticated:
        request.session.set_expiry(VISIT)
    return pending


def pending(request: HttpRequest, *, purpose: str, now: datetime) -> Pending | None:
    """Return the code this session waits for, if it is for that purpose and still good."""
    kept: Any = request.session.get(SESSION_KEY)
    try:
        found = Pending(**kept)
    except TypeError:
        return None
    if found.purpose != purpose or not 0 <= now.timestamp() - found.at <= LIFE:
        return None
    return found


def fits(request: HttpRequest, found: Pending, typed: str) -> bool:
    """Try a code. A wrong one is counted, the fifth wrong one ends it, a right one works once."""
    right = vault.is_digest_of(
        f"{found.purpose}|{found.email}|{found.salt}|{only_digits(typed)}", found.digest, purpose="code"
    )
    if right and found.real:
        forget(request)
        return True
    found.tries += 1
    if found.tries >= TRIES:
        forget(request)
    else:
        request.session[SESSION_KEY] = asdict(found)
    return False


def forget(request: HttpRequest) -> None:
    """End the waiting; nothing fits any more."""
    request.session.pop(SESSION_KEY, None)
