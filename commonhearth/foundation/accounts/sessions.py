"""Sessions in the database, their contents closed, and read together with the person they are of.

`SESSION_ENGINE` names this module; Django looks for `SessionStore`.
"""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from commonhearth.foundation.accounts import vault
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.tenancy.ready import Ready

#: The device that a session is on, with its person and the session's contents: none where it has run out.
DEVICES: Ready[Any] = Ready(
    lambda session, now: (
        UserSession.objects.filter(session_key=session)
        .select_related("user")
        .annotate(
            session_data=Subquery(
                Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now).values(
                    "session_data"
                )
            )
        )
    )
)


class SessionStore(DatabaseStore):
    """Django's database sessions, encrypted: a copy of the table shows nobody's code or path."""

    #: Whose device this session is on, where it has been read from there.
    person: Person | None = None

    def load(self) -> dict[str, Any]:
        """Return the contents; of a session that nobody signed in to, as Django finds it."""
        for device in DEVICES(session=self.session_key or "", now=timezone.now()):
            if device.session_data is not None:
                self.person = device.user
                return self.decode(device.session_data)
        return super().load()

    def cycle_key(self) -> None:
        """Go on under a new key, and say so where the device is noted: it stays one that can be signed out."""
        before = self.session_key
        super().cycle_key()
        if before:
            UserSession.objects.filter(session_key=before).update(session_key=self.session_key)

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the contents, closed."""
        return vault.close(self.serializer().dumps(session_dict).decode("latin-1"), purpose="session")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the contents; empty when this host cannot open them, which signs the browser out."""
        closed = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            found = self.serializer().loads(vault.open_(closed, purpose="session").encode("latin-1"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}
