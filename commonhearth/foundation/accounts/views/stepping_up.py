"""Showing again that it is you."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from commonhearth.foundation.accounts import codes, limits, mails, selectors, step_up, wording
from commonhearth.foundation.accounts.forms import CardCodeForm, CodeForm
from commonhearth.foundation.accounts.services import cards
from commonhearth.foundation.accounts.views.sign_in import wanted, warn_when_few
from commonhearth.kit.page import page


def other_ways(request: HttpRequest, this: str) -> list[tuple[str, str]]:
    """Return (label, address) of the other ways this person has."""
    query = f"?{urlencode({'next': wanted(request)})}" if wanted(request) else ""
    return [
        (str(wording.WAYS[way]), reverse(step_up.ADDRESSES[way]) + query)
        for way in step_up.ways(request.user)
        if way != this
    ]


def _back(request: HttpRequest) -> str:
    return wanted(request) or reverse("you")


@never_cache
@login_required
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Go to the best way this person has."""
    ways = step_up.ways(request.user)
    if not ways:  # somebody without any way left is here by a session alone: sign in anew
        messages.info(request, _("Sign in again first."))
        return HttpResponseRedirect(reverse("account_logout"))
    query = urlencode({"next": _back(request)})
    return HttpResponseRedirect(f"{reverse(step_up.ADDRESSES[ways[0]])}?{query}")


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the person's own address, and take it."""
    if "code" not in step_up.ways(request.user):
        return HttpResponseRedirect(f"{reverse('accounts_step_up')}?{urlencode({'next': _back(request)})}")
    waiting = codes.pending(request, purpose="step-up", now=request.now)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "send" in request.POST:
        return _send(request)
    if form.is_bound and waiting and form.is_valid():
        if codes.fits(request, waiting, form.cleaned_data["code"]):
            step_up.shown(request, method="code")
            return HttpResponseRedirect(waiting.next or reverse("you"))
        form.add_error("code", wording.said("code_wrong" if waiting.tries < codes.TRIES else "code_gone"))
    elif form.is_bound and not waiting:
        messages.warning(request, wording.said("code_gone"))
        return HttpResponseRedirect(request.get_full_path())
    return page(
        request,
        "accounts/step_up_code.html",
        {
            "form": form,
            "waiting": waiting if not (waiting and waiting.tries >= codes.TRIES) else None,
            "next": _back(request),
            "others": other_ways(request, "code"),
        },
        status=422 if form.errors else 200,
    )


class AgainWithPasskey(ReauthenticateWebAuthnView):
    """The library's ceremony; when it fails one stays here, with the other ways below."""

    def form_invalid(self, form: Form) -> HttpResponse:
        messages.warning(self.request, wording.said("passkey_wrong"))
        query = urlencode({"next": _back(self.request)})
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate_webauthn')}?{query}")


def _send(request: HttpRequest) -> HttpResponse:
    person = request.user
    if limits.spend(request, "code_sent_inside", key=str(person.pk)):
        code = codes.make()
        codes.keep(request, code, purpose="step-up", email=person.email, now=request.now, next=_back(request))
        mails.send_code(
            to=person.email, code=codes.spoken(code), kind="step-up", person=person, now=request.now
        )
    else:
        messages.warning(request, wording.said("too_many_codes"))
    return HttpResponseRedirect(
        f"{reverse('accounts_step_up_code')}?{urlencode({'next': _back(request)})}", status=303
    )


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_card(request: HttpRequest) -> HttpResponse:
    """Take the next code of the person's own card."""
    if "card" not in step_up.ways(request.user):
        return HttpResponseRedirect(f"{reverse('accounts_step_up')}?{urlencode({'next': _back(request)})}")
    number = selectors.card_number(request.user)
    form = CardCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.spend(request, "card_tried_known", key=f"{number}|inside"):
            form.add_error("code", wording.said("card_resting"))
        elif cards.spend_code(number=number, code=form.cleaned_data["code"], now=request.now):
            step_up.shown(request, method="card")
            warn_when_few(request, request.user)
            return HttpResponseRedirect(_back(request))
        else:
            form.add_error("code", wording.said("card_wrong"))
    return page(
        request,
        "accounts/step_up_card.html",
        {"form": form, "next": _back(request), "others": other_ways(request, "card")},
        status=422 if form.errors else 200,
    )
