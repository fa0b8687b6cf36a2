"""Browsers that were signed in on before, and what to call a browser.

A signed cookie remembers, per person, that somebody has come in from this browser. It opens nothing: it
gives the browser an allowance of its own when others guess (`limits.py`), and spares its owner the letter
about a new device. Never set on a shared computer.

Source: OWASP, "Slow down online guessing attacks with device cookies".
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from commonhearth.foundation.accounts import vault

COOKIE = "__Host-known" if settings.HTTPS else "known"
SALT = "hearth.accounts.device"
DAYS = 400
#: People remembered in one browser: a household, not a library.
MOST = 6

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def called(user_agent: str) -> str:
    """Return a few words for a browser: "Firefox on Android". Unknown parts are left out."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser")


def _mark(device: str, person_id: UUID) -> str:
    return vault.digest(f"{device}|{person_id}", purpose="device")[:20]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 86400)
        return str(kept["d"]), [str(mark) for mark in kept["p"]][:MOST]
    except (signing.BadSignature, KeyError, TypeError):
        return "", []


def known(request: HttpRequest, person_id: UUID | None) -> str:
    """Return this browser's id when that person has signed in on it before; empty otherwise."""
    device, marks = _read(request)
    mark = _mark(device, person_id or UUID(int=0))  # the same work for nobody as for somebody
    return device if person_id and mark in marks else ""


def remember(request: HttpRequest, response: HttpResponseBase, person_id: UUID) -> None:
    """Remember on this browser that a person has signed in here."""
    device, marks = _read(request)
    device = device or secrets.token_urlsafe(16)
    mark = _mark(device, person_id)
    marks = [mark, *[other for other in marks if other != mark]][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps({"d": device, "p": marks}, salt=SALT),
        max_age=DAYS * 86400,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Forget everybody on this browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
