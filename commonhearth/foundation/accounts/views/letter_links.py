"""The page behind a link in a letter: what it will do, and the button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonhearth.foundation.accounts import letter_links
from commonhearth.kit.page import page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the link does; do it at the press."""
    community_id = request.community.id if request.community else None
    found = letter_links.read(token, community_id=community_id, now=request.now)
    done = request.method == "POST" and letter_links.press(found, now=request.now)
    over = request.method == "POST" and not done
    context = {"act": found.act, "done": done, "over": over}
    return page(request, "accounts/letter_link.html", context, status=410 if over else 200)
