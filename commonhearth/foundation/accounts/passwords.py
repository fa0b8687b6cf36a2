"""Which passwords are refused: short ones, endless ones, and those that are tried first.

No rules about capitals or digits. The list of common passwords ships with Django and is read offline; we
also look for a common password that has been lengthened, and for the house's own words.

Source: OWASP ASVS 5.0.0, 6.2.1 to 6.2.12.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from commonhearth.foundation.accounts import wording

SHORTEST = 12
LONGEST = 128
#: Fewer different characters than this is a pattern, not a password.
DIFFERENT = 5


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _core(password: str) -> str:
    """Return a password without what people add at the ends to make it longer."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())


def _halves(text: str) -> set[str]:
    """Return what a text is a repetition of, besides itself."""
    return {text[:size] for size in range(1, len(text) // 2 + 1) if text[:size] * (len(text) // size) == text}


def house_words() -> set[str]:
    """Return words that anybody would try here: the product's name and the host's own."""
    host = settings.HEARTH_URL.partition("://")[2].partition(":")[0].casefold()
    words = {"commonhearth", "common", "hearth", *re.split(r"[.\-_]", host)}
    return {word for word in words if len(word) >= 4}


class HousePasswordValidator:
    """Says with one sentence why a password will not do."""

    def validate(self, password: str, user: Any = None) -> None:
        """Check a password that somebody wants to use.

        Raises:
            ValidationError: with the sentence to show beside the field.
        """
        reason = self.reason(password, email=getattr(user, "email", None) or "")
        if reason:
            raise ValidationError(wording.said(reason), code=reason)

    def reason(self, password: str, *, email: str = "") -> str:
        """Return the code of the reason against a password, or nothing."""
        if len(password) < SHORTEST:
            return "password_wrong_length_short"
        if len(password) > LONGEST:
            return "password_wrong_length_long"
        folded, core = password.casefold(), _core(password)
        if len(set(folded)) < DIFFERENT:
            return "password_monotone"
        if {folded, core, *_halves(folded), *_halves(core)} & _common():
            return "password_common"
        rest = core
        for word in sorted(
            house_words() | ({email.partition("@")[0].casefold()} - {""}), key=len, reverse=True
        ):
            rest = rest.replace(word, "")
        if rest != core and len(rest) < 6:
            return "password_house_word"
        return ""

    def get_help_text(self) -> str:
        return wording.said("password_wrong_length_short")
