"""The links in mails to those who wait: signed, each good for one thing only."""

from __future__ import annotations

from uuid import UUID

from django.core import signing

PURPOSES = frozenset({"confirm", "end", "meet"})


def write(tell_me_id: UUID, *, purpose: str) -> str:
    """Return the token of a link."""
    return signing.Signer(salt=f"directory.tell-me.{purpose}").sign(tell_me_id.hex)


def read(token: str, *, purpose: str) -> UUID | None:
    """Return whose link it is; None when it is none of ours, or for something else."""
    if purpose not in PURPOSES or len(token) > 200:
        return None
    try:
        return UUID(signing.Signer(salt=f"directory.tell-me.{purpose}").unsign(token))
    except (signing.BadSignature, ValueError):
        return None
