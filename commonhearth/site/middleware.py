"""The doorway: who comes, into which community, as whom, and when.

It sets on the request

- `now`: one time for the whole request;
- `person`: the signed-in `Person`, or None;
- `community`: the community of a `/c/<slug>/...` address, or None (404 where the slug names none); the same
  below `/api/v1/`;
- `actor`: the `Member` acting in that community, else the `Person`, else `VISITOR`;
- `frame`: what the frame around every page shows;

says times in the person's own zone, or else the community's, and holds that community's rows in
reach while the view runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from commonhearth.foundation.access import VISITOR, Refused
from commonhearth.foundation.circles.selectors import as_actor
from commonhearth.foundation.communities.selectors import community_at
from commonhearth.foundation.members.selectors import own_row_at
from commonhearth.foundation.tenancy import in_community, in_own_rows
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.kit.problems import problem
from commonhearth.site.frame import frame_of

#: A community's own address; and the one that letters and links carry, which tells nothing of it.
COMMUNITY_PATH = re.compile(
    r"^/(api/v1/)?(c/(?P<slug>[-a-zA-Z0-9_]+)|o/(?P<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}))(/|$)"
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Doorway:
    """See the module."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.now = timezone.now()
        request.person = request.user if request.user.is_authenticated else None
        request.community = None
        request.actor = request.person or VISITOR
        # Made when a whole page is rendered; parts of pages and redirects need none.
        request.frame = SimpleLazyObject(lambda: frame_of(request))
        if request.person:
            translation.activate(request.person.language)
        with ExitStack() as stack:
            if request.person:
                stack.enter_context(in_own_rows(request.person.id))
            matched = COMMUNITY_PATH.match(request.path_info)
            if matched:
                place = {"slug": matched["slug"] or "", "id": matched["id"] or ""}
                # Mostly somebody comes who belongs here: then their row brings the community along.
                member = own_row_at(**place) if request.person else None
                request.community = member.community if member else community_at(**place)
                if request.community is None:
                    return problem(request, 404)
                token = request.token
                if token and token.community != request.community.id:
                    # A key for programs acts in its own community and gives nothing in any other; one made
                    # for none acts as somebody from outside.
                    member = None
                    request.actor = VISITOR if token.community else request.person
                    request.person = request.person if request.actor is not VISITOR else None
                stack.enter_context(in_community(request.community.id))
                if member:
                    request.actor = as_actor(member, now=request.now)
                stack.enter_context(timezone.override(_clock_of(request)))
                if request.community.frozen_since and request.method not in READING:
                    return page(request, "site/frozen.html", {"community": request.community}, status=409)
            else:
                stack.enter_context(timezone.override(_clock_of(request)))
            answer = self.get_response(request)
            return _dressed(request, answer) if isinstance(answer, HttpResponseNotAllowed) else answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Hand the view only what is its own, and answer a closed room as one that is not there."""
        if request.community is None:
            return None
        kwargs.pop("slug", None)
        kwargs.pop("community_id", None)
        # An operation for programs knows its room itself: all of them stand below one address.
        room = getattr(view, "room", "") or (
            request.resolver_match.app_name if request.resolver_match else ""
        )
        return problem(request, 404) if room and room in request.community.closed_rooms else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with its sentence: what, why, what now.

        Whoever has no standing in a community hears nothing of what may be done inside: not there.
        """
        if isinstance(exception, Refused):
            if request.community is not None and not hasattr(request.actor, "standing"):
                return problem(request, 404)
            return problem(request, 403, why=sentences.of_verdict(exception.verdict))
        return None


def _clock_of(request: HttpRequest) -> ZoneInfo:
    """Return the zone in which times are said: the person's own, else the community's, else the host's."""
    here = getattr(request.community, "time_zone", "")
    name = getattr(request.person, "time_zone", "") or here or settings.TIME_ZONE
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # a name that the table of zones has dropped
        return ZoneInfo(settings.TIME_ZONE)


def _dressed(request: HttpRequest, bare: HttpResponseNotAllowed) -> HttpResponse:
    """Say in words that an address belongs to a button: whoever signs in again or reloads may open it."""
    answer = problem(request, 405)
    answer["Allow"] = bare["Allow"]
    return answer
