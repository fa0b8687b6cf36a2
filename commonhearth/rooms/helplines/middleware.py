"""Keeping the Help now pages the same for everyone, so that a browser may keep them for a bad night."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class SameForEveryone:
    """Take cookies out of answers that say they are the same for everyone.

    Stands outside the session: others on the way in look at who comes, which marks every answer as
    depending on cookies. These answers do not, and their views have said so with
    `response.same_for_everyone = True`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(response, "same_for_everyone", False):
            response.cookies.clear()
            varies = [part.strip() for part in response.get("Vary", "").split(",")]
            response["Vary"] = ", ".join(part for part in varies if part and part.lower() != "cookie")
        return response
