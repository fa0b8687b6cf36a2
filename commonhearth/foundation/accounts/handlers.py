"""What follows on the sign-in library's news: a way in changed, somebody showed again that it is them."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals
from django.http import HttpRequest

from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.accounts.services.devices import end_others


def _way_in_changed(sender: object, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    if request.user.is_authenticated:
        end_others(actor=user, person=user, keep=request.session.session_key or "")


def _shown_again(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    # A new id, so that one somebody else may have learned earlier is worth nothing from here on.
    if kwargs.get("reauthenticated") and request.user.is_authenticated:
        request.session.cycle_key()


def listen() -> None:
    """Hear of ways in that are added, taken away or made anew, and of stepping up."""
    authentication_step_completed.connect(_shown_again, dispatch_uid="accounts.shown_again")
    for news in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
        news.connect(_way_in_changed, dispatch_uid="accounts.way_in_changed")
