"""The threshold: what every request must be and every answer carries, whoever it is for.

`Dress` stands outermost, so that errors are dressed too; `Threshold` turns away what no page takes. The
rest is Django's and `django-csp`'s, set in `settings.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from commonhearth.kit.problems import problem
from commonhearth.site import space, trouble

Answer = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("commonhearth.requests")

READING = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = frozenset({"GET", "HEAD", "POST"})
#: What a browser says about where a form was sent from, when it may be one of ours.
OWN_SITES = frozenset({"", "same-origin", "none"})
#: A voice note may be recorded on our own pages, where the browser asks first.
PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(self), midi=(), "
    "payment=(), usb=()"
)


class Dress:
    """Puts on every answer what a browser must know, and writes one line about each request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        believe_proxies(request)
        response = self.get_response(request)
        headers = response.headers
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = PERMISSIONS
        self._keep_out_of_caches(request, response)
        if _signs_out(response):
            headers.setdefault("Clear-Site-Data", '"storage"')  # leaving quickly asks for more
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            milliseconds=round(1000 * (time.perf_counter() - began), 1),
        )
        return response

    def _keep_out_of_caches(self, request: HttpRequest, response: HttpResponseBase) -> None:
        # Hashed files and the pages that are the same for everybody say themselves how long they keep.
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code in (200, 206, 304):
            return
        if getattr(response, "same_for_everyone", False):
            return
        signed_in = (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
            or "HTTP_AUTHORIZATION" in request.META
        )
        if signed_in or request.method not in READING:
            response.headers["Cache-Control"] = "no-store, private"
        else:
            response.headers.setdefault("Cache-Control", "no-cache, private")


def _signs_out(response: HttpResponseBase) -> bool:
    """Tell whether an answer takes the session's cookie away."""
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


def believe_proxies(request: HttpRequest) -> None:
    """Set REMOTE_ADDR to the client's address as the known number of proxies in front of us tell it.

    What a client writes into the header itself stands left of what our own proxies add, and is not read.
    """
    told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
    proxies: int = settings.HEARTH_PROXIES
    if not proxies:
        request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return
    addresses = [address.strip() for address in told.split(",") if address.strip()]
    if len(addresses) >= proxies:
        request.META["REMOTE_ADDR"] = addresses[-proxies]


class Threshold:
    """Turns away methods no page has, forms from other sites, bodies too large, writes to a full disk."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.turn_away(request) or self.get_response(request)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """Return why not, or None."""
        if request.method not in METHODS:
            response = trouble.turned_away(405, trouble.NO_SUCH_ACT)
            response.headers["Allow"] = ", ".join(sorted(METHODS))
            return response
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return problem(None, 400)
        if int(length) > settings.HEARTH_LARGEST_BODY:
            return trouble.turned_away(413, trouble.TOO_LARGE)
        if request.method in READING:
            return None
        if request.headers.get("Sec-Fetch-Site", "") not in OWN_SITES:
            return trouble.turned_away(403, trouble.FOREIGN_FORM)
        if not space.may_write(settings.HEARTH_DATA):
            return trouble.no_room()
        return None


class HearthMessages(CookieStorage):
    """Messages in a signed cookie, under a name that binds it to this host where it is served by HTTPS."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        # Every page looks for messages; Django would answer each look by deleting a cookie that is not there.
        if encoded_data or self.cookie_name in self.request.COOKIES:
            super()._update_cookie(encoded_data, response)  # type: ignore[misc]
