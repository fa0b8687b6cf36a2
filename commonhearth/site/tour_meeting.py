"""Stop 4 of the tour: Thursday's meeting. What a room sees, moved by a press; minutes agreed; the board; the chat."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.circles.selectors import as_actor, sheet_of
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import TOUR, TourStop
from commonhearth.foundation.tenancy import in_community
from commonhearth.kit import markdown
from commonhearth.kit.page import page, wants_fragment
from commonhearth.kit.paper import paper
from commonhearth.rooms.meetings.models import Meeting, Minutes, Turn
from commonhearth.rooms.meetings.selectors.minutes import as_text, minutes_for
from commonhearth.rooms.meetings.selectors.working import screen_for, title_of, work_for
from commonhearth.rooms.meetings.services import sitting
from commonhearth.rooms.meetings.wording import agenda as words
from commonhearth.site.demo.minutes import CIRCLE
from commonhearth.site.tour import demo_only

TOUR.add(
    "meeting",
    TourStop(
        _("Thursday’s meeting"),
        _(
            "What the room sees on its wall, a clock for rounds, minutes agreed, the notice board, the text for a chat."
        ),
        lambda: reverse("tour_meeting"),
        order=40,
    ),
)


def _ahead(request: HttpRequest) -> tuple[Any, Member]:
    """Return the demo's next meeting, and whoever leads it: the visitor presses in their place."""
    led = Turn.objects.filter(hat="facilitator", holder__isnull=False).values("meeting")
    ahead = Meeting.objects.filter(circle__name=CIRCLE, ends__gt=request.now, cancelled=None, id__in=led)
    row = ahead.order_by("starts").first()
    if row is None:
        raise Http404
    turn = Turn.objects.filter(meeting=row, hat="facilitator", holder__isnull=False).first()
    holder = turn.holder if turn else None
    member = Member.objects.filter(circle_memberships=holder).first() if holder else None
    if member is None:
        raise Http404
    actor = as_actor(member, now=request.now)
    return work_for(actor, row.id, now=request.now), actor


def meeting(request: HttpRequest) -> HttpResponse:
    """Thursday's meeting on one page; each press is the real one, made in the place of whoever leads."""
    community = demo_only()
    with in_community(community.id):
        row, leader = _ahead(request)
        if request.method == "POST":
            _press(request, row, leader)
            return HttpResponseRedirect(reverse("tour_meeting"))
        screen = screen_for(leader, row, now=request.now)
        if wants_fragment(request) and request.GET.get("have") == screen.have:
            return HttpResponse(status=204)
        context = {
            "screen": screen,
            "words": words,
            "title": title_of(row, viewer=leader),
            "starts": row.starts,
        }
        return page(
            request, "site/tour_meeting.html", context | _agreed(request, row, leader), fragment="shown"
        )


def _press(request: HttpRequest, row: Meeting, leader: Member) -> None:
    way, shown = request.POST.get("way", "on"), request.POST.get("shown", "")
    if way == "speaker":
        sitting.next_speaker(actor=leader, meeting=row, shown=shown, now=request.now)
    else:
        sitting.step(actor=leader, meeting=row, on=way != "back", shown=shown, now=request.now)


def _agreed(request: HttpRequest, row: Meeting, leader: Member) -> dict[str, Any]:
    """Return the minutes that this circle agreed on last, and their text for a chat."""
    last = Minutes.objects.filter(circle=row.circle, locked__isnull=False).order_by("-locked").first()
    if last is None:
        raise Http404
    held = work_for(leader, last.meeting_id, now=request.now)
    view = minutes_for(leader, held)
    return {
        "view": view,
        "held": held,
        "text": markdown.render(view.minutes.text if view.minutes else ""),
        "as_text": as_text(held.circle, title_of(held, viewer=leader), view),
    }


def round_timer(request: HttpRequest) -> HttpResponse:
    """The clock for a round, as a page of its own; it keeps nothing."""
    demo_only()
    typed = request.GET.get("turn", "")
    turn = int(typed) if typed.isdecimal() and len(typed) < 3 else 1
    return page(
        request, "site/tour_round.html", {"turn": min(turn, PEOPLE + 1), "people": PEOPLE, "words": words}
    )


#: People in the room of the tour.
PEOPLE = 5


def sheet(request: HttpRequest) -> HttpResponse:
    """The notice-board sheet of the same circle, ready to print."""
    community = demo_only()
    today = request.now.date()
    with in_community(community.id):
        row, leader = _ahead(request)
        context = {
            "sheet": sheet_of(leader, row.circle_id, now=request.now),
            "today": today,
            "named": community.named_outside,
        }
        return paper(request, "site/tour_sheet.html", context, name="notice-board")
