"""Answering with a page, or with one block of it where htmx asks for less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers

from commonhearth.kit.jinja import PageTemplate

#: What a person may choose; empty follows the device.
THEMES = ("", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the rail: a room, its address, its icon, whether we are in it."""

    label: str
    url: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a page tells the script that keeps pages on a device.

    Attributes:
        mark: tells one person's copies from another's; empty on a shared computer, which keeps nothing.
        list_url: where the list of what may be kept stands.
        manifest_url: what makes the house installable.
        name: how the installed app is called, as the member chose.
    """

    mark: str
    list_url: str = ""
    manifest_url: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame of a page needs. The site's middleware fills it as `request.frame`.

    An empty address leaves its link out. `notices_count` None says nothing about notices waiting.
    """

    community_name: str = ""
    community_url: str = ""
    rail: Sequence[Place] = ()
    rooms_url: str = ""
    signed_in: bool = False
    person_name: str = ""
    person_url: str = ""
    sign_in_url: str = ""
    notices_url: str = ""
    notices_count: int | None = None
    home_url: str = "/"
    help_url: str = "/help/"
    leave_url: str = ""
    theme: str = ""
    demo: bool = False
    foot: Sequence[Place] = ()
    #: What may be kept on this device for when there is no line; None where nothing is said about it.
    keeping: Keeping | None = None


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page (and not for a whole one after a boosted link)."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not getattr(htmx, "boosted", False)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    fragment: str | None = None,
) -> HttpResponse:
    """Render a page.

    Args:
        request: the request answered; its `frame`, where present, dresses the page.
        template: the template's name, such as "members/ask.html".
        context: what the template speaks of.
        status: the HTTP status; 422 when a form comes back with problems.
        fragment: the block that alone answers an htmx request for this address.
    """
    given: dict[str, Any] = {"now": getattr(request, "now", None), **(context or {})}
    if fragment and wants_fragment(request):
        body = _block(template, fragment, {"request": request, **given})
    else:
        body = get_template(template).render(given, request)
    response = HttpResponse(body, status=status)
    if fragment:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _block(template: str, block: str, given: dict[str, Any]) -> str:
    backend = get_template(template)
    found = cast(PageTemplate, backend.template)  # type: ignore[attr-defined]
    request = given["request"]
    return found.render_block(
        block, {**given, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    )
