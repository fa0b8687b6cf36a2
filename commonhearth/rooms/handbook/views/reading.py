"""What is in a handbook, a page of it, what was changed; printed, and taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonhearth.foundation.circles.selectors import circle_for, root_for
from commonhearth.kit.page import page as answer
from commonhearth.kit.paper import Pictures, paper
from commonhearth.rooms.handbook import selectors, taking
from commonhearth.rooms.handbook.access import may_change_page, may_put_back_page, may_write_handbook
from commonhearth.rooms.handbook.forms import CheckForm

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle


def everyone(request: HttpRequest) -> HttpResponse:
    """The handbook of the circle of everyone."""
    return _contents(request, root_for(request.actor, now=request.now))


def contents(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What is in a circle's handbook."""
    return _contents(request, circle_for(request.actor, circle_id, now=request.now))


def _contents(request: HttpRequest, circle: Circle) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    context = {
        "circle": circle,
        "contents": selectors.contents_of(request.actor, circle),
        "write": may_write_handbook(request.actor, circle),
        "query": query,
        "hits": selectors.search_in(request.actor, circle, query, now=request.now) if query else [],
        "today": request.community.today(request.now),
        "is_due": selectors.is_due,
    }
    return answer(request, "handbook/contents.html", context)


def page(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """One page: its text, what hangs on it, who last looked whether it is true."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    contents = selectors.contents_of(request.actor, found.circle)
    below = next((entry.below for entry in contents.entries if entry.page.id == found.id), [])
    context = {
        "page": found,
        "circle": found.circle,
        "shown": selectors.shown(request.actor, found, slug=request.community.slug),
        "below": below,
        "change": may_change_page(request.actor, found),
        "put_back": may_put_back_page(request.actor, found),
        "check": CheckForm(today=request.community.today(request.now)),
        "is_due": selectors.is_due(found, request.community.today(request.now)),
        "beside": _beside(request, found.id),
    }
    return answer(request, "handbook/page.html", context)


def _beside(request: HttpRequest, page_id: UUID) -> list[tuple[Any, str]]:
    """Return the links of rooms that are open in this community."""
    closed = request.community.closed_rooms
    return [
        (link.label, reverse(link.url_name, args=[request.community.slug, page_id]))
        for link in selectors.BESIDE_A_PAGE
        if link.url_name.partition(":")[0] not in closed
    ]


def history(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Every wording of a page, newest first."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    before = request.GET.get("before", "")
    wordings = selectors.wordings_of(request.actor, found, before=int(before) if before.isdecimal() else 0)
    context = {
        "page": found,
        "circle": found.circle,
        "wordings": wordings.wordings,
        "more": wordings.more,
        "first": not before,
    }
    return answer(request, "handbook/history.html", context)


def difference(request: HttpRequest, page_id: UUID, number: int) -> HttpResponse:
    """What one wording changed."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    context = {
        "page": found,
        "circle": found.circle,
        "difference": selectors.difference_for(request.actor, found, number),
        "change": may_change_page(request.actor, found),
    }
    return answer(request, "handbook/difference.html", context)


def booklet(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The whole handbook on paper."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    contents = selectors.contents_of(request.actor, circle, with_text=True)
    pages = contents.in_order
    shown = selectors.shown_all(request.actor, pages, slug=request.community.slug, top=3)
    context = {"circle": circle, "contents": contents, "pages": pages, "shown": shown}

    def pictures() -> Pictures:
        return selectors.pictures_for_paper(request.actor, shown.values(), slug=request.community.slug)

    return paper(request, "handbook/booklet.html", context, name="handbook", pictures=pictures)


def take_along(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The whole handbook as files."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    box = taking.packed(request.actor, circle, now=request.now)
    response = HttpResponse(box, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="handbook.zip"'
    return response
