"""How long a session lasts: fourteen idle days and ninety in all; on a shared computer half an hour.

Being here is noted in a signed cookie and not in the database, so that reading a page writes nothing.
The cookie can only shorten a session: without it the time of signing in counts, and its signature binds it
to its session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from commonhearth.foundation.accounts import vault
from commonhearth.foundation.accounts.hashers import HashingBusy
from commonhearth.foundation.accounts.models import Person
from commonhearth.kit.page import page

COOKIE = "__Host-seen" if settings.HTTPS else "seen"
SALT = "hearth.accounts.seen"
IDLE = 14 * 86400  # seconds
ABSOLUTE = 90 * 86400
SHARED_IDLE = 30 * 60
SHARED_ABSOLUTE = 4 * 3600
#: How often the note is renewed, so that most answers carry no cookie.
RENEW = 6 * 3600
SHARED_RENEW = 5 * 60


def begin(request: HttpRequest, now: datetime) -> None:
    """Note when this session was signed in."""
    request.session["signed_in_at"] = now.timestamp()


def _begin_at_sign_in(sender: object, request: HttpRequest | None, **kwargs: object) -> None:
    if request is not None:
        begin(request, timezone.now())


user_logged_in.connect(_begin_at_sign_in, dispatch_uid="accounts.session_begins")


def last_seen(request: HttpRequest) -> float:
    """Return when this session was last used, as far as its cookie can be believed; 0 when never."""
    began = float(request.session.get("signed_in_at", 0))
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        if kept["s"] == _mark(request):
            return max(began, float(kept["t"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        pass
    return began


def _mark(request: HttpRequest) -> str:
    return vault.digest(str(request.session.session_key), purpose="seen")[:16]


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Tell whether this session has rested or lasted too long."""
    shared = bool(request.session.get("shared"))
    began = float(request.session.get("signed_in_at", 0))
    here = now.timestamp()
    if here - began > (SHARED_ABSOLUTE if shared else ABSOLUTE):
        return True
    return here - last_seen(request) > (SHARED_IDLE if shared else IDLE)


class SignedIn(AuthenticationMiddleware):
    """Says who a session is signed in as, without asking for them when they came with it."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the person on the request, to be looked for when somebody asks."""
        super().process_request(request)
        request.user = cast(Any, SimpleLazyObject(lambda: _who_came(request) or auth.get_user(request)))


def _who_came(request: HttpRequest) -> Person | None:
    """Return the person who came with the session, where all is as Django wants it. Whatever is not, it judges."""
    said = request.session.get(auth.SESSION_KEY)  # which reads the session
    person: Person | None = request.session.person
    if person is None or str(person.pk) != said or not person.is_active:
        return None
    if request.session.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    seal = request.session.get(auth.HASH_SESSION_KEY, "")
    return person if constant_time_compare(seal, person.get_session_auth_hash()) else None


class SessionLimits:
    """Ends sessions that are over, renews the note of the others, answers 503 when hashing is busy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        now = timezone.now()
        if request.user.is_authenticated and is_over(request, now):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._renew(request, response, now)
            response.headers.setdefault("Cache-Control", "no-store, private")
        elif COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    def _renew(self, request: HttpRequest, response: HttpResponseBase, now: datetime) -> None:
        shared = bool(request.session.get("shared"))
        noted = last_seen(request)
        if COOKIE in request.COOKIES and now.timestamp() - noted < (SHARED_RENEW if shared else RENEW):
            return
        if not request.session.session_key:
            return
        response.set_cookie(
            COOKIE,
            signing.dumps({"s": _mark(request), "t": now.timestamp()}, salt=SALT),
            max_age=None if shared else IDLE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Say so when too many sign in at once, instead of failing."""
        if isinstance(exception, HashingBusy):
            response = page(request, "accounts/busy.html", {}, status=503)
            response.headers["Retry-After"] = "20"
            return response
        return None
