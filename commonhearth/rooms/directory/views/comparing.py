"""Communities side by side: the table, its file, and the forms that fill it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.core.sheets import csv_of
from commonhearth.kit.page import page
from commonhearth.kit.paper import paper
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.forms import QualitiesForm


def compare(request: HttpRequest) -> HttpResponse:
    """Chosen communities side by side, in the order of any quality; to print, or as a file."""
    found = _compared(request)
    ids = [str(card.id) for card in found.cards]
    kept = {"of": ids} | ({"sort": found.sorted_by} if found.sorted_by else {})
    kept |= {"down": "1"} if found.down else {}
    context = {
        "found": found,
        "address": "?" + urlencode(kept, doseq=True),
        "file": reverse("directory:compare_csv") + "?" + urlencode(kept, doseq=True),
        "more": reverse("directory:search") + "?" + urlencode({"of": ids}, doseq=True),
        "order": {
            quality: "?" + urlencode({"of": ids, "sort": quality} | _turned(found, quality), doseq=True)
            for quality in _keys(found)
        },
        "without": [
            (card, "?" + urlencode(kept | {"of": [one for one in ids if one != str(card.id)]}, doseq=True))
            for card in found.cards
        ],
        "too_many": len(set(request.GET.getlist("of"))) > wording.MOST_COMPARED,
        "most": wording.MOST_COMPARED,
        "not_said": wording.NOT_SAID,
    }
    return paper(request, "directory/compare.html", context, name="compared")


def compare_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file for a spreadsheet."""
    found = _compared(request)
    lines: list[list[str]] = [[_("Quality"), *(card.name for card in found.cards)]]
    for _title, rows in found.groups:
        for row in rows:
            said = [f"{cell.words} [{cell.sign}]" if cell.sign else cell.words for cell in row.cells]
            lines.append([str(row.quality.label), *said])
    lines += [[f"[{sign}]", origin] for sign, origin in found.origins]
    response = HttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="compared.csv"'
    return response


def chosen(asked: QueryDict) -> list[UUID]:
    """Return the ids of the communities chosen in an address; what is no id is left out."""
    ids = []
    for given in asked.getlist("of")[:50]:
        try:
            ids.append(UUID(given))
        except ValueError:
            continue
    return list(dict.fromkeys(ids))


def describe(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Write down what a listing is compared by."""
    name, kept = selectors.as_described(viewer=request.actor, listing_id=listing_id)
    form = QualitiesForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        services.describe_listing(
            actor=request.actor, listing_id=listing_id, told=form.told(), now=request.now
        )
        messages.success(request, _("Noted, with your name in the history."))
        return HttpResponseRedirect(reverse("directory:listing", args=[listing_id]))
    back = (name, reverse("directory:listing", args=[listing_id]))
    return _form(request, form, back)


def describe_community(request: HttpRequest) -> HttpResponse:
    """Say what one's own community is compared by."""
    kept = selectors.described_community(viewer=request.actor)
    form = QualitiesForm(request.POST or None, initial=kept)
    community = request.community
    if request.method == "POST" and form.is_valid():
        services.describe_community(
            actor=request.actor, community=community, told=form.told(), now=request.now
        )
        messages.success(request, _("Saved. This is what people compare you by now."))
        return HttpResponseRedirect(reverse("communities:page", args=[community.slug]))
    return _form(request, form, (community.name, reverse("communities:page", args=[community.slug])))


def _form(request: HttpRequest, form: QualitiesForm, back: tuple[str, str]) -> HttpResponse:
    context = {"form": form, "back": back, "groups": form.groups()}
    return page(request, "directory/describe.html", context, status=422 if form.errors else 200)


def _compared(request: HttpRequest) -> selectors.Comparison:
    return selectors.compare(
        viewer=request.actor,
        listing_ids=chosen(request.GET),
        now=request.now,
        sort=request.GET.get("sort", ""),
        down=request.GET.get("down") == "1",
    )


def _keys(found: selectors.Comparison) -> list[str]:
    return [row.quality.key for _title, rows in found.groups for row in rows]


def _turned(found: selectors.Comparison, quality: str) -> dict[str, Any]:
    """Return what the address adds so that pressing the same quality again turns the order round."""
    return {"down": "1"} if found.sorted_by == quality and not found.down else {}
