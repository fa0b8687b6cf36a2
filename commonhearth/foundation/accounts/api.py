"""What a key for a program is good for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from commonhearth.foundation.api.routers import Router
from commonhearth.foundation.api.schemas import Out

host = Router("accounts")


class TokenOut(Out):
    """The key that was sent: what it may do, where, and until when. Nothing of its person."""

    name: str
    begins: str
    community: UUID | None
    scopes: list[str]
    expires: datetime


@host.get("/token", scope="", response=TokenOut, summary="What your key is good for")
def token(request: HttpRequest) -> TokenOut:
    """Try a new key here."""
    own = request.token
    return TokenOut(
        name=own.name, begins=own.prefix, community=own.community, scopes=own.scopes, expires=own.expires
    )
