"""The way in for programs: which acts an address takes, and that every problem is told as one.

Stands outside of everything that answers with a page, so that what goes wrong anywhere below is told to a
program in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import resolve

from commonhearth.foundation.accounts.tokens import is_for_programs
from commonhearth.foundation.api import problems

TAKEN = frozenset({"GET", "HEAD", "POST"})
#: What a status means where no operation has said it better.
CODES = {
    400: "unreadable",
    401: "no_token",
    403: "refused",
    404: "not_there",
    405: "no_such_act",
    409: "frozen",
    413: "too_large",
    415: "not_json",
    422: "unfit",
    429: "too_often",
    500: "our_mistake",
    503: "closed_now",
}
KEPT = ("Allow", "Retry-After")


class Door:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_programs(request):
            return self.get_response(request)
        asked = request.method
        if asked not in TAKEN:
            return _acts(request)
        if asked == "HEAD":
            request.method = "GET"  # answered as a GET is, without the body
        response = self.get_response(request)
        request.method = asked
        if response.status_code >= 400 and response.headers.get("Content-Type") != problems.MEDIA_TYPE:
            response = _told(response)
        if "Allow" in response.headers:
            response.headers["Allow"] = _written(response.headers["Allow"].split(", "))
        response.headers["Vary"] = "Authorization, Accept-Language, Accept-Encoding"
        if asked == "HEAD" and isinstance(response, HttpResponse):
            length = str(len(response.content))
            response.content = b""
            response.headers["Content-Length"] = length
        return response


def _told(page: HttpResponseBase) -> HttpResponse:
    """Return a page about a problem as a problem for programs, with the headers that say what now."""
    status = page.status_code if page.status_code in CODES else 400 if page.status_code < 500 else 500
    kept = {name: page.headers[name] for name in KEPT if name in page.headers}
    return problems.answer(status, CODES[status], headers=kept)


def _acts(request: HttpRequest) -> HttpResponse:
    """Answer OPTIONS with what an address takes, and any other act with that it does not take it."""
    try:
        found = resolve(request.path_info)
    except Http404:
        return problems.answer(404, "not_there")
    bare = found.func(request)  # it looks at the method, and at nothing else for one that it does not know
    allow = {"Allow": _written(bare.headers.get("Allow", "").split(", "))}
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=allow)
    return problems.answer(405, "no_such_act", headers=allow)


def _written(acts: Iterable[str]) -> str:
    known = {act for act in acts if act} | {"OPTIONS"}
    return ", ".join(sorted(known | {"HEAD"} if "GET" in known else known))
