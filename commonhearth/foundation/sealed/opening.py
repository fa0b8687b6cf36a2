"""The two ways to read a sealed value: as a viewer whom a rule allows, or for a registered purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from commonhearth.foundation.access import Verdict, no, require
from commonhearth.foundation.sealed import cipher, keys
from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.sealed.purposes import PURPOSES
from commonhearth.foundation.sealed.value import Blob, NotYetSealed, Sealed

Rule = TypeVar("Rule", bound=Callable[..., Verdict])
_rules: dict[str, Callable[..., Verdict]] = {}


class UnknownPurpose(LookupError):
    """Something was to be opened for a purpose that is not in the register, or not for this field."""


def label(field: SealedField) -> str:
    """Return the name of a sealed column: `app.Model.field`."""
    return f"{field.model._meta.label}.{field.name}"


def opens(model: type[Model], field_name: str) -> Callable[[Rule], Rule]:
    """Declare a rule `may_open_x(viewer, row)` as the one that opens a model's sealed field."""
    field = model._meta.get_field(field_name)
    if not isinstance(field, SealedField):
        raise ValueError(f"{model.__name__}.{field_name} is not sealed")

    def declare(rule: Rule) -> Rule:
        _rules[label(field)] = rule
        return rule

    return declare


def rules() -> dict[str, Callable[..., Verdict]]:
    """Return each sealed column's rule, by the column's label."""
    return dict(sorted(_rules.items()))


def may_open(viewer: Any, value: Sealed) -> Verdict:
    """Return what the column's rule says; a column without a rule opens for nobody."""
    rule = _rules.get(label(value.field))
    return no("sealed.no_rule") if rule is None else rule(viewer, value.row)


def open(value: Sealed, *, viewer: Any) -> str:
    """Read a sealed value as a viewer.

    Raises:
        Refused: when the column's rule says no, or there is none.
        KeyGone: when its owner's key was destroyed: the text is erased.
        KeyMissing: when the key is not in this database.
        CannotOpen: when the value was not sealed on this row.
    """
    require(may_open(viewer, value))
    return _read([value], erased_raises=True)[0] or ""


def open_all(values: Iterable[Sealed | None], *, viewer: Any) -> list[str | None]:
    """Read many sealed values of one community in one query, in the order given.

    What is not there, or was erased with its owner's key, is None. Raises as `open` does.
    """
    found = list(values)
    for value in found:
        if value is not None:
            require(may_open(viewer, value))
    return _read(found)


@contextmanager
def at_hand(values: Iterable[Sealed | None]) -> Iterator[None]:
    """Look up the keys of many values at once, of whatever kind: opening them one after another, by their rules
    and for their purposes, then asks no more. Raises as `open` does when a key is not here."""
    with keys.at_hand(_key_ids(None if value is None else value.raw for value in values)):
        yield


def open_for(value: Sealed, *, purpose: str) -> str:
    """Read a sealed value for a purpose in the register. Raises as `open` does, and UnknownPurpose."""
    _allow(value, purpose)
    return _read([value], erased_raises=True)[0] or ""


def open_all_for(values: Iterable[Sealed | None], *, purpose: str) -> list[str | None]:
    """Read many sealed values of one community for a purpose; what is erased is None."""
    found = list(values)
    for value in found:
        if value is not None:
            _allow(value, purpose)
    return _read(found)


def _allow(value: Sealed, purpose: str) -> None:
    if purpose not in PURPOSES:
        raise UnknownPurpose(purpose)
    fields = PURPOSES[purpose].fields
    if fields and label(value.field) not in fields:
        raise UnknownPurpose(f"{purpose}: {label(value.field)}")


def _read(values: Sequence[Sealed | None], erased_raises: bool = False) -> list[str | None]:
    blobs = [None if value is None else value.raw for value in values]
    opened = keys.to_open(_key_ids(blobs))
    texts: list[str | None] = []
    for value, blob in zip(values, blobs, strict=True):
        if value is None or blob is None:
            texts.append(None)
        elif isinstance(blob, NotYetSealed):
            texts.append(blob.text)
        else:
            key = opened[cipher.head(blob).key_id]
            if isinstance(key, keys.KeyGone):
                if erased_raises:
                    raise key
                texts.append(None)
            else:
                texts.append(cipher.unseal(key.secret, blob, value.field.place_of(value.row)).decode())
    return texts


def _key_ids(blobs: Iterable[Blob | NotYetSealed | None]) -> set[UUID]:
    return {cipher.head(blob).key_id for blob in blobs if isinstance(blob, Blob)}
