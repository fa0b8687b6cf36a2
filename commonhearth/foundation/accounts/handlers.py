"""What follows when the sign-in library changes a way in: every other session ends."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from django.http import HttpRequest

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services.devices import end_others


def _way_in_changed(sender: object, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    if request.user.is_authenticated:
        end_others(actor=user, person=user, keep=request.session.session_key or "")


def listen() -> None:
    """Hear of second steps and passkeys that are added, taken away or made anew."""
    for news in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
        news.connect(_way_in_changed, dispatch_uid="accounts.way_in_changed")
