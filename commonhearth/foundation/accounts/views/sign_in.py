"""Coming in: a code by e-mail first, then a passkey, a password, a card."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.accounts import codes, devices, limits, mails, selectors, wording
from commonhearth.foundation.accounts.access import may_sign_up
from commonhearth.foundation.accounts.adapters import is_safe_path
from commonhearth.foundation.accounts.forms import AddressForm, CardForm, CodeForm
from commonhearth.foundation.accounts.services import cards, people
from commonhearth.kit.page import page


def wanted(request: HttpRequest) -> str:
    """Return the page somebody wanted before they were asked to sign in; empty when it is not ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_safe_path(asked) else ""


def come_in(
    request: HttpRequest,
    person: Any,
    *,
    method: str,
    next: str = "",
    shared: bool = False,
    new: bool = False,
) -> HttpResponse:
    """Let a person in who has shown who they are; a second step may still stand between."""
    record_authentication(request, person, method)
    request.session["shared_wanted"] = shared
    request.session["first_time"] = new
    return perform_login(request, Login(user=person, email=person.email, redirect_url=next or None))


def _already_in(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, new: bool = False) -> HttpResponse:
    """Ask for an address and send a code to it: the same for those we know and those we do not."""
    inside = _already_in(request)
    if inside:
        return inside
    form = AddressForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if send_code(request, email, next=wanted(request), shared=form.cleaned_data["shared"]):
            return HttpResponseRedirect(reverse("accounts_code"))
        form.add_error("email", wording.said("too_many_codes"))
    return page(
        request,
        "accounts/sign_in.html",
        {
            "form": form,
            "next": wanted(request),
            "new": new,
            "open": may_sign_up(VISITOR),
            "letters": settings.HEARTH_MAIL,
            "demo_people": selectors.demo_people() if settings.HEARTH_DEMO else [],
        },
        status=422 if form.errors else 200,
    )


def send_code(request: HttpRequest, email: str, *, next: str, shared: bool) -> bool:
    """Send a code to an address; return False when too many went there.

    Known or not: one look-up, one letter, one digest, one session. Only the letter's words differ.
    """
    person = selectors.person_at(email)
    known = devices.known(request, person.pk if person else None)
    action = "code_sent_known" if known else "code_sent"
    if not limits.spend(request, action, key=f"{email}|{known}"):
        return False
    kind = "known" if person else "new" if may_sign_up(VISITOR) else "closed"
    code = codes.make()
    codes.keep(
        request, code, purpose="sign-in", email=email, now=request.now, next=next, shared=shared,
        real=kind != "closed",
    )  # fmt: skip
    mails.send_code(
        to=email,
        code="" if kind == "closed" else codes.spoken(code),
        kind=kind,
        person=person,
        now=request.now,
    )
    return True


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Take the code; whoever has none here yet arrives by it."""
    inside = _already_in(request)
    if inside:
        return inside
    waiting = codes.pending(request, purpose="sign-in", now=request.now)
    if waiting is None:
        messages.warning(request, wording.said("code_gone"))
        return HttpResponseRedirect(reverse("account_login"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes.fits(request, waiting, form.cleaned_data["code"]):
            known = selectors.person_at(waiting.email)
            person = known or people.arrive(email=waiting.email, now=request.now)
            return come_in(
                request, person, method="code", next=waiting.next, shared=waiting.shared, new=known is None
            )
        if waiting.tries >= codes.TRIES:
            messages.warning(request, wording.said("code_gone"))
            return HttpResponseRedirect(reverse("account_login"))
        form.add_error("code", wording.said("code_wrong"))
    return page(
        request,
        "accounts/code.html",
        {
            "form": form,
            "email": waiting.email,
            "again": f"{reverse('account_login')}?{_again(waiting)}",
            "letters": settings.HEARTH_MAIL,
        },
        status=422 if form.errors else 200,
    )


def _again(waiting: codes.Pending) -> str:
    return urlencode({"next": waiting.next} if waiting.next else {})


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def with_card(request: HttpRequest) -> HttpResponse:
    """Take a card's number and its next code."""
    inside = _already_in(request)
    if inside:
        return inside
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        owner = selectors.card_owner(number)
        known = devices.known(request, owner)
        if not limits.spend(request, "card_tried_known" if known else "card_tried", key=f"{number}|{known}"):
            form.add_error("code", wording.said("card_resting"))
        else:
            person = cards.spend_code(number=number, code=form.cleaned_data["code"], now=request.now)
            if person:
                warn_when_few(request, person)
                return come_in(
                    request, person, method="card", next=wanted(request), shared=form.cleaned_data["shared"]
                )
            form.add_error("code", wording.said("card_wrong"))
    return page(
        request,
        "accounts/with_card.html",
        {"form": form, "next": wanted(request)},
        status=422 if form.errors else 200,
    )


def warn_when_few(request: HttpRequest, person: Any) -> None:
    """Say so when a card is nearly used up."""
    left = cards.codes_left(person)
    if left <= cards.FEW:
        messages.warning(
            request,
            ngettext(
                "One code is left on your card. Print a new card under “You and this house”.",
                "%(left)s codes are left on your card. Print a new card under “You and this house”.",
                left,
            )
            % {"left": left}
            if left
            else _("That was the last code on your card. Print a new card under “You and this house” now."),
        )


class WithPassword(LoginView):
    """Address and password: the library's way, answering 422 when something is wrong."""

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


with_password = sensitive_post_parameters("password")(WithPassword.as_view())


class WithPasskey(LoginWebAuthnView):
    """The page with the passkey's button; the ceremony is the library's."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("Accept") == "application/json":  # the script asks for a challenge
            request.session.set_expiry(codes.VISIT)
            return super().get(request, *args, **kwargs)
        return page(request, "accounts/passkey.html", {"next": wanted(request)})

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        messages.warning(self.request, wording.said("passkey_unknown"))
        return HttpResponseRedirect(reverse("account_login"))


@require_POST
def as_demo_person(request: HttpRequest, person_id: object) -> HttpResponse:
    """Sign in as one of the made-up people; on demo hosts only."""
    person = selectors.demo_person(person_id) if settings.HEARTH_DEMO else None  # type: ignore[arg-type]
    if person is None:
        raise Http404
    logout(request)
    return come_in(request, person, method="demo", next=wanted(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.method == "POST":
        logout(request)
        messages.success(request, _("You are signed out."))
        return HttpResponseRedirect("/")
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/")
    return page(request, "accounts/sign_out.html", {})


@require_GET
def closed(request: HttpRequest) -> HttpResponseBase:
    """Say that a sign-in is closed, to somebody who has just shown that it is theirs."""
    return page(request, "accounts/closed.html", {}, status=403)
