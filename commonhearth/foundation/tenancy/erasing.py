"""What goes of a row that is somebody's own when they have erased what is theirs: read from the register.

A model may say it (`erased`). Otherwise the classes of its fields do: where all that a row holds is the
person's, the row goes; where it is shared with others, the person's fields are emptied and the row stays,
so that counts, votes and chains add up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey

from commonhearth.foundation.tenancy.models import ROW, HearthModel, field_class

#: Classes that are the person's own.
THEIRS = frozenset({"person", "health", "secret"})


@dataclass(frozen=True, slots=True)
class Going:
    """What goes of a table's own rows: the row, or these fields of it."""

    row: bool
    fields: tuple[str, ...]


def going(model: type[HearthModel]) -> Going:
    """Return what goes of a model's rows when the one they belong to erases what is theirs."""
    said = model.erased
    if said == ROW:
        return Going(True, ())
    if isinstance(said, tuple):
        return Going(False, said)
    holds = [
        field for field in model._meta.concrete_fields if field.name not in ("id", "created", "community")
    ]
    path = (model.belongs_to or "").partition("__")[0]
    rest = [field for field in holds if field.name != path and not isinstance(field, ForeignKey)]
    theirs = [field for field in rest if field_class(model, str(field.name)) in THEIRS]
    others = [
        field
        for field in holds
        if field.name != path and field_class(model, str(field.name)) not in THEIRS | {"host"}
    ]
    if not others:
        return Going(True, ())
    return Going(False, tuple(str(field.name) for field in theirs))


def faults(models: list[type[HearthModel]]) -> list[str]:
    """Return what could not be erased as declared, one line each."""
    found = []
    for model in models:
        names = {str(field.name): field for field in model._meta.concrete_fields}
        for name in going(model).fields:
            field: Any = names.get(name)
            if field is None:
                found.append(f"{model._meta.label}.{name}: to be erased, and not there")
            elif not (field.null or name in model.erased_as or field.get_default() is not None):
                found.append(f"{model._meta.label}.{name}: to be erased, and cannot be empty")
    return found
