"""Showing once more that it is you, before what would be hard to undo.

Somebody who signed in, or showed it again, in the last ten minutes passes. Others are sent to the way they
have: passkey or second step if there is one, else password, else a code by e-mail, else the next card code.
Somebody with a second step is never let through by the mailbox alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from commonhearth.foundation.accounts.models import Card, Person

#: Seconds for which having shown it counts.
FRESH = 600


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person showed in the last ten minutes, in this session, that it is them."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    now = getattr(request, "now", None) or timezone.now()
    return any(0 <= now.timestamp() - float(record.get("at", 0)) <= FRESH for record in records)


def shown(request: HttpRequest, *, method: str) -> None:
    """Note that the signed-in person has just shown again that it is them."""
    record_authentication(request, request.user, method, reauthenticated=True)


def ways(person: Person) -> list[str]:
    """Return how this person can show it again, the best first: passkey, totp, password, code, card."""
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    found = []
    if Authenticator.Type.WEBAUTHN in kinds:
        found.append("passkey")
    if Authenticator.Type.TOTP in kinds:
        found.append("totp")
    if person.has_usable_password():
        found.append("password")
    if Authenticator.Type.TOTP not in kinds:
        if person.email:
            found.append("code")
        if Card.objects.filter(person=person, revoked=None).exists():
            found.append("card")
    return found


ADDRESSES = {
    "passkey": "mfa_reauthenticate_webauthn",
    "totp": "mfa_reauthenticate",
    "password": "account_reauthenticate",
    "code": "accounts_step_up_code",
    "card": "accounts_step_up_card",
}


def required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Send whoever has not shown lately that it is them to do so, and back to this page afterwards."""

    @wraps(view)
    def stepped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(
                f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
            )
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("you")
        return HttpResponseRedirect(f"{reverse('accounts_step_up')}?{urlencode({'next': back})}")

    return stepped
