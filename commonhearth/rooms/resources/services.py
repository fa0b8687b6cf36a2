"""Adding, saying something, and a reviewer's acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonhearth.core.places.names import fold, words_of
from commonhearth.foundation.access import require
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.resources.access import (
    may_add_resource,
    may_recommend,
    may_review_resources,
    may_take_back,
)
from commonhearth.rooms.resources.models import Recommendation, Resource, State

#: What a person, or a reviewer, says of an entry.
FIELDS = (
    "sort",
    "name",
    "about",
    "needs",
    "cost",
    "cost_words",
    "access",
    "how_to",
    "languages",
    "country",
    "where",
    "website",
    "phone",
)


def add_resource(*, actor: Any, belongs: bool, now: datetime, said: Mapping[str, Any]) -> Resource:
    """Add an entry. A reviewer reads it before anybody else does.

    Args:
        belongs: whether the actor belongs to a community of this host (`selectors.belongs`).
        said: values by the names of `FIELDS`.

    Raises:
        Refused: for whoever belongs nowhere.
    """
    require(may_add_resource(actor, belongs=belongs))
    row = Resource(added_by=actor, created=now)
    _write(row, said)
    row.save()
    return row


def _write(row: Resource, said: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in said:
            setattr(row, name, said[name])
    row.name_folded = fold(row.name)[:160]
    marks = [f"sort:{row.sort}", f"cost:{row.cost}"]
    marks += [f"need:{code}" for code in row.needs]
    marks += [f"access:{code}" for code in row.access]
    marks += [f"lang:{code}" for code in row.languages]
    row.marks = f" {' '.join(marks)} "
    looked_for = " ".join([row.name, row.about, row.where, row.how_to])
    row.words = f" {' '.join(words_of(looked_for))} "


def correct(*, actor: Any, resource: Resource, now: datetime, said: Mapping[str, Any]) -> Resource:
    """Correct an entry; it counts as looked at.

    Raises:
        Refused: for whoever is no reviewer.
    """
    require(may_review_resources(actor))
    with transaction.atomic():
        row = Resource.objects.select_for_update().get(id=resource.id)
        _write(row, said)
        row.checked_on = now.date()
        row.save()
    return row


def set_state(*, actor: Any, resource: Resource, state: State, now: datetime) -> Resource:
    """Make an entry public (it has been looked at), or put it away.

    Raises:
        Refused: for whoever is no reviewer.
    """
    require(may_review_resources(actor))
    with transaction.atomic():
        row = Resource.objects.select_for_update().get(id=resource.id)
        row.state = state
        if state == State.PUBLIC:
            row.checked_on = now.date()
        row.save(update_fields=["state", "checked_on"])
    return row


def recommend(
    *, actor: Any, belongs: bool, resource: Resource, said: str, named: str, now: datetime
) -> Recommendation:
    """Say in words what it was like. Said again, it replaces the first and is read again.

    Raises:
        Refused: for whoever belongs nowhere, or before the entry is public.
    """
    require(may_recommend(actor, resource, belongs=belongs))
    with transaction.atomic():
        row, _made = Recommendation.objects.update_or_create(
            resource=resource,
            person=actor,
            defaults={"said": said.strip(), "named": named.strip(), "state": State.WAITING, "created": now},
        )
    return row


def take_back(*, actor: Any, said: Recommendation) -> None:
    """Take back what one said; nothing of it is kept, in backups neither.

    Raises:
        Refused: when it is somebody else's.
    """
    require(may_take_back(actor, said))
    erasure.erase(said)


def set_words_state(*, actor: Any, said: Recommendation, state: State) -> Recommendation:
    """Make public what somebody said, or put it away.

    Raises:
        Refused: for whoever is no reviewer.
    """
    require(may_review_resources(actor))
    with transaction.atomic():
        row = Recommendation.objects.select_for_update().get(id=said.id)
        row.state = state
        row.save(update_fields=["state"])
    return row
