"""Do it once: the act and its answer are written in one transaction, under the form's own key."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction

from commonhearth.foundation.access import System, Visitor

SHORTEST_KEY = 16
LONGEST_KEY = 64
#: An answer is a few ids for the redirect, not a page.
LARGEST_ANSWER = 4_000


class BadKey(SuspiciousOperation):
    """A form came without the key its page carried, or with something else in its place. Answered 400."""


def new_key() -> str:
    """Return a fresh key for a form page."""
    return secrets.token_urlsafe(16)


def actor_name(actor: Any) -> str:
    """Return kind and id of an actor, as answers are kept under it."""
    if isinstance(actor, Visitor):
        return "visitor"
    if isinstance(actor, System):
        return str(actor)
    return f"{actor._meta.model_name}:{actor.pk}"


def answer(*, actor: Any, form: str, key: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Act the first time; give the first answer every time.

    The key is written before the act, so of two at once the second waits for the first: on
    PostgreSQL at the unique index, on SQLite at the write lock. When the act raises, nothing stands
    and the same key may be sent again.

    Args:
        form: the name of the form, so that one key never answers for another form.
        act: does it and returns a small JSON object of ids.

    Raises:
        BadKey: when the key is missing or not one that `new_key` could have made.
    """
    if not (SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadKey(form)
    table = apps.get_model("once", "Answer")
    place = {"actor": actor_name(actor), "form": form, "key": key}
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = table.objects.create(**place)
        except IntegrityError:
            given: dict[str, Any] = table.objects.get(**place).answer
            return given
        row.answer = act()
        if len(json.dumps(row.answer)) > LARGEST_ANSWER:
            raise ValueError(f"{form}: an answer holds ids, not contents")
        row.save(update_fields=["answer"])
        fresh: dict[str, Any] = json.loads(json.dumps(row.answer))
        return fresh


def forget_actor(actor: Any) -> None:
    """Drop every answer given to an actor who erases what is theirs."""
    apps.get_model("once", "Answer").objects.filter(actor=actor_name(actor)).delete()


def forget(*, now: datetime) -> int:
    """Drop the answers whose time is over; return how many. A retry that late acts again."""
    from commonhearth.foundation.tenancy.lasting import over  # needs the apps, which begin by importing this

    dropped, _ = over(apps.get_model("once", "Answer"), now=now).delete()
    return dropped
