"""Erasing for good: what was deleted stays deleted when an older backup is put back.

Each erasure leaves a tombstone that says which row went, or which of its fields were emptied, and
never what they said. Tombstones travel with the keys in the part of a backup that each new backup
replaces; a restore replays them over the older data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from commonhearth.foundation.tenancy import in_community
from commonhearth.foundation.tenancy.models import HearthModel, TenantModel


class NotErasable(TypeError):
    """Rows of an append-only table stay; what they must not keep for ever stands in another table."""


def erase(row: HearthModel) -> None:
    """Delete a row, with all that goes with it, here and in every backup that is ever put back."""
    with transaction.atomic():
        _bury([row], [])
        row.delete()


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


def replay(tombstones: Iterable[Any]) -> int:
    """Erase again what was erased before; return how many rows were still there.

    Args:
        tombstones: in the order in which they were set.
    """
    done = 0
    for stone in tombstones:
        try:
            model = apps.get_model(stone.label)
        except LookupError:  # the table itself is gone by now
            continue
        with transaction.atomic(), _reach(model, stone.community_id):
            if stone.fields:
                done += _empty(model, [stone.row_id], stone.fields)
            else:
                for row in _rows(model, [stone.row_id]):
                    row.delete()
                    done += 1
    return done


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
    field = model._meta.get_field(name)
    return None if field.null else field.get_default()  # type: ignore[union-attr]


def _empty(model: type[models.Model], ids: Sequence[UUID], fields: Sequence[str]) -> int:
    changed: int = _rows(model, ids).update(**{name: _nothing(model, name) for name in fields})
    return changed
