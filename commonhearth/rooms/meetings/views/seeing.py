"""The list of what is ahead, and one date."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.circles.access import may_read_circle, may_see_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.kit import saying
from commonhearth.kit.page import page
from commonhearth.rooms.meetings import selectors, wording
from commonhearth.rooms.meetings.access import (
    may_answer,
    may_change_series,
    may_come_as_guest,
    may_host,
    may_open_online,
    may_plan,
)
from commonhearth.rooms.meetings.access.working import may_read_work
from commonhearth.rooms.meetings.forms import AnswerForm
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.guests import guests_for_host
from commonhearth.rooms.meetings.selectors.online import way_in
from commonhearth.rooms.meetings.selectors.rhythm import said_back


def meetings(request: HttpRequest, circle_id: UUID | None = None) -> HttpResponse:
    """What is ahead in the circles one sees; only one's own, or one circle's, where asked."""
    inside = bool(getattr(request.actor, "is_inside", False))
    circle = None
    if circle_id is not None:
        circle = circle_for(request.actor, circle_id, now=request.now)
        if not may_read_circle(request.actor, circle):
            raise NotVisible
    if not inside and not request.community.public_page:
        raise NotVisible
    mine = inside and request.GET.get("mine") == "1"
    after = request.GET.get("after", "")
    found = selectors.meetings_page(
        request.actor, now=request.now, circle_id=circle.id if circle else None, after=after, mine=mine
    )
    context = {
        "found": found,
        "circle": circle,
        "mine": mine,
        "inside": inside,
        "first": not after,
        "may_plan": may_plan(request.actor, circle) if circle else None,
        "words": wording,
    }
    return page(request, "meetings/list.html", context)


def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One date: what, when, where, whether one comes."""
    seen = selectors.meeting_for(request.actor, meeting_id, now=request.now)
    return show_meeting(request, seen)


def show_meeting(
    request: HttpRequest, seen: selectors.Seen, *, form: AnswerForm | None = None, guest_form: Any = None
) -> HttpResponse:
    """Show one date, with a form that came back where one did."""
    actor, row = request.actor, seen.meeting
    inside = bool(getattr(actor, "is_inside", False))
    answer = may_answer(actor, row, now=request.now)
    host = may_host(actor, row)
    online = may_open_online(actor, row, seen.own)
    own = seen.own
    if form is None:
        form = AnswerForm(
            initial={
                "answer": own.answer if own else None,
                "bringing": own.bringing if own else 0,
                "needs": selectors.own_needs(actor, own),
            }
        )
    context = {
        "seen": seen,
        "inside": inside,
        "manner": manner_of(row) if may_read_work(actor, row) else None,
        "sees_circle": bool(may_see_circle(actor, row.circle)),
        "who": selectors.who_comes(actor, row) if inside else None,
        "own": own,
        "others": selectors.spoken_for(actor, row) if inside and _still(request, row) else [],
        "answer": answer,
        "form": form,
        "change": may_change_series(actor, row.series),
        "host": host,
        "needs": selectors.needs_told(actor, row) if host else [],
        "guests": guests_for_host(actor, row) if host else [],
        "online": way_in(row) if online and row.series.online is not None else "",
        "is_online": row.series.online is not None,
        "as_guest": may_come_as_guest(actor, row, now=request.now),
        "guest_form": guest_form,
        "tells_place": inside or row.series.place_for == "all",
        "there": _there(row),
        "rule": said_back(row.series),
        "as_text": _as_text(request, seen) if seen.tells else "",
        "over": row.ends <= request.now,
        "once_key": once.new_key(),
        "words": wording,
    }
    wrong = (form.is_bound and form.errors) or (guest_form is not None and guest_form.errors)
    return page(request, "meetings/meeting.html", context, status=422 if wrong else 200)


def _still(request: HttpRequest, row: Any) -> bool:
    return row.cancelled is None and row.starts > request.now


def _there(row: Any) -> str:
    """Return day and time on the clock of the meeting's zone, where the reader's clock shows another time."""
    zone = ZoneInfo(row.series.zone)
    if timezone.localtime(row.starts).utcoffset() == row.starts.astimezone(zone).utcoffset():
        return ""
    with timezone.override(zone):
        return _("%(when)s in %(zone)s") % {
            "when": saying.day_time(row.starts),
            "zone": row.series.zone.replace("_", " "),
        }


def _as_text(request: HttpRequest, seen: selectors.Seen) -> str:
    """Return an open date as plain text for a chat: nothing of it that not everybody may know."""
    row = seen.meeting
    public = row.series.doors == "all"
    place = seen.place if not public or row.series.place_for == "all" else seen.words["district"]
    lines = [seen.title, saying.day_time(row.starts), place]
    if public:
        lines.append(str(wording.FIRST_TIME))
    lines.append(
        request.build_absolute_uri(reverse("meetings:meeting", args=[request.community.slug, row.id]))
    )
    return "\n".join(line for line in lines if line)
