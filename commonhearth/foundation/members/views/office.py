"""Acts of office about one person, and what waits for a second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import Refused, require
from commonhearth.foundation.accounts import mails
from commonhearth.foundation.communities.access import may_freeze, may_read_reach_out
from commonhearth.foundation.members import selectors, services
from commonhearth.foundation.members.access import (
    may_add_without_sign_in,
    may_ask_to_leave,
    may_bar,
    may_choose_voice,
    may_confirm_died,
    may_confirm_hold,
    may_confirm_trial,
    may_give_arrival_code,
    may_give_card,
    may_hold,
    may_keep_register,
    may_lift_hold,
    may_look_after_people,
    may_say_died,
    may_second_arrival,
    may_second_removal,
    may_undo_died,
    may_withdraw_removal,
)
from commonhearth.foundation.members.forms import HoldForm, RemovalForm, WhyForm
from commonhearth.foundation.members.mistakes import mistake_until
from commonhearth.foundation.members.services.arriving import arrival_of
from commonhearth.foundation.members.services.leaving import NOTICE_DAYS
from commonhearth.kit import sentences
from commonhearth.kit.page import page


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    name = "members:office" if may_look_after_people(request.actor) else "circles:everyone"
    return HttpResponseRedirect(reverse(name, args=[request.community.slug]))


def office(request: HttpRequest) -> HttpResponse:
    """What waits for those who look after people."""
    desk = selectors.office_desk(request.actor, now=request.now)
    actor = request.actor
    context = {
        "desk": desk,
        "may_letters": may_read_reach_out(actor),
        "may_register": may_keep_register(actor),
        "may_add": may_add_without_sign_in(actor),
        "may_take_along": may_freeze(actor),
        "holds": [
            (hold, may_confirm_hold(actor, hold, now=request.now), may_lift_hold(actor, hold))
            for hold in desk.holds
        ],
        "removals": [
            (removal, may_second_removal(actor, removal), may_withdraw_removal(actor, removal))
            for removal in desk.removals
        ],
        "deaths": [
            (
                death,
                may_confirm_died(actor, death),
                may_undo_died(actor, death),
                mistake_until(death.member, now=request.now),
            )
            for death in desk.deaths
        ],
    }
    return page(request, "members/office.html", context)


def about(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """What may be done about one person; each act says what follows before it is pressed."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    arrival = arrival_of(member)
    context = {
        "member": member,
        "death": selectors.death_waiting(member),
        "may_confirm_trial": may_confirm_trial(request.actor, member),
        "may_hold": may_hold(request.actor, member),
        "may_ask_to_leave": may_ask_to_leave(request.actor, member),
        "may_bar": may_bar(request.actor, member),
        "may_give_card": may_give_card(request.actor, member),
        "may_choose_voice": may_choose_voice(request.actor, member),
        "may_say_died": may_say_died(request.actor, member),
        "may_give_arrival_code": may_give_arrival_code(request.actor, member, arrival),
        "may_second_arrival": may_second_arrival(request.actor, member, arrival),
        "in_office": may_look_after_people(request.actor),
        "further": [line for offer in selectors.ABOUT if (line := offer(request.actor, member))],
    }
    return page(request, "members/about.html", context)


def _act(
    request: HttpRequest,
    member: Any,
    form: forms.Form,
    title: str,
    before: str,
    submit: str,
    act: Callable[[], object],
) -> HttpResponse | None:
    """Show the form of one act, or act (once, under the key of its page) and return None."""
    if request.method == "POST" and form.is_valid():

        def acted() -> dict[str, str]:
            act()
            return {}

        name = f"{request.resolver_match.view_name}.{member.id}"
        try:
            once.answer(actor=request.actor, form=name, key=request.POST.get("once_key", ""), act=acted)
        except Refused as refused:
            if refused.verdict.code != "repair_first":
                raise
            form.add_error(None, sentences.of_verdict(refused.verdict))
        except services.NoticeTooShort as short:
            words = _("Please give at least %(days)s days, so that they can appeal.") % {"days": short.days}
            form.add_error("takes_effect", words)
        else:
            return None
    context = {"form": form, "member": member, "title": title, "before": before, "submit": submit}
    context["once_key"] = once.new_key()
    return page(request, "members/act.html", context, status=422 if form.errors else 200)


def hold(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Put somebody's access on hold."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    require(may_hold(request.actor, member))
    form = HoldForm(request.POST or None)
    shown = _act(
        request,
        member,
        form,
        _("Put on hold"),
        _("It lifts by itself after 24 hours unless a second person confirms it, and after 72 in any case. "
          "They keep Help now and everything of their own, and are told whom to talk to."),
        _("Put on hold"),
        lambda: services.place_hold(actor=request.actor, member=member, now=request.now, **form.cleaned_data),
    )  # fmt: skip
    return shown or _back(request, _("On hold. Please ask a second person to confirm it within 24 hours."))


def ask_to_leave(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Begin asking somebody to leave."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    require(may_ask_to_leave(request.actor, member))
    form = RemovalForm(request.POST or None, today=request.now.date(), notice_days=NOTICE_DAYS)
    shown = _act(
        request,
        member,
        form,
        _("Ask to leave"),
        _(
            "Nothing happens until a second person confirms it. Then they are told the day and whom to appeal to. "
            "They have two weeks from then at least, so a day that is too near is moved."
        ),
        _("Begin"),
        lambda: services.ask_to_leave(
            actor=request.actor, member=member, now=request.now, **form.cleaned_data
        ),
    )
    return shown or _back(request, _("Begun. A second person must confirm it before anybody is told."))


def bar(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say that somebody outside may not come back."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    require(may_bar(request.actor, member))
    form = WhyForm(request.POST or None)
    shown = _act(
        request,
        member,
        form,
        _("May not come back"),
        _(
            "It holds under any name and by any link, for their sign-in and its e-mail address. "
            "They learn only that they cannot ask to join, and whom to write to."
        ),
        _("They may not come back"),
        lambda: services.bar(actor=request.actor, member=member, now=request.now, **form.cleaned_data),
    )
    return shown or _back(request, _("Noted. It can be lifted at any time."))


def confirm_trial(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Make a newcomer a full member."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    services.confirm_trial(actor=request.actor, member=member, now=request.now)
    return _back(request, _("%(name)s is a full member now.") % {"name": member})


def say_died(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say that somebody has died; a second person confirms."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    services.say_died(actor=request.actor, member=member, now=request.now)
    return _back(
        request, _("Noted. When a second person confirms it, nothing more is sent to or about them.")
    )


def confirm_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Confirm a hold as the second person."""
    services.confirm_hold(
        actor=request.actor, hold=selectors.hold_in_reach(request.actor, hold_id), now=request.now
    )
    return _back(request, _("Confirmed. It ends by itself after 72 hours in all."))


def lift_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Give access back."""
    services.lift_hold(
        actor=request.actor, hold=selectors.hold_in_reach(request.actor, hold_id), now=request.now
    )
    return _back(request, _("Lifted."))


def second_removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """Confirm as the second person that somebody is asked to leave."""
    services.second_removal(
        actor=request.actor, removal=selectors.removal_in_reach(request.actor, removal_id), now=request.now
    )
    return _back(request, _("Confirmed. They are being told, with whom they can appeal to."))


def withdraw_removal(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """Take the asking to leave back."""
    services.withdraw_removal(
        actor=request.actor, removal=selectors.removal_in_reach(request.actor, removal_id), now=request.now
    )
    return _back(request, _("Taken back."))


def confirm_died(request: HttpRequest, death_id: UUID) -> HttpResponse:
    """Confirm as the second person."""
    services.confirm_died(
        actor=request.actor, death=selectors.death_in_reach(request.actor, death_id), now=request.now
    )
    return _back(request, _("Confirmed. Please tell their circles in person first."))


def undo_died(request: HttpRequest, death_id: UUID) -> HttpResponse:
    """It was a mistake; everything is as before, but for what somebody else has taken."""
    death = selectors.death_in_reach(request.actor, death_id)
    member = services.undo_died(actor=request.actor, death=death, now=request.now)
    if member.id == getattr(request.actor, "id", None):
        words = _("You are a member as before. Your circles may have been told; please tell them.")
        messages.success(request, words)
        return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))
    return _back(
        request, _("Undone. If a circle was told that they have died, please tell it that they live.")
    )


def lift_bar(request: HttpRequest, bar_id: UUID) -> HttpResponse:
    """They may ask to come back."""
    services.lift_bar(actor=request.actor, row=selectors.bar_in_reach(request.actor, bar_id), now=request.now)
    return _back(request, _("Lifted. They may ask to join again."))


def give_card(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Make a printed card for somebody without e-mail; its codes are on this one page and nowhere else."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    require(may_give_card(request.actor, member))
    if request.method != "POST":
        return page(request, "members/give_card.html", {"member": member})
    printed = services.give_card(actor=request.actor, member=member, now=request.now)
    context = {
        "number": printed.card.number,
        "codes": printed.codes,
        "host": settings.HEARTH_NAME,
        "address": mails.absolute("accounts_with_card"),
        "title": _("The card of %(name)s") % {"name": member},
        "done": (_("They have it"), reverse("members:about", args=[request.community.slug, member.id])),
    }
    return page(request, "accounts/card.html", context)
