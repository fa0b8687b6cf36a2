"""Postal codes: written the same way whoever wrote them, and the part that names a district."""

from __future__ import annotations

import re

_UNITED_KINGDOM = re.compile(r"^(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$")
_OUTWARD = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")
_ELSEWHERE = re.compile(r"^[A-Z]{0,3}[0-9][A-Z0-9]{2,8}$")


def postcode_key(text: str) -> str:
    """Return a postal code in capitals without spaces and hyphens, for comparing.

    >>> postcode_key("po1 2ha")
    'PO12HA'
    """
    return re.sub(r"[\s\-–.]+", "", text).upper()


def is_uk_postcode(text: str) -> bool:
    """Say whether a text has the form of a full postcode of the United Kingdom."""
    return bool(_UNITED_KINGDOM.match(postcode_key(text)))


def outward_code(text: str) -> str:
    """Return the outward code (the district, "PO1") of a UK postcode or outward code; otherwise nothing."""
    key = postcode_key(text)
    full = _UNITED_KINGDOM.match(key)
    if full:
        return full.group(1)
    return key if _OUTWARD.match(key) else ""


def looks_like_postcode(text: str) -> bool:
    """Say whether somebody who typed this probably meant a postal code."""
    key = postcode_key(text)
    return bool(_UNITED_KINGDOM.match(key) or _OUTWARD.match(key) or _ELSEWHERE.match(key))
