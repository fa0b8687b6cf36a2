"""A column whose text only its people can open.

class Note(TenantModel):
    member = models.ForeignKey("members.Member", ...)
    text = SealedField(owner="member")

note.text = "plain words"    # sealed when the row is saved
note.text                    # <Sealed>, never text
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from commonhearth.foundation.sealed import cipher, keys
from commonhearth.foundation.sealed.value import Blob, NotYetSealed, Sealed


class NoOwner(ValueError):
    """A value was to be sealed on a row that does not say whose it is."""


class SealedAttribute(DeferredAttribute):
    """Takes text, gives a `Sealed` value."""

    field: SealedField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        found = super().__get__(instance, cls)
        return found if instance is None or found is None else Sealed(instance, self.field)

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, str):
            value = NotYetSealed(value)
        elif isinstance(value, Sealed):
            if value.field != self.field or value.row.pk != instance.pk:
                raise TypeError("a sealed value belongs to its own row: open it and seal it anew")
            value = value.raw
        elif not (value is None or isinstance(value, Blob)):
            raise TypeError(f"{self.field.name} takes text, not {type(value).__name__}")
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """Text sealed with the key of its owner.

    Args:
        owner: `member`, `circle`, `community` or `post`, or several in order of preference: the first one that
            the row names seals. The row names a member in `member_id`; a table named like the kind
            (`members.Member`) is its own owner, and `community` is the row's community.
    """

    descriptor_class = SealedAttribute

    if TYPE_CHECKING:  # what the type checker's plugin reads: text goes in, a sealed value comes out
        _pyi_private_set_type: str | Sealed
        _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def __init__(self, *args: Any, owner: str | tuple[str, ...] = "community", **kwargs: Any) -> None:
        self.owners = (owner,) if isinstance(owner, str) else tuple(owner)
        for kind in self.owners:
            if kind not in keys.OWNER_KINDS:
                raise ValueError(f"a sealed column belongs to one of {keys.OWNER_KINDS}, not {kind!r}")
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["owner"] = self.owners[0] if len(self.owners) == 1 else self.owners
        return name, path, args, kwargs

    def get_default(self) -> None:
        """Nothing is sealed until text is assigned."""

    def get_lookup(self, lookup_name: str) -> Any:
        """Whether there is something may be asked of the database, nothing else."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: it cannot be searched in the database")
        return super().get_lookup(lookup_name)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Blob | None:
        return None if value is None else Blob(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            value = self.pre_save(value.row, False)
        if not (value is None or isinstance(value, Blob)):
            raise TypeError(f"{self.name} is sealed with its row: assign it and save")
        return super().get_prep_value(value)

    def pre_save(self, model_instance: Any, add: bool) -> Blob | None:
        """Seal what was assigned since the last save."""
        raw: Blob | NotYetSealed | None = model_instance.__dict__.get(self.attname)
        if isinstance(raw, NotYetSealed):
            raw = self._seal(model_instance, raw.text)
            model_instance.__dict__[self.attname] = raw
        return raw

    def value_to_string(self, obj: Any) -> str:
        raise TypeError(f"{self.name} is sealed: an export opens it for its purpose")

    def owner_of(self, row: Any) -> tuple[str, UUID]:
        """Return whose key seals a row's value.

        Raises:
            NoOwner: when the row names none of the owners.
        """
        for kind in self.owners:
            if type(row)._meta.model_name == kind:
                return kind, row.pk
            found = getattr(row, f"{kind}_id", None)
            if found is not None:
                return kind, found
        raise NoOwner(f"{type(row).__name__}.{self.name}")

    def place_of(self, row: Any) -> bytes:
        """Return the associated data that binds a value to its table, column, row and community."""
        community = row.pk if type(row)._meta.model_name == "community" else row.community_id
        return cipher.bind("hearth-value", self.model._meta.db_table, self.column, row.pk, community)

    def _seal(self, row: Any, text: str) -> Blob:
        key = keys.to_seal(*self.owner_of(row))
        return Blob(cipher.seal(key.secret, key.id, key.version, text.encode(), self.place_of(row)))
