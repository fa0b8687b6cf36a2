"""The pocket directory, to fold from one sheet or as small pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from commonhearth.core.folding import BACK, FRONT
from commonhearth.kit.paper import paper
from commonhearth.rooms.directory import selectors, wording
from commonhearth.rooms.directory.forms import SearchForm

#: Side by side and folded, or one small page after another.
FORMS = ("fold", "pages")


def pocket(request: HttpRequest) -> HttpResponse:
    """The nearest groups around a place, for paper; it works offline once it is printed."""
    form = SearchForm(request.GET or None)
    given: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    answer = selectors.find_place(given["place"]) if given.get("place", "").strip() else None
    chosen = answer.chosen if answer else None
    kept = {name: value for name, value in given.items() if value}
    context: dict[str, Any] = {"place": None, "asked": kept, "search": urlencode(kept)}
    if chosen is not None:
        asked = selectors.Asked(
            place=chosen,
            radius_km=given["within"],
            words=given["words"],
            kind=given["kind"],
            open_only=given["open"],
        )
        context |= _printed(request, asked, kept)
    return paper(request, "directory/pocket.html", context, name="pocket-directory")


def _printed(request: HttpRequest, asked: selectors.Asked, kept: dict[str, Any]) -> dict[str, Any]:
    form = request.GET.get("form", "")
    form = form if form in FORMS else FORMS[0]
    return {
        "place": asked.place,
        "within": asked.radius_km,
        "kind": wording.KINDS.get(asked.kind, ""),
        "words": asked.words,
        "pocket": selectors.pocket(viewer=request.actor, asked=asked, now=request.now),
        "sides": (FRONT, BACK) if form == "fold" else (tuple(range(1, 9)),),
        "form": form,
        "forms": {one: "?" + urlencode(kept | {"form": one}) for one in FORMS},
        "places_source": wording.PLACES_SOURCE,
        "today": request.now.date(),
    }
