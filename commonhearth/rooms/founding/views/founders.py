"""Founders: inviting, coming along, one's own name, and the card that finds them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.kit import sentences
from commonhearth.kit.page import page
from commonhearth.rooms.directory.services import CannotBeDone
from commonhearth.rooms.founding import selectors, services
from commonhearth.rooms.founding.forms.steps import CardForm, ComeForm, InviteForm
from commonhearth.rooms.founding.views.steps import frame_of_step


@login_required
def founders(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Who begins it; making a link, which is shown this once; the card for people near."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    form = InviteForm(request.POST or None)
    link, again = "", False
    if request.method == "POST" and form.is_valid():
        try:
            link = _made(request, draft_id, form.cleaned_data["note"])
        except services.EnoughFounders:
            form.add_error(None, sentences.say("enough_founders"))
        else:
            again, form = not link, InviteForm()
    context = frame_of_step(view, "founders") | {
        "form": form,
        "link": link,
        "again": again,
        "links": selectors.links_of(request.person, draft_id, now=request.now),
        "card": CardForm(),
        "once_key": once.new_key(),
        "days": services.DAYS,
    }
    return page(request, "founding/founders.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, draft_id: UUID, note: str) -> str:
    """Make the link, once for each key; "" on a retry, since the token is kept nowhere, not even here."""
    shown = []

    def act() -> dict[str, str]:
        made, token = services.invite_founder(
            actor=request.person, draft_id=draft_id, note=note, now=request.now
        )
        shown.append(settings.HEARTH_URL + reverse("founding:come_along", args=[token]))
        return {"link": str(made.id)}

    once.answer(actor=request.person, form="founding.invite", key=request.POST.get("once_key", ""), act=act)
    return shown[0] if shown else ""


@login_required
def revoke(request: HttpRequest, draft_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back."""
    services.revoke_link(actor=request.person, draft_id=draft_id, link_id=link_id, now=request.now)
    messages.success(request, _("That link opens nothing any more."))
    return HttpResponseRedirect(reverse("founding:founders", args=[draft_id]))


@login_required
def name_oneself(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Choose the name by which the others know one, here and in the community."""
    view = selectors.draft_for(request.person, draft_id)
    require(view.may_change)
    form = ComeForm(request.POST or None, initial={"name": view.me.plain_name, "word": view.me.word})
    if request.method == "POST" and form.is_valid():
        try:
            services.name_oneself(
                actor=request.person, draft_id=draft_id, now=request.now, **form.cleaned_data
            )
        except services.NameInUse:
            form.add_error("word", sentences.say("founder_name_in_use"))
        else:
            return HttpResponseRedirect(reverse("founding:founders", args=[draft_id]))
    context = {"form": form, "draft": view.draft}
    return page(request, "founding/name_oneself.html", context, status=422 if form.errors else 200)


def come_along(request: HttpRequest, token: str) -> HttpResponse:
    """Begin it with the others, by a link. Until a signed-in person opens it, it tells nothing."""
    try:
        link = services.find_link(token, now=request.now)
    except services.LinkSpent:
        return page(request, "founding/link_spent.html", {}, status=410)
    if request.person is None:
        return page(request, "founding/come_first.html", {"next": request.path})
    if selectors.begins_with(request.person, link.draft_id):
        return HttpResponseRedirect(reverse("founding:draft", args=[link.draft_id]))
    form = ComeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            founder = services.come_along(
                actor=request.person, token=token, now=request.now, **form.cleaned_data
            )
        except services.LinkSpent:  # used up since the page was opened
            return page(request, "founding/link_spent.html", {}, status=410)
        except services.NameInUse:
            form.add_error("word", sentences.say("founder_name_in_use"))
        else:
            return HttpResponseRedirect(reverse("founding:draft", args=[founder.draft_id]))
    context = {"form": form, "draft": link.draft, "by": link.made_by}
    return page(request, "founding/come.html", context, status=422 if form.errors else 200)


@login_required
def show_card(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a card in the directory, and let those who wait near it be asked."""
    form = CardForm(request.POST)
    within = form.cleaned_data["meet_within_km"] if form.is_valid() else None
    try:
        services.show_card(actor=request.person, draft_id=draft_id, meet_within_km=within, now=request.now)
    except services.NoPlaceYet:
        messages.warning(request, sentences.say("no_place_yet"))
    except CannotBeDone as fault:
        messages.warning(request, sentences.say(fault.code))
    else:
        messages.success(request, _("Your card is shown. Whoever is near and looking finds it."))
    return HttpResponseRedirect(reverse("founding:founders", args=[draft_id]))


@login_required
def hide_card(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take the card down."""
    services.hide_card(actor=request.person, draft_id=draft_id, now=request.now)
    messages.success(request, _("Your card is taken down."))
    return HttpResponseRedirect(reverse("founding:founders", args=[draft_id]))
