"""The register of members, for the registrar; and adding somebody without a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import require
from commonhearth.foundation.members import selectors, services
from commonhearth.foundation.members.access import (
    may_add_without_sign_in,
    may_choose_voice,
    may_keep_register,
)
from commonhearth.foundation.members.forms import AddForm, LegalNameForm, VoiceForm
from commonhearth.foundation.members.views.joining import name_in_use
from commonhearth.kit.page import page

if TYPE_CHECKING:
    from commonhearth.foundation.members.models import Member


def register(request: HttpRequest) -> HttpResponse:
    """The register: number, name here, whether the legal name is entered."""
    require(may_keep_register(request.actor))
    after = request.GET.get("after", "")
    rows, older = selectors.register_page(request.actor, after=after)
    return page(request, "members/register.html", {"rows": rows, "older": older})


def entry(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """One entry: read the legal name, enter or correct it."""
    member, legal_name = selectors.register_entry(request.actor, member_id)
    form = LegalNameForm(request.POST or None, initial={"legal_name": legal_name})
    if request.method == "POST" and form.is_valid():
        services.enter_legal_name(actor=request.actor, member=member, now=request.now, **form.cleaned_data)
        messages.success(request, _("Entered, and sealed. Only the registrar and the member can read it."))
        return HttpResponseRedirect(reverse("members:register", args=[request.community.slug]))
    context = {"form": form, "member": member}
    return page(request, "members/entry.html", context, status=422 if form.errors else 200)


def add(request: HttpRequest) -> HttpResponse:
    """Add somebody who takes part without a sign-in."""
    require(may_add_without_sign_in(request.actor))
    form = AddForm(request.POST or None, members=_who_may_write(request))
    if request.method == "POST" and form.is_valid():

        def act() -> dict[str, str]:
            made = services.add_without_sign_in(actor=request.actor, now=request.now, **form.cleaned_data)
            return {"member": str(made.id)}

        try:
            made = once.answer(
                actor=request.actor, form="members.add", key=request.POST.get("once_key", ""), act=act
            )
        except services.NameInUse as taken:
            form.add_error("word", name_in_use(taken))
        else:
            messages.success(request, _("Added. They take part like everybody else."))
            return HttpResponseRedirect(
                reverse("members:about", args=[request.community.slug, made["member"]])
            )
    context = {"form": form, "once_key": once.new_key()}
    return page(request, "members/add.html", context, status=422 if form.errors else 200)


def voice(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Say whom somebody without a sign-in chose to write down their words."""
    member = selectors.member_in_office_reach(request.actor, member_id)
    require(may_choose_voice(request.actor, member))
    now = member.speaks_through_id
    form = VoiceForm(
        request.POST or None, members=_who_may_write(request), initial={"speaks_through": str(now or "")}
    )
    if request.method == "POST" and form.is_valid():
        services.choose_voice(actor=request.actor, member=member, now=request.now, **form.cleaned_data)
        messages.success(request, _("Noted. What was written for them before stays."))
        return HttpResponseRedirect(reverse("members:about", args=[request.community.slug, member.id]))
    context = {"form": form, "member": member}
    return page(request, "members/voice.html", context, status=422 if form.errors else 200)


def _who_may_write(request: HttpRequest) -> list[Member]:
    """Return whom somebody may choose: those who sign in, as the viewer sees them."""
    rows = selectors.members_seen_by(request.actor).filter(person__isnull=False)
    return list(rows.order_by("name")[:500])
