"""What the room sees: the projector page, the same from a phone, and a clock for rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible
from commonhearth.kit.page import wants_fragment
from commonhearth.rooms.meetings.access.working import may_count_heads, may_run
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.selectors.working import screen_for
from commonhearth.rooms.meetings.services import sitting as services
from commonhearth.rooms.meetings.views.working import at, show, to
from commonhearth.rooms.meetings.wording import agenda as words

if TYPE_CHECKING:
    from commonhearth.rooms.meetings.models import Meeting

#: Minutes for each in a round.
EACH = (1, 2, 3, 5)
#: Speakers named by number in the plain list of a round.
MOST_SPEAKERS = 40


def _page(request: HttpRequest, meeting_id: UUID, template: str) -> HttpResponse:
    meeting = _with_agenda(request, meeting_id)
    shown = screen_for(request.actor, meeting, now=request.now)
    if wants_fragment(request) and request.GET.get("have") == shown.have:
        return HttpResponse(status=204)  # nothing new: what is focused there stays so
    context = {
        "screen": shown,
        "run": may_run(request.actor, meeting, services.leads(meeting)),
        "pausing": may_count_heads(request.actor, meeting),
        "words": words,
    }
    return show(request, template, meeting, context, fragment="shown")


def _with_agenda(request: HttpRequest, meeting_id: UUID) -> Meeting:
    meeting = at(request, meeting_id)
    if not manner_of(meeting).agenda:
        raise NotVisible
    return meeting


def screen(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """For the wall: large letters, one thing at a time, nobody's name."""
    return _page(request, meeting_id, "meetings/screen.html")


def phone(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """For whoever leads: what the wall shows, what comes next, and the presses that move it."""
    return _page(request, meeting_id, "meetings/phone.html")


def step(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the next thing, the one before, or let the next one speak."""
    meeting = _with_agenda(request, meeting_id)
    way, shown = request.POST.get("way", "on"), request.POST.get("shown", "")
    if way == "speaker":
        services.next_speaker(actor=request.actor, meeting=meeting, shown=shown, now=request.now)
    else:
        services.step(actor=request.actor, meeting=meeting, on=way != "back", shown=shown, now=request.now)
    return _back(request, meeting)


def pause(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """“I need a pause”, and going on."""
    meeting = _with_agenda(request, meeting_id)
    pausing = request.POST.get("pausing", "yes") == "yes"
    shown = request.POST.get("shown", "")
    services.pause(actor=request.actor, meeting=meeting, pausing=pausing, shown=shown, now=request.now)
    return _back(request, meeting)


def _back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Lead back to what is shown: the next press of the tab key is at the buttons again."""
    page = to(
        request, "meetings:phone" if request.POST.get("from") == "phone" else "meetings:screen", meeting.id
    )
    page["Location"] += "#shown"
    return page


def round_timer(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A clock for a round: each has so many minutes, in the order in which people sit. It keeps nothing."""
    meeting = _with_agenda(request, meeting_id)
    each = _number(request.GET.get("each"), among=EACH, otherwise=2)
    people = _number(request.GET.get("people"), among=range(1, MOST_SPEAKERS + 1), otherwise=8)
    turn = _number(request.GET.get("turn"), among=range(people + 2), otherwise=0)
    whole, at_once = 60 * each, int(request.now.timestamp())
    if "until" in request.GET:
        # A pause begins: from here on the address says how much is left, not until when.
        until = _number(request.GET["until"], among=range(at_once + whole + 1), otherwise=at_once + whole)
        query = request.GET.copy()
        del query["until"]
        query["left"] = str(max(0, until - at_once))
        return HttpResponseRedirect(f"?{query.urlencode()}")
    left = _number(request.GET.get("left"), among=range(whole + 1), otherwise=whole)
    context = {
        "each": each,
        "choices": EACH,
        "people": people,
        "turn": turn,
        "left": left,
        "until": at_once + left,
        "resting": request.GET.get("pause") == "1",
        "kind": _("Closing round") if request.GET.get("round") == "closing" else _("Opening round"),
        "closing": request.GET.get("round") == "closing",
        "words": words,
    }
    return show(request, "meetings/round.html", meeting, context)


def _number(typed: str | None, *, among: range | tuple[int, ...], otherwise: int) -> int:
    number = int(typed) if typed and typed.isdecimal() and len(typed) < 12 else otherwise
    return number if number in among else otherwise
