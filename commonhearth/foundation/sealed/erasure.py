"""Erasing for good: what was deleted stays deleted when an older backup is put back.

Each erasure leaves a tombstone that says which row went, or which of its fields were emptied, and
never what they said. Tombstones travel with the keys in the part of a backup that each new backup
replaces; a restore replays them over the older data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.deleting import delete_everywhere
from commonhearth.foundation.tenancy.models import GlobalModel, HearthModel, TenantModel


class NotErasable(TypeError):
    """Rows of an append-only table stay; what they must not keep for ever stands in another table."""


def erase(row: HearthModel) -> None:
    """Delete a row, with all that goes with it, here and in every backup that is ever put back."""
    with transaction.atomic():
        _bury([row], [])
        _delete(row)


def erase_fields(row: HearthModel, fields: Sequence[str]) -> None:
    """Empty some fields of a row, here and in every backup that is ever put back."""
    with transaction.atomic():
        _bury([row], list(fields))
        _empty(type(row), [row.pk], fields)
    for name in fields:
        setattr(row, name, _nothing(type(row), name))


def erase_all(rows: Iterable[HearthModel]) -> int:
    """Erase many rows of one kind, which nothing else refers to; return how many."""
    found = list(rows)
    if found:
        with transaction.atomic():
            _bury(found, [])
            _rows(type(found[0]), [row.pk for row in found]).delete()
    return len(found)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying came to.

    Attributes:
        erased: how many rows were still there and are gone again, or emptied again.
        stuck: labels and ids of rows that something else now refers to, so that they could not go.
    """

    erased: int
    stuck: list[str]


def replay(tombstones: Iterable[Any]) -> Replayed:
    """Erase again what was erased before.

    Args:
        tombstones: in the order in which they were set.
    """
    done, stuck = 0, []
    for stone in tombstones:
        try:
            model = apps.get_model(stone.label)
        except LookupError:  # the table itself is gone by now
            continue
        try:
            with transaction.atomic(), _reach(model, stone.community_id):
                done += _again(model, stone)
        except (ProtectedError, RestrictedError):
            stuck.append(f"{stone.label} {stone.row_id}")
    return Replayed(done, stuck)


def _again(model: type[models.Model], stone: Any) -> int:
    if stone.fields:
        standing = {field.name for field in model._meta.concrete_fields}
        return _empty(model, [stone.row_id], [name for name in stone.fields if name in standing])
    found = list(_rows(model, [stone.row_id]))
    for row in found:
        _delete(row)
    return len(found)


def _delete(row: HearthModel) -> None:
    if isinstance(row, GlobalModel):
        delete_everywhere(row)
    else:
        row.delete()


def _bury(rows: Sequence[HearthModel], fields: list[str]) -> None:
    stones = []
    for row in rows:
        if row.append_only:
            raise NotErasable(row._meta.label)
        stones.append(
            apps.get_model("sealed", "Tombstone")(
                community_id=getattr(row, "community_id", None),
                label=row._meta.label,
                row_id=row.pk,
                fields=fields,
            )
        )
    apps.get_model("sealed", "Tombstone").objects.bulk_create(stones)


def _reach(model: type[models.Model], community_id: UUID | None) -> Any:
    return in_community(community_id) if issubclass(model, TenantModel) and community_id else nullcontext()


def _rows(model: type[models.Model], ids: Sequence[UUID]) -> Any:
    return model._base_manager.filter(pk__in=ids)


def _nothing(model: type[models.Model], name: str) -> Any:
    told: dict[str, Any] = getattr(model, "erased_as", {})
    if name in told:
        return told[name]
    field = model._meta.get_field(name)
    return None if field.null else field.get_default()  # type: ignore[union-attr]


def _empty(model: type[models.Model], ids: Sequence[UUID], fields: Sequence[str]) -> int:
    changed: int = _rows(model, ids).update(**{name: _nothing(model, name) for name in fields})
    return changed if fields else 0
