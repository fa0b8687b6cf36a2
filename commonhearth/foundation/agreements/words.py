"""Where an agreement's words stand: plain, or sealed with the circle's key where the circle is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.agreements.models import Agreement, ClauseVersion, Response
from commonhearth.foundation.circles.models import Circle

#: Which words each table holds.
WORDS: dict[type[Any], tuple[str, ...]] = {
    Agreement: ("title",),
    ClauseVersion: ("text", "short"),
    Response: ("concern",),
}


def put(row: Any, circle: Circle, **words: str) -> None:
    """Put words on a row that is about to be saved, sealed where the circle is hidden."""
    for name, text in words.items():
        setattr(row, name, "" if circle.is_hidden else text)
        setattr(row, f"sealed_{name}", text if circle.is_hidden else None)


def read(rows: Iterable[Any], *, viewer: Any) -> None:
    """Open the sealed words of rows for a viewer, in one query, and lay them on the plain attributes.

    Only for showing: rows read so are not saved.

    Raises:
        Refused: when the viewer may not read the circle.
    """
    values = sealed_in(rows)
    for value, text in zip(values, sealed.open_all(values, viewer=viewer), strict=True):
        setattr(value.row, value.field.name.removeprefix("sealed_"), text or "")


def sealed_in(rows: Iterable[Any]) -> list[sealed.Sealed]:
    """Return the sealed words of rows."""
    values = (getattr(row, f"sealed_{name}", None) for row in rows for name in WORDS[type(row)])
    return [value for value in values if value is not None]


def seal_all(circle: Circle) -> None:
    """Seal what a circle agreed on before it was hidden."""
    for model, names in WORDS.items():
        for row in model.objects.filter(circle=circle):
            put(row, circle, **{name: getattr(row, name) for name in names if getattr(row, name)})
            row.save()
