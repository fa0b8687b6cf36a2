"""Sessions: ending one's own, one by one or all others; with all others go the keys for programs."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils import timezone

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.accounts.access import may_change_sign_in
from commonhearth.foundation.accounts.models import Person, Token


def end_one(*, actor: Person, person: Person, device_id: int) -> str:
    """End one session of a person; return its key, so that the view can tell whether it was this one.

    Raises:
        NotVisible: when there is no such session of theirs.
    """
    require(may_change_sign_in(actor, person))
    session = UserSession.objects.filter(user=person, pk=device_id).first()
    if session is None:
        raise NotVisible
    key = str(session.session_key)
    session.end()
    return key


def end_others(*, actor: Person, person: Person, keep: str) -> int:
    """End every session of a person but one, and all their keys for programs; return how many sessions ended."""
    require(may_change_sign_in(actor, person))
    Token.objects.filter(person=person, ended=None).update(ended=timezone.now())
    ended = 0
    for session in UserSession.objects.filter(user=person).exclude(session_key=keep):
        session.end()
        ended += 1
    return ended


def end_all_by_letter(person: Person, about: tuple[str, ...], now: datetime) -> None:
    """End every session of a person, by the link in a letter that told them of something they did not do."""
    end_others(actor=person, person=person, keep="")
