"""You and this house: ways in, devices, address, card, look, language, time zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts import codes, limits, mails, selectors, step_up, wording
from commonhearth.foundation.accounts.access import may_change_ways_in, may_issue_card
from commonhearth.foundation.accounts.forms import (
    AddPasskeyForm,
    CodeForm,
    NewAddressForm,
    NewPasswordForm,
    SettleForm,
)
from commonhearth.foundation.accounts.services import cards, devices, people, ways_in
from commonhearth.foundation.registry import Point
from commonhearth.kit import sentences
from commonhearth.kit.page import page

#: What upper floors show on this page: `(person) -> (label, url, line) | None`. Notices add quiet hours.
ALSO_HERE: Point = Point("accounts.also_here")


def not_on_shared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse to leave a passkey behind on a computer that others use."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.session.get("shared"):
            messages.warning(request, _("This is a shared computer, so no passkey is made on it."))
            return HttpResponseRedirect(reverse("you"))
        return view(request, *args, **kwargs)

    return checked


def not_made_up(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Leave the ways in of a demo host's made-up people as they are."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        verdict = may_change_ways_in(request.user, request.user)
        if request.user.is_authenticated and not verdict:
            messages.info(request, sentences.of_verdict(verdict))
            return HttpResponseRedirect(reverse("you"))
        return view(request, *args, **kwargs)

    return checked


@never_cache
@login_required
@require_GET
def you(request: HttpRequest) -> HttpResponse:
    """Show everything about one's own sign-in on one page."""
    person = request.user
    return page(
        request,
        "accounts/you.html",
        {
            "ways": selectors.ways_in(person),
            "devices": selectors.devices_of(person, here=request.session.session_key, now=request.now),
            "shared": bool(request.session.get("shared")),
            "may_issue_card": may_issue_card(person, person),
            "also": [line for entry in ALSO_HERE if (line := entry(person))],
            "person": person,
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest) -> HttpResponse:
    """Choose look, language and time zone."""
    person = request.user
    kept = {"theme": person.theme, "language": person.language, "time_zone": person.time_zone}
    form = SettleForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        people.settle(actor=person, person=person, now=request.now, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("you"))
    return page(request, "accounts/settle.html", {"form": form}, status=422 if form.errors else 200)


@not_made_up
@never_cache
@step_up.required
@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: HttpRequest) -> HttpResponse:
    """Ask for another address; a code goes there, whether or not somebody else signs in with it."""
    person = request.user
    form = NewAddressForm(request.POST or None, now_at=person.email or "")
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if limits.spend(request, "code_sent_inside", key=str(person.pk)):
            free = ways_in.address_is_free(email, for_person=person)
            code = codes.make()
            codes.keep(request, code, purpose="change-email", email=email, now=request.now, real=free)
            mails.send_code(
                to=email, code=codes.spoken(code) if free else "", kind="change-email" if free else "taken",
                person=person if free else None, now=request.now,
            )  # fmt: skip
            return HttpResponseRedirect(reverse("accounts_new_address_code"))
        form.add_error("email", wording.said("too_many_codes"))
    return page(
        request,
        "accounts/new_address.html",
        {"form": form, "person": person},
        status=422 if form.errors else 200,
    )


@not_made_up
@never_cache
@step_up.required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def new_address_code(request: HttpRequest) -> HttpResponse:
    """Take the code that went to the new address."""
    waiting = codes.pending(request, purpose="change-email", now=request.now)
    if waiting is None:
        messages.warning(request, wording.said("code_gone"))
        return HttpResponseRedirect(reverse("account_email"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes.fits(request, waiting, form.cleaned_data["code"]) and ways_in.change_email(
            actor=request.user, person=request.user, email=waiting.email,
            keep=request.session.session_key, now=request.now,
        ):  # fmt: skip
            messages.success(request, _("Your new address is in place. We wrote to both addresses."))
            return HttpResponseRedirect(reverse("you"))
        if waiting.tries >= codes.TRIES:
            messages.warning(request, wording.said("code_gone"))
            return HttpResponseRedirect(reverse("account_email"))
        form.add_error("code", wording.said("code_wrong"))
    return page(
        request,
        "accounts/new_address_code.html",
        {"form": form, "email": waiting.email},
        status=422 if form.errors else 200,
    )


@not_made_up
@never_cache
@step_up.required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Set, change or take away the password."""
    person = request.user
    form = NewPasswordForm(request.POST if "password" in request.POST else None, person=person)
    kept = {"actor": person, "person": person, "keep": request.session.session_key, "now": request.now}
    if request.method == "POST" and "remove" in request.POST:
        try:
            ways_in.remove_password(**kept)
        except Refused as refused:
            messages.warning(request, sentences.of_verdict(refused.verdict))
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("The password is gone. Other devices were signed out."))
        return HttpResponseRedirect(reverse("you"))
    if form.is_bound and form.is_valid():
        ways_in.set_password(password=form.cleaned_data["password"], **kept)
        update_session_auth_hash(request, person)
        messages.success(request, _("The password is set. Other devices were signed out."))
        return HttpResponseRedirect(reverse("you"))
    return page(
        request,
        "accounts/password.html",
        {"form": form, "has_one": person.has_usable_password(), "person": person},
        status=422 if form.errors else 200,
    )


class AddPasskey(AddWebAuthnView):
    """The library's ceremony, our act: it would make spare codes, which only the second step needs."""

    def form_valid(self, form: AddPasskeyForm) -> HttpResponse:
        request = self.request
        ways_in.add_passkey(
            actor=request.user, person=request.user, name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"], keep=request.session.session_key, now=request.now,
        )  # fmt: skip
        messages.success(request, _("The passkey is ready. You can sign in with it from now on."))
        return HttpResponseRedirect(reverse("you"))


class TakeAwayPasskey(RemoveWebAuthnView):
    """The library's page and act, unless nothing else opens the door for them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        verdict = ways_in.may_lose(request.user, "passkey")
        if not verdict:
            messages.warning(request, sentences.of_verdict(verdict))
            return HttpResponseRedirect(reverse("you"))
        return super().dispatch(request, *args, **kwargs)


@never_cache
@step_up.required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Print a card; its codes are on this one page and nowhere else."""
    person = request.user
    if request.method == "POST":
        printed = cards.issue_card(for_person=person, issued_by=person, now=request.now)
        return page(
            request,
            "accounts/card.html",
            {"number": printed.card.number, "codes": printed.codes, "host": settings.HEARTH_NAME,
             "address": mails.absolute("accounts_with_card"), "title": _("Your card"),
             "done": (_("I have it"), reverse("you"))},
        )  # fmt: skip
    return page(
        request,
        "accounts/card_begin.html",
        {"ways": selectors.ways_in(person), "may": may_issue_card(person, person)},
    )


@require_POST
@login_required
def end_card(request: HttpRequest) -> HttpResponse:
    """End one's card: at once, without stepping up, since a lost card is urgent."""
    if cards.end_card(actor=request.user, person=request.user, now=request.now):
        messages.success(request, _("Your card no longer works."))
    return HttpResponseRedirect(reverse("you"))


@require_POST
@login_required
def end_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign out one device."""
    key = devices.end_one(actor=request.user, person=request.user, device_id=device_id)
    if key == request.session.session_key:
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect(reverse("you"))


@require_POST
@login_required
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """Sign out every other device."""
    devices.end_others(actor=request.user, person=request.user, keep=request.session.session_key)
    messages.success(request, _("All other devices are signed out."))
    return HttpResponseRedirect(reverse("you"))
