"""A tin's page, one entry, a year on paper, the book as a sheet."""

from __future__ import annotations

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from commonhearth.core.ledger.amounts import written
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.files.selectors import hung_on
from commonhearth.kit.page import page as answer
from commonhearth.kit.paper import paper
from commonhearth.rooms.treasury import selectors, wording
from commonhearth.rooms.treasury.access import (
    may_ask_hard_month,
    may_count,
    may_open_tin,
    may_see_dues,
    may_set_right,
    may_write_in_tin,
)


def tin(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What went in and out, and what is in it; or how to open one."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    found, keepers = selectors.tin_and_keepers(request.actor, circle)
    if found is None:
        context = {"circle": circle, "may_open": may_open_tin(request.actor, circle)}
        return answer(request, "treasury/none.html", context)
    context = {
        "circle": circle,
        "tin": found,
        "keepers": keepers,
        "keeps": may_see_dues(request.actor, found),
        "write": may_write_in_tin(request.actor, found),
        "count": may_count(request.actor, found),
        "ask": may_ask_hard_month(request.actor, found),
        "book": selectors.book_of(request.actor, found, now=request.now),
        "found": selectors.entries_of(request.actor, found, after=request.GET.get("after", "")),
        "first": not request.GET.get("after"),
        "years": selectors.years_of(request.actor, found, now=request.now),
        "words": wording,
    }
    return answer(request, "treasury/tin.html", context)


def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry, with its receipt."""
    found = selectors.entry_for(request.actor, entry_id, now=request.now)
    context = {
        "entry": found,
        "tin": found.tin,
        "circle": found.circle,
        "receipt": hung_on([found], viewer=request.actor).get(found.id, []),
        "set_right": may_set_right(request.actor, found),
        "keeps": may_see_dues(request.actor, found.tin),
        "words": wording,
    }
    return answer(request, "treasury/entry.html", context)


def year(request: HttpRequest, circle_id: UUID, year: int) -> HttpResponse:
    """A year on one page, for a meeting."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    found = selectors.tin_for(request.actor, circle)
    context = {
        "circle": circle,
        "tin": found,
        "year": selectors.year_of(request.actor, found, year, now=request.now),
        "words": wording,
    }
    return paper(request, "treasury/year.html", context, name=f"tin-{year}")


def sheet(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The whole book as CSV, for who keeps it."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    found = selectors.tin_for(request.actor, circle)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(
        ["id", "written", "day", "kind", "amount", "currency", "what", "handled_by", "paid_by", "sets_right"]
    )
    for one in selectors.everything_in(request.actor, found):
        amount = written(amount=one.amount, currency=found.currency)
        said = [_plain(said) for said in (one.what, one.handler, one.paid_by)]
        lines.writerow(
            [one.id, one.booked, one.day, one.kind, amount, found.currency, *said, one.sets_right_id or ""]
        )
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tin.csv"'
    return response


def _plain(said: str) -> str:
    """Return words that no program for sheets takes for a formula."""
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r")) else said
