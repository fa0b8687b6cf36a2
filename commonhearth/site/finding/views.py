"""The page to find people, circles and agreements on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonhearth.foundation import search
from commonhearth.foundation.access import NotVisible
from commonhearth.kit.page import page
from commonhearth.site.finding.kinds import kinds_in

#: Letters of a question that are looked at, and hits on one page.
LONGEST, PAGE = 200, 20


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find what fits the words of `q`, as far as this member may see it."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    found = search.find(
        query,
        kinds=kinds_in(request.community),
        viewer=request.actor,
        limit=PAGE,
        after=request.GET.get("after", ""),
    )
    context = {
        "query": query,
        "hits": found.hits,
        "bounded": found.bounded,
        "kinds": search.KINDS,
        "more_url": f"?{urlencode({'q': query, 'after': found.after})}" if found.after else "",
    }
    return page(request, "site/find.html", context, fragment="found")
