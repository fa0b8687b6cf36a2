"""All operations of the house in one API, and how refusals and mistakes are told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from commonhearth.foundation.access import Refused
from commonhearth.foundation.api import problems
from commonhearth.foundation.api.problems import Problem, Wrong
from commonhearth.foundation.api.routers import Router
from commonhearth.foundation.once import BadKey
from commonhearth.kit import sentences
from commonhearth.site.api import mistakes
from commonhearth.site.api.reading import Reader

TITLE = "Commonhearth"
VERSION = "1"


class HouseAPI(NinjaAPI):
    """Django Ninja with our manners: problems in words, nothing unknown taken, an ETag on what is read."""

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        unknown = sorted(set(request.GET) - request.known_in_query)
        wrong = [mistakes.said(f"query/{name}", "unknown") for name in unknown]
        if not request.takes_body and request.body not in (b"", b"{}"):
            wrong.append(mistakes.said("", "unknown"))
        if wrong:
            raise Problem(422, "unfit", errors=wrong)
        return super().create_temporal_response(request)

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        if request.method != "GET" or response.status_code != 200:
            return response
        # Of the answer itself. It lets a program that keeps its own copy ask whether it still holds; no
        # cache on the way may keep anything (`no-store` wherever a token was shown).
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    def get_openapi_operation_id(self, operation: Any) -> str:
        return f"{operation.tags[0]}.{operation.view_func.__name__}"

    def get_operation_url_name(self, operation: Any, router: Any) -> str:
        return f"api.{self.get_openapi_operation_id(operation)}"

    def addresses(self) -> list[URLPattern]:
        """Return the addresses of all operations; each view knows its room, as a page's address does."""
        found = []
        for bound in self._get_bound_routers():
            for pattern in bound.urls_paths(bound.prefix):
                pattern.callback.room = getattr(bound.template, "room", "")
                found.append(pattern)
        return list({str(pattern.pattern): pattern for pattern in found}.values())


def _knows_what_it_takes(run: Callable[..., Any]) -> Callable[..., Any]:
    """Tell each request which names its operation knows in a query, and whether it takes a body."""
    operation = run.__self__  # type: ignore[attr-defined]
    takes_body = any(model.__ninja_param_source__ == "body" for model in operation.models)
    known = frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )

    @wraps(run)
    def knowing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.known_in_query, request.takes_body = known, takes_body
        return run(request, *args, **kwargs)

    return knowing


def put_together(*routers: tuple[str, Router]) -> HouseAPI:
    """Return the API of these routers, each below its prefix."""
    api = HouseAPI(
        title=TITLE, version=VERSION, parser=Reader(), openapi_url=None, docs_url=None, urls_namespace="api"
    )
    api.add_decorator(_knows_what_it_takes, mode="view")
    for prefix, router in routers:
        api.add_router(prefix, router)
    api.add_exception_handler(Problem, lambda request, problem: problems.of(problem))
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(Http404, lambda request, error: problems.answer(404, "not_there"))
    api.add_exception_handler(BadKey, lambda request, error: problems.answer(400, "unreadable", _BAD_KEY))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: problems.answer(413, "too_large"))
    api.add_exception_handler(SuspiciousOperation, lambda request, e: problems.answer(400, "unreadable"))
    api.add_exception_handler(HttpError, _of_the_library)
    return api


_BAD_KEY = _("An Idempotency-Key has 16 to 64 plain signs, new for each act. Nothing was changed.")


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    # Whoever has no standing in a community hears nothing of what may be done inside: not there.
    if request.community is not None and not hasattr(request.actor, "standing"):
        return problems.answer(404, "not_there")
    why = Wrong("", refused.verdict.code, sentences.of_verdict(refused.verdict))
    return problems.answer(403, "refused", why.detail, errors=[why])


def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.answer(422, "unfit", errors=[mistakes.told(one) for one in error.errors])


def _of_the_library(request: HttpRequest, error: HttpError) -> HttpResponse:
    # The library wraps what our reader says about a body.
    cause = error.__cause__
    return problems.of(cause) if isinstance(cause, Problem) else problems.answer(400, "unreadable")
