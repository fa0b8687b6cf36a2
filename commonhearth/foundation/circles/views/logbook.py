"""What was done here: the logbook of the community and of each circle, one line of it, and a file of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.core.sheets import csv_of
from commonhearth.foundation.circles import selectors
from commonhearth.foundation.circles.forms import LogbookForm
from commonhearth.foundation.logbook.selectors import MOST, PAGE, line_for, lines_for
from commonhearth.foundation.logbook.wording import KINDS
from commonhearth.kit.page import page

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import Circle
    from commonhearth.foundation.logbook.selectors import Page


def community(request: HttpRequest) -> HttpResponse:
    """The lines of the community's own book."""
    return _lines(request, selectors.root_for(request.actor, now=request.now))


def circle(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The lines of a circle."""
    return _lines(request, _circle(request, circle_id))


def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """One line, at an address that stays."""
    found = line_for(request.actor, line_id)
    if found.circle_id is None:
        here = selectors.root_for(request.actor, now=request.now)
    else:
        here = selectors.circle_for(request.actor, found.circle_id, now=request.now)
    return page(request, "circles/line.html", {"circle": here, "line": found, "kinds": KINDS})


def community_file(request: HttpRequest) -> HttpResponse:
    """The same lines of the community as a file for a spreadsheet."""
    return _file(request, selectors.root_for(request.actor, now=request.now))


def circle_file(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """The same lines of a circle as a file for a spreadsheet."""
    return _file(request, _circle(request, circle_id))


def _circle(request: HttpRequest, circle_id: UUID) -> Circle:
    return selectors.circle_for(request.actor, circle_id, now=request.now, with_name=False)


def _found(request: HttpRequest, here: Circle, form: LogbookForm, size: int = PAGE) -> Page:
    """Return the lines, and fill in the circle's name with the same key."""
    with selectors.with_names_at_hand([here], viewer=request.actor):
        return lines_for(
            request.actor,
            circle=None if here.is_root else here,
            wanted=form.wanted,
            after=request.GET.get("after", ""),
            size=size,
        )


def _lines(request: HttpRequest, here: Circle) -> HttpResponse:
    form = LogbookForm(request.GET)
    found = _found(request, here, form)
    asked = urlencode([(name, given) for name in form.fields if (given := request.GET.get(name))])
    context = {
        "circle": here,
        "lines": found.entries,
        "more": found.more,
        "first": not request.GET.get("after"),
        "form": form,
        "asked": asked,
        "most": MOST,
    }
    return page(request, "circles/logbook.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, here: Circle) -> HttpResponse:
    found = _found(request, here, LogbookForm(request.GET), size=MOST)
    rows = [[_("When"), _("What was done"), _("By"), _("Why"), _("Kind")]]
    for one in found.entries:
        at = timezone.localtime(one.at).isoformat(timespec="minutes")
        rows.append([at, one.sentence, one.by, one.why, str(KINDS[one.kind])])
    response = HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="logbook.csv"'
    return response
