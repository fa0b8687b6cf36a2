"""Letters on paper: asking for them, and printing the round."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit.page import page
from commonhearth.kit.paper import can_print_pdf, paper
from commonhearth.rooms.meetings.access.paper import may_print_letters, may_want_paper
from commonhearth.rooms.meetings.selectors import paper as selectors
from commonhearth.rooms.meetings.services import paper as services
from commonhearth.rooms.meetings.views.working import to
from commonhearth.rooms.meetings.wording import paper as words
from commonhearth.rooms.meetings.workforms import PaperForm


def wish(request: HttpRequest) -> HttpResponse:
    """Whether one wants letters on paper, and what stands on their address side; also for whom one speaks."""
    member = selectors.whose(request.actor, _id(request.GET.get("for", "")))
    if not may_want_paper(request.actor, member):
        raise NotVisible
    found, address = selectors.wish_of(request.actor, member)
    if request.method == "POST" and "no_more" in request.POST:
        services.no_more_paper(actor=request.actor, member=member, now=request.now)
        messages.success(request, _("No more letters on paper. The address is gone."))
        return _again(request, member)
    initial = {"way": found.way if found else "hand", "address": address or member.paper or member.name}
    form = PaperForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            services.want_paper(actor=request.actor, member=member, now=request.now, **form.cleaned_data)
        except services.AddressTooLong:
            form.add_error("address", str(words.SENTENCES["address_too_long"]))
        except ValueError:
            form.add_error("address", str(words.SENTENCES["address_missing"]))
        else:
            messages.success(request, _("Noted. You are in the next letter round."))
            return _again(request, member)
    mine = member.id == request.actor.id
    context = {
        "form": form,
        "wish": found,
        "member": None if mine else member,
        "others": selectors.for_whom(request.actor) if mine else [],
        "prints": bool(may_print_letters(request.actor)),
    }
    return page(request, "meetings/paper.html", context, status=422 if form.errors else 200)


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotVisible from None


def _again(request: HttpRequest, member: object) -> HttpResponse:
    answer = to(request, "meetings:paper")
    if member != request.actor:
        answer["Location"] += f"?for={member.id}"  # type: ignore[attr-defined]
    return answer


def letters(request: HttpRequest) -> HttpResponse:
    """The letter round: how many want paper; a press opens all of them as one print job."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    require(may_print_letters(request.actor))
    if request.method != "POST":
        context = {"count": selectors.how_many(request.actor), "most": selectors.MOST, "pdf": can_print_pdf()}
        return page(request, "meetings/letters.html", context)
    found = selectors.letters_for(request.actor, now=request.now)
    services.note_printed(actor=request.actor, letters=len(found), now=request.now)
    printed = {
        "letters": found,
        "today": request.now.date(),
        "named": request.community.named_outside,
        "pdf_url": "",
    }
    return paper(request, "meetings/letters_paper.html", printed, name="letters")
