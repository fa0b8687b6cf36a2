"""The page to find people, circles and agreements on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from commonhearth.foundation import search
from commonhearth.foundation.access import NotVisible
from commonhearth.kit.page import page
from commonhearth.site.finding.kinds import look_for

#: Letters of a question that are looked at.
LONGEST = 200


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find what fits the words of `q`, as far as this member may see it."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    query = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    after = request.GET.get("after", "")
    found = look_for(request.actor, query, community=request.community, now=request.now, after=after)
    context = {
        "query": query,
        "hits": found.hits,
        "bounded": found.bounded,
        "kinds": search.KINDS,
        "more_url": f"?{urlencode({'q': query, 'after': found.after})}" if found.after else "",
    }
    return page(request, "site/find.html", context, fragment="found")
