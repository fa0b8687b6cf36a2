"""Country names for the numbers that are shipped, and which country to show first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

#: ISO 3166 codes and, for the European Union as a whole, EU.
NAMES = {
    "AU": _("Australia"),
    "AT": _("Austria"),
    "CA": _("Canada"),
    "FI": _("Finland"),
    "FR": _("France"),
    "DE": _("Germany"),
    "IE": _("Ireland"),
    "IT": _("Italy"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NZ": _("New Zealand"),
    "SE": _("Sweden"),
    "CH": _("Switzerland"),
    "GB": _("United Kingdom"),
    "US": _("United States"),
    "EU": _("Elsewhere in the European Union"),
}

#: Where a language is spoken by most in one of our countries only.
HOME_OF_LANGUAGE = {"de": "DE", "fi": "FI", "fr": "FR", "it": "IT", "mt": "MT", "nl": "NL", "sv": "SE"}

#: Members of the European Union for which we have nothing better than the number of all of them.
ELSEWHERE_IN_EU = frozenset(
    [
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "ES",
        "GR",
        "HU",
        "LV",
        "LT",
        "LU",
        "PL",
        "PT",
        "RO",
        "SI",
        "SK",
    ]
)

_TAG = re.compile(r"^\s*([a-zA-Z]{2,3})(?:-[a-zA-Z]{4})?(?:-([a-zA-Z]{2}))?\s*(?:;\s*q=([0-9.]+))?\s*$")


def country_of_languages(accept_language: str, known: Iterable[str]) -> str | None:
    """Guess a country from what the browser says about languages, or return None.

    “en-GB” says a country; “nl” alone says one where a language has one home; “en” alone says none.
    The network address is never looked at.

    Args:
        accept_language: the header as sent.
        known: the codes that may be returned.
    """
    known = set(known)
    tags = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        matched = _TAG.match(part)
        if matched:
            quality = (
                float(matched[3]) if matched[3] and matched[3].count(".") < 2 and matched[3] != "." else 1.0
            )
            tags.append((-quality, position, matched[1].lower(), (matched[2] or "").upper()))
    for _quality, _position, language, region in sorted(tags):
        if region in ELSEWHERE_IN_EU:
            region = "EU"
        guess = region or HOME_OF_LANGUAGE.get(language, "")
        if guess in known:
            return guess
    return None
