"""A reviewer's desk: what is due, what may be one group, claims, links, and lists brought in with their doubts."""

from __future__ import annotations

import re
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import require
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory import selectors, services, wording
from commonhearth.rooms.directory.access import may_review_listing
from commonhearth.rooms.directory.forms import TwoPagesForm

#: How many of each the desk shows before one goes to the whole list.
FIRST = 5
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer: the first few of each kind."""
    require(may_review_listing(request.actor))
    context = {
        "due": selectors.due_for_check(viewer=request.actor, now=request.now, size=FIRST + 1),
        "groups": selectors.duplicates(viewer=request.actor, size=FIRST + 1),
        "claims": selectors.claims(viewer=request.actor, size=FIRST + 1),
        "links": selectors.links(viewer=request.actor, size=FIRST + 1),
        "runs": selectors.import_runs(viewer=request.actor),
        "first": FIRST,
        "why": wording.WHY_ONE,
        "says": wording.LINKS,
        "how": wording.CLAIM_HOW,
    }
    return page(request, "directory/desk.html", context)


def due(request: HttpRequest) -> HttpResponse:
    """Everything whose check is due or over."""
    require(may_review_listing(request.actor))
    rows = selectors.due_for_check(viewer=request.actor, now=request.now, after=_after(request))
    return page(request, "directory/desk_due.html", {"rows": rows, "older": _older(rows)})


def duplicates(request: HttpRequest) -> HttpResponse:
    """Everything that may be one group; or any two pages that a reviewer names."""
    require(may_review_listing(request.actor))
    named = "one" in request.GET
    form = TwoPagesForm(request.GET if named else None)
    if named and form.is_valid():
        both = [_ID.search(form.cleaned_data[name].lower()) for name in ("one", "other")]
        if all(both):
            ids = [found.group() for found in both if found]
            return HttpResponseRedirect(reverse("directory:side-by-side", args=ids))
        form.add_error(None, _("Paste the address of each page, as your browser shows it."))
    rows = selectors.duplicates(viewer=request.actor, after=_after(request))
    context = {"rows": rows, "older": _older(rows), "why": wording.WHY_ONE, "form": form}
    return page(request, "directory/desk_duplicates.html", context, status=422 if form.errors else 200)


def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Two listings of one proposed group, side by side; where it has more, any two of them."""
    require(may_review_listing(request.actor))
    proposed, rows = selectors.duplicate_group(viewer=request.actor, group_id=group_id)
    by_id = {str(row.id): row for row in rows}
    left = by_id.get(request.GET.get("left", "")) or (rows[0] if rows else None)
    others = [row for row in rows if row is not left]
    right = by_id.get(request.GET.get("right", ""))
    right = right if right in others else (others[0] if others else None)
    both = None
    if left and right:
        both = selectors.side_by_side(
            viewer=request.actor, left_id=left.id, right_id=right.id, now=request.now
        )
    context = {
        "group": proposed,
        "why": wording.WHY_ONE[proposed.reason],
        "both": both,
        "others": [
            (row.name, "?" + urlencode({"left": left.id if left else "", "right": row.id}))
            for row in others
            if row is not right
        ],
    }
    return page(request, "directory/side_by_side.html", context)


def side_by_side(request: HttpRequest, listing_id: UUID, other_id: UUID) -> HttpResponse:
    """Any two listings, side by side."""
    require(may_review_listing(request.actor))
    both = selectors.side_by_side(
        viewer=request.actor, left_id=listing_id, right_id=other_id, now=request.now
    )
    return page(request, "directory/side_by_side.html", {"group": None, "both": both, "others": []})


def put_away(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """These are different groups."""
    services.put_away_duplicates(actor=request.actor, group_id=group_id, now=request.now)
    messages.success(request, _("Noted: they are different groups."))
    return HttpResponseRedirect(reverse("directory:duplicates"))


def merge(request: HttpRequest, listing_id: UUID, other_id: UUID) -> HttpResponse:
    """Keep the first, and let the other's address lead to it."""
    require(may_review_listing(request.actor))
    try:
        services.merge(actor=request.actor, kept_id=listing_id, other_id=other_id, now=request.now)
    except services.CannotBeDone as fault:
        messages.warning(request, sentences.say(fault.code))
        return HttpResponseRedirect(reverse("directory:side-by-side", args=[listing_id, other_id]))
    messages.success(request, _("They are one page now. You can take them apart again at any time."))
    return HttpResponseRedirect(reverse("directory:side-by-side", args=[listing_id, other_id]))


def merged(request: HttpRequest) -> HttpResponse:
    """What was found to be one group, to be taken apart again."""
    require(may_review_listing(request.actor))
    rows = selectors.merges(viewer=request.actor, after=_after(request))
    return page(request, "directory/desk_merged.html", {"rows": rows, "older": _older(rows)})


def undo_merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take two listings apart again."""
    try:
        made = services.undo_merge(actor=request.actor, merge_id=merge_id, now=request.now)
    except services.CannotBeDone as fault:
        messages.warning(request, sentences.say(fault.code))
        return HttpResponseRedirect(reverse("directory:merged"))
    messages.success(request, _("They are two pages again, each as it was."))
    return HttpResponseRedirect(reverse("directory:side-by-side", args=[made.kept_id, made.other_id]))


def claims(request: HttpRequest) -> HttpResponse:
    """Which groups look after their own listings."""
    require(may_review_listing(request.actor))
    rows = selectors.claims(viewer=request.actor, after=_after(request))
    context = {"rows": rows, "older": _older(rows), "how": wording.CLAIM_HOW}
    return page(request, "directory/desk_claims.html", context)


def withdraw(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Withdraw a claim; who made it is told."""
    require(may_review_listing(request.actor))
    services.end_claim(actor=request.actor, claim_id=claim_id, now=request.now)
    messages.success(request, _("Withdrawn. They get a mail that says so."))
    return HttpResponseRedirect(reverse("directory:desk-claims"))


def links(request: HttpRequest) -> HttpResponse:
    """Websites that moved, are gone, or do not answer."""
    require(may_review_listing(request.actor))
    rows = selectors.links(viewer=request.actor, after=_after(request))
    context = {
        "rows": rows,
        "older": _older(rows),
        "says": wording.LINKS,
        "details": wording.CLAIM_PROBLEMS,
        "off": selectors.nothing_goes_out(),
    }
    return page(request, "directory/desk_links.html", context)


def seen(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """A reviewer has seen to what became of a link."""
    services.put_away_link(actor=request.actor, listing_id=listing_id, now=request.now)
    return HttpResponseRedirect(reverse("directory:desk-links"))


def take_address(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Put the address that a website moved to onto the listing."""
    services.take_new_address(actor=request.actor, listing_id=listing_id, now=request.now)
    messages.success(request, _("The page has the new address now."))
    return HttpResponseRedirect(reverse("directory:desk-links"))


def notes(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Every repair and doubt of one list that was brought in."""
    require(may_review_listing(request.actor))
    after = request.GET.get("after", "0")
    rows = selectors.import_notes(
        viewer=request.actor,
        run_id=run_id,
        code=request.GET.get("code", ""),
        after=int(after) if after.isdecimal() else 0,
    )
    context = {"rows": rows, "words": wording.NOTES, "run_id": run_id, "code": request.GET.get("code", "")}
    return page(request, "directory/notes.html", context)


def _after(request: HttpRequest) -> UUID | None:
    found = _ID.fullmatch(request.GET.get("after", ""))
    return UUID(found.group()) if found else None


def _older(rows: list) -> str:  # type: ignore[type-arg]
    """Return where the list goes on; nothing when this was the last page."""
    return f"?after={rows[-1].id}" if len(rows) == selectors.PAGE else ""
