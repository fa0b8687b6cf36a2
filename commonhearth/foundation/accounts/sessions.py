"""Sessions in the database, their contents closed.

`SESSION_ENGINE` names this module; Django looks for `SessionStore`.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from commonhearth.foundation.accounts import vault


class SessionStore(DatabaseStore):
    """Django's database sessions, encrypted: a copy of the table shows nobody's code or path."""

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
