"""Coming in with a key for a program: the header says who, and nothing else does.

Below `/api/v1/` a session counts for nothing: cookies are taken off before anybody reads them, so no other
website can make a browser act there.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from commonhearth.foundation.accounts.services.tokens import token_of
from commonhearth.foundation.api import problems

#: Where tokens count, and cookies do not.
PREFIX = "/api/v1/"


def is_for_programs(request: HttpRequest) -> bool:
    """Tell whether a request came to the door for programs."""
    return request.path_info.startswith(PREFIX)


class WithoutCookies:
    """Takes cookies off what comes to the door for programs. Stands before whoever reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_for_programs(request):
            request.META.pop("HTTP_COOKIE", None)
            request.__dict__.pop("COOKIES", None)
        return self.get_response(request)


class TokenSignIn:
    """Says who comes by the token in `Authorization`. A token that opens nothing is said so at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.token = None
        if not is_for_programs(request):
            return self.get_response(request)
        request.user = AnonymousUser()
        given = request.META.get("HTTP_AUTHORIZATION", "")
        if given:
            scheme, _space, secret = given.partition(" ")
            found = token_of(secret.strip(), now=timezone.now()) if scheme.lower() == "bearer" else None
            if found is None:
                return problems.answer(401, "bad_token")
            request.token, request.user = found, found.person
        return self.get_response(request)
