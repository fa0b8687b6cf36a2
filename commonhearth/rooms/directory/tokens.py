"""The links in the directory's mails: signed, each good for one thing only."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

PURPOSES = frozenset({"confirm", "end", "meet", "claim", "still-here", "no-reminders"})


def write(row_id: UUID, *, purpose: str) -> str:
    """Return the token of a link."""
    return signing.Signer(salt=f"directory.tell-me.{purpose}").sign(row_id.hex)


def read(token: str, *, purpose: str) -> UUID | None:
    """Return whose link it is; None when it is none of ours, or for something else."""
    if purpose not in PURPOSES or len(token) > 200:
        return None
    try:
        return UUID(signing.Signer(salt=f"directory.tell-me.{purpose}").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
