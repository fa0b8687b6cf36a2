"""Searching, and one listing's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, wording
from commonhearth.rooms.directory.formats import linked_data
from commonhearth.rooms.directory.forms import SearchForm
from commonhearth.rooms.directory.selectors.drawing import DOTS, drawing
from commonhearth.rooms.directory.selectors.open_meetings import NearMeeting, open_meetings_near
from commonhearth.rooms.directory.views.comparing import chosen


def search(request: HttpRequest) -> HttpResponse:
    """Find groups near a place, by words, by kind; as a list or drawn."""
    form = SearchForm(request.GET or None)
    asked_for = bool(request.GET) and form.is_valid()
    given: dict[str, Any] = form.cleaned_data if asked_for else {}
    context: dict[str, Any] = {"form": form, "asked": False, "ranking": selectors.ranking_in_words()}
    context["chosen"] = chosen(request.GET)
    if asked_for:
        context |= _found(request, given)
    context["places_source"] = wording.PLACES_SOURCE
    return page(
        request, "directory/search.html", context, status=422 if request.GET and not asked_for else 200
    )


def _found(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    answer = selectors.find_place(given["place"]) if given["place"].strip() else None
    asked = selectors.Asked(
        place=answer.chosen if answer else None,
        radius_km=given["within"],
        words=given["words"],
        kind=given["kind"],
        open_only=given["open"],
    )
    unknown = answer is not None and answer.chosen is None
    kept = {name: value for name, value in given.items() if value}
    of = {"of": [str(one) for one in chosen(request.GET)]}
    results = starting = picture = None
    meetings: list[NearMeeting] = []
    if not unknown:
        here = asked.place is not None and asked.place.point is not None
        as_map = here and request.GET.get("as") == "map"
        results = selectors.search(
            viewer=request.actor,
            asked=asked,
            now=request.now,
            after=request.GET.get("after", ""),
            on_map=DOTS if as_map else 0,
        )
        if here and not request.GET.get("after"):
            starting = selectors.being_started_near(
                viewer=request.actor, place=asked.place.point, radius_km=asked.radius_km, now=request.now
            )
            meetings = open_meetings_near(place=asked.place, radius_km=asked.radius_km, now=request.now)
        if as_map:
            picture = drawing(asked=asked, points=results.points)
    return {
        "asked": True,
        "place": asked.place,
        "how": answer
        and wording.FOUND_BY.get(answer.how)
        and str(wording.FOUND_BY[answer.how])
        % {"typed": given["place"], "place": asked.place.label if asked.place else given["place"]},
        "others": [(other.label, "?" + urlencode(kept | {"place": other.slug})) for other in answer.others]
        if answer
        else [],
        "unknown": unknown,
        "results": results,
        "starting": starting or (),
        "meetings": meetings,
        "picture": picture,
        "as_list": "?" + urlencode(kept | of, doseq=True),
        "as_map": "?" + urlencode(kept | of | {"as": "map"}, doseq=True),
        "older": "?" + urlencode(kept | of | {"after": results.next}, doseq=True)
        if results and results.next
        else "",
        "pocket": "?" + urlencode(kept),
        "tell_me": "?" + urlencode({k: kept[k] for k in ("place", "words", "kind") if k in kept}),
    }


def listing(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing: what is known, since when, from where; who carries on where it has stopped."""
    found = selectors.listing(viewer=request.actor, listing_id=listing_id, now=request.now)
    if found.merged_into is not None:
        return HttpResponseRedirect(reverse("directory:listing", args=[found.merged_into]))
    near = selectors.neighbours(
        viewer=request.actor, card=found.card, within_km=selectors.within_of(request.GET), now=request.now
    )
    context = {
        "found": found,
        "card": found.card,
        "refuge": wording.REFUGE,
        "says": wording.LINKS,
        "linked_data": linked_data.organisation(found.offered),
        "near": near,
    }
    return page(request, "directory/listing.html", context)
