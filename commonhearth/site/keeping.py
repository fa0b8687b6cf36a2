"""What a member's device may keep for when there is no line, and what makes the house installable.

Kept are Help now, and what rooms name in `registry.KEPT`: a member's own plan where they say so on that
device, today's meetings. Nothing else. On a shared computer nothing is kept; signing out and leaving
quickly take everything off, also without a line. `worker.js` does the keeping in the browser; every page
works the same without it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import KEPT, KeptPage
from commonhearth.kit.page import Keeping, page

#: For how long a browser uses the worker it has before it asks for a newer one, in seconds.
WORKER_FOR = 3600
#: What the kept pages look like.
LOOK = (
    "kit/hearth.css",
    "kit/hearth.svg",
    "kit/icons.svg",
    "kit/hearth.js",
    "accounts/plain.css",
    "accounts/plain.svg",
)
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


def keeping_of(request: HttpRequest) -> Keeping | None:
    """Return what a page says about keeping: nothing to who is not signed in; an empty mark on a shared computer."""
    if request.person is None:
        return None
    if request.session.get("shared"):
        return Keeping("")
    member, community = request.actor, request.community
    if not isinstance(member, Member) or community is None:
        return None
    return Keeping(
        _mark(request),
        reverse("kept", args=[community.slug]),
        reverse("manifest", args=[community.slug]),
        _name(member),
    )


def _mark(request: HttpRequest) -> str:
    """Tell one person's copies on a device from another's, without saying who they are."""
    assert request.person is not None
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"kept:{request.person.id}".encode(), hashlib.sha256).hexdigest()[:16]


def _name(member: Member) -> str:
    """Return how the community is named outside to this member: never what kind of place it is."""
    return member.named_outside_as or member.community.named_outside


def _member(request: HttpRequest) -> Member:
    if not isinstance(request.actor, Member):
        raise NotVisible
    return request.actor


def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the house installable: the name that this member chose, the kit's mark, the way home."""
    member = _member(request)
    home = reverse("community_home", args=[request.community.slug])
    told = {
        "id": home,
        "name": _name(member),
        "short_name": _name(member),
        "lang": settings.LANGUAGE_CODE,
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f0e5",
        "theme_color": "#f6f0e5",
        "icons": [
            {
                "src": static(f"kit/mark-{'whole' if purpose == 'maskable' else size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size, purpose in ICONS
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def pages_kept(request: HttpRequest) -> list[KeptPage]:
    """Return what this member's device may keep."""
    member = _member(request)
    help_now = KeptPage(_("Help now"), "/help/")
    return [help_now, *(one for ask in KEPT for one in ask(member, request.now))]


def kept(request: HttpRequest) -> HttpResponse:
    """The list for the worker: addresses, and what a member says first."""
    pages = [
        {
            "url": one.url,
            "also": list(one.also),
            "asks": one.asks,
            "until": int(one.until.timestamp() * 1000) if one.until else None,
        }
        for one in pages_kept(request)
    ]
    return JsonResponse(
        {"below": reverse("community_home", args=[request.community.slug])[:-5], "pages": pages}
    )


def on_this_device(request: HttpRequest) -> HttpResponse:
    """What is kept here and what is not, in words, with what takes it off."""
    context: dict[str, Any] = {
        "pages": pages_kept(request),
        "shared": bool(request.session.get("shared")),
        "name": _name(_member(request)),
    }
    return page(request, "site/on_this_device.html", context)


def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages in a browser. The same for everyone."""
    look = [static(name) for name in LOOK]
    context = {"look": look, "version": hashlib.sha256(" ".join(look).encode()).hexdigest()[:8]}
    context |= {"no_line": reverse("no_line"), "neutral": reverse("neutral")}
    context["ends"] = [reverse("leave_quickly"), reverse("account_logout")]
    answer = HttpResponse(render_to_string("site/worker.js", context), content_type="text/javascript")
    answer["Cache-Control"] = f"public, max-age={WORKER_FOR}"
    answer.same_for_everyone = True  # type: ignore[attr-defined]
    return answer


def no_line(request: HttpRequest) -> HttpResponse:
    """What a device shows instead of a page that it does not keep. The same for everyone."""
    with translation.override(settings.LANGUAGE_CODE):
        answer = HttpResponse(render_to_string("site/no_line.html", {}))
    answer["Cache-Control"] = f"public, max-age={WORKER_FOR}"
    answer.same_for_everyone = True  # type: ignore[attr-defined]
    return answer
