"""The gallery: every part in its states. Nothing here is secret; nothing here is anybody's."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.http import require_safe

from commonhearth.kit import problems
from commonhearth.kit.examples import EXAMPLES, NOW, THEN
from commonhearth.kit.examples_forms import wrongly_filled
from commonhearth.kit.page import THEMES, Frame, Place, page
from commonhearth.kit.paper import paper

#: Whole pages made of parts, to be looked at as pages.
SAMPLES = ("home", "list", "form", "front", "paper")


def _theme(request: HttpRequest) -> str:
    asked = request.GET.get("theme", "")
    return asked if asked in THEMES else ""


def _sample_frame(request: HttpRequest) -> Frame:
    """Return a frame such as a member's page has, whoever looks."""
    rail = [
        Place("Home", "#", "home", True),
        Place("Circles", "#", "circle"),
        Place("Meetings", "#", "meeting"),
        Place("Decisions", "#", "decision"),
        Place("Sharing", "#", "share"),
        Place("People", "#", "people"),
        Place("Agreements", "#", "agreement"),
    ]
    return Frame(
        community_name="Willow House",
        community_url="#",
        rail=rail,
        rooms_url="#",
        signed_in=True,
        person_name="Anna",
        person_url="#",
        notices_url="#",
        notices_count=2,
        leave_url="#",
        theme=_theme(request),
        demo=True,
        foot=[Place("How this house works", "#"), Place("Your privacy", "#")],
    )


def _visitors_frame(request: HttpRequest) -> Frame:
    """Return a frame such as somebody sees who is not signed in."""
    return Frame(community_name="Willow House", community_url="#", sign_in_url="#", theme=_theme(request))


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part in every state; `?theme=` chooses the light."""
    env = cast(Any, engines["jinja2"]).env
    shown = [
        {
            "part": part,
            "states": [
                {
                    "state": example.state,
                    "html": env.from_string(example.whole_source).render(example.context(), request=request),
                }
                for example in examples
            ],
        }
        for part, examples in groupby(EXAMPLES, key=lambda example: example.part)
    ]
    return page(request, "kit/gallery.html", {"shown": shown, "theme": _theme(request), "samples": SAMPLES})


@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """Show a whole page made of parts, in a member's frame."""
    if name not in SAMPLES:
        raise Http404
    dressed = cast(Any, request)  # the site's middleware does this for every other page
    dressed.frame = _visitors_frame(request) if name == "front" else _sample_frame(request)
    if name == "paper":
        return paper(request, "kit/samples/paper.html", name="sample")
    return page(request, f"kit/samples/{name}.html", {"then": THEN, "today": NOW, "form": wrongly_filled()})


@require_safe
def trouble(request: HttpRequest, status: int) -> HttpResponse:
    """Show a problem page as it would be answered, with status 200."""
    if status not in problems.WORDS:
        raise Http404
    response = problems.problem(request, status, wait_seconds=240 if status == 429 else None)
    response.status_code = 200
    return response
