"""Links for one person: making, revoking, coming in by one."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.members import selectors, services
from commonhearth.foundation.members.access import may_invite
from commonhearth.foundation.members.forms import InviteForm, JoinForm
from commonhearth.foundation.members.services.invitations import find_invitation
from commonhearth.foundation.members.views.joining import name_in_use
from commonhearth.kit.page import page


def invitations(request: HttpRequest) -> HttpResponse:
    """One's own links, and making a new one; the new link is shown this once."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    verdict = may_invite(request.actor)
    form = InviteForm(request.POST if request.method == "POST" and verdict else None)
    link, again = "", False
    if form.is_bound and form.is_valid():
        link = _made(request, form)
        again = not link
        form = InviteForm()
    context = {
        "form": form,
        "verdict": verdict,
        "link": link,
        "again": again,
        "once_key": once.new_key(),
        "links": selectors.invitations_of(request.actor)[:50],
        "apart": selectors.kept_apart_ids(request.actor),
        "moment": request.now,
    }
    return page(request, "members/invitations.html", context, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: InviteForm) -> str:
    """Make the link, once for each key; "" on a retry, since the token is kept nowhere, not even here."""
    shown = []

    def act() -> dict[str, str]:
        made, token = services.invite(actor=request.actor, now=request.now, **form.cleaned_data)
        shown.append(settings.HEARTH_URL + reverse("come_in", args=[request.community.id, token]))
        return {"invitation": str(made.id)}

    once.answer(actor=request.actor, form="members.invite", key=request.POST.get("once_key", ""), act=act)
    return shown[0] if shown else ""


def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Make one of one's links useless."""
    invitation = selectors.invitation_seen_by(request.actor, invitation_id)
    services.revoke_invitation(actor=request.actor, invitation=invitation, now=request.now)
    messages.success(request, _("That link opens nothing any more."))
    return HttpResponseRedirect(reverse("members:invitations", args=[request.community.slug]))


def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a link. Until it is opened by a signed-in person it tells nothing of the community."""
    try:
        invitation = find_invitation(token, now=request.now)
    except services.InvitationSpent:
        if request.method == "POST" and getattr(request.actor, "is_inside", False):
            # A second press: the first one let them in.
            return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))
        return page(request, "members/link_spent.html", {}, status=410)
    if request.person is None:
        here = request.path
        return page(request, "members/come_in_first.html", {"next": here})
    form = JoinForm(request.POST or None, questions=[], lowest_age=request.community.lowest_age)
    barred = None
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(
                actor=request.actor,
                community=request.community,
                token=token,
                name=form.cleaned_data["name"],
                word=form.cleaned_data["word"],
                now=request.now,
            )
        except services.InvitationSpent:  # used up since the page was opened
            return page(request, "members/link_spent.html", {}, status=410)
        except services.NameInUse as taken:
            form.add_error("word", name_in_use(taken))
        except services.Barred as bar:
            barred = bar
        else:
            return HttpResponseRedirect(reverse("community_home", args=[request.community.slug]))
    context = {"form": form, "invitation": invitation, "community": request.community, "barred": barred}
    return page(request, "members/come_in.html", context, status=422 if form.errors else 200)
