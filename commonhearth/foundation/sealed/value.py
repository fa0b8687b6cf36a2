"""What a sealed attribute reads as: a value that is there, belongs to its row, and shows nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from commonhearth.foundation.sealed.fields import SealedField


class SealedValueUsed(TypeError):
    """A sealed value was printed, compared or packed. It must be opened instead."""


class Blob(bytes):
    """Sealed bytes as they stand in the database."""

    __slots__ = ()


class NotYetSealed:
    """Text on its way into the database. Sealed when its row is saved."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<not yet sealed>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise SealedValueUsed("text that is not yet sealed is not packed")


class Sealed:
    """A value that only `sealed.open` and `sealed.open_for` read.

    It has no text, no length and no equality: a page, a log line or a test that uses it by mistake
    gets an error instead of a secret.
    """

    __slots__ = ("field", "row")

    def __init__(self, row: Any, field: SealedField) -> None:
        self.row = row
        self.field = field

    @property
    def raw(self) -> Blob | NotYetSealed:
        """What stands on the row now."""
        found: Blob | NotYetSealed = self.row.__dict__[self.field.attname]
        return found

    def __repr__(self) -> str:
        return "<Sealed>"

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SealedValueUsed(
            f"{self.field.model.__name__}.{self.field.name} is sealed: use sealed.open or sealed.open_for"
        )

    __str__ = __format__ = __html__ = _refuse  # type: ignore[assignment]
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse  # type: ignore[assignment]
    __len__ = __iter__ = __contains__ = __getitem__ = _refuse
    __add__ = __radd__ = __mod__ = __bytes__ = __reduce_ex__ = _refuse  # type: ignore[assignment]
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        """A sealed value is there; whether it is an empty text is not said."""
        return True
