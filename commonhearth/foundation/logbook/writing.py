"""Writing a line, in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from commonhearth.foundation.access import System

if TYPE_CHECKING:
    from commonhearth.foundation.logbook.models import Line

SALT_BYTES = 16


def canonical(value: Any) -> bytes:
    """Return the one way we write a JSON value down for a digest."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def details_digest(salt: bytes, content: bytes) -> bytes:
    """Return the digest a line keeps of its details."""
    return hashlib.sha256(b"hearth-details-1" + bytes(salt) + content).digest()


def signature(actor: Any) -> str:
    """Return how an actor signs: a member by pseudonym, a job or command by its name."""
    return str(actor) if isinstance(actor, System) else str(actor.pseudonym)


def write(
    *,
    actor: Any,
    verb: str,
    now: datetime,
    about: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
    circle_id: UUID | None = None,
    why: str = "",
) -> Line:
    """Write what an actor did.

    Args:
        actor: a member, or a `System`.
        verb: a code whose sentence stands in the register `logbook.VERBS`.
        now: the moment of the act.
        about: ids of what it is about; never names, never what somebody wrote.
        details: what the sentence needs besides; sealed and erasable.
        circle_id: the circle whose line this is; others' members read it only if they may see that circle.
        why: a reason, for acts of office only.

    Raises:
        NoTransaction: outside a transaction, where the line could stand without its change.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(verb)
    content = canonical(dict(details or {}))
    salt = os.urandom(SALT_BYTES)
    line: Line = apps.get_model("logbook", "Line").objects.create(
        who=signature(actor),
        verb=verb,
        at=now,
        about={key: str(value) for key, value in (about or {}).items()},
        circle_id=circle_id,
        why=why,
        details_digest=details_digest(salt, content),
    )
    if details:
        apps.get_model("logbook", "Detail").objects.create(
            line=line, circle_id=circle_id, salt=salt, content=content.decode()
        )
    return line


class NoTransaction(RuntimeError):
    """A logbook line was written outside a transaction. A defect, never a person's mistake."""
