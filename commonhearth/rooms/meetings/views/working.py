"""What the pages of a meeting's work have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commonhearth.foundation import once
from commonhearth.foundation.circles.access import seat_in
from commonhearth.foundation.circles.selectors import people_of
from commonhearth.kit.page import page
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.working import title_of, work_for

if TYPE_CHECKING:
    from commonhearth.foundation.circles.models import CircleMembership
    from commonhearth.rooms.meetings.models import Meeting

#: In a circle of up to so many people, one is chosen from a list.
CHOSEN = 60


def at(request: HttpRequest, meeting_id: UUID) -> Meeting:
    """Return the meeting that an address is about, for who may read its circle."""
    return work_for(request.actor, meeting_id, now=request.now)


def show(
    request: HttpRequest,
    template: str,
    meeting: Meeting,
    context: dict[str, Any],
    *,
    status: int = 200,
    fragment: str | None = None,
) -> HttpResponse:
    """Answer with one of a meeting's pages."""
    given = {
        "meeting": meeting,
        "circle": meeting.circle,
        "title": title_of(meeting, viewer=request.actor),
        "manner": manner_of(meeting),
        "seat": seat_in(request.actor, meeting.circle),
        "once_key": once.new_key(),
    }
    return page(request, template, given | context, status=status, fragment=fragment)


def to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    """Send on to a named page of this community."""
    return HttpResponseRedirect(reverse(name, args=[request.community.slug, *args]))


def act_once(request: HttpRequest, form: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Act once under the key that the form's page carried."""
    return once.answer(actor=request.actor, form=form, key=request.POST.get("once_key", ""), act=act)


def others_in(request: HttpRequest, meeting_or_circle: Any) -> list[CircleMembership]:
    """Return the people of a circle from whom one is chosen, without the viewer."""
    circle = getattr(meeting_or_circle, "circle", meeting_or_circle)
    seat = seat_in(request.actor, circle)
    people = people_of(request.actor, circle, size=CHOSEN).people
    return [one for one in people if seat is None or one.id != seat.membership_id]
