"""Where what was said stands: plain, or sealed with the circle's key where the circle is hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.conversations.models import Muted, Post, PostVersion, Topic

#: Which words each table holds. A muted word is always sealed, with its member's own key.
WORDS: dict[type[Any], tuple[str, ...]] = {
    Topic: ("title", "tags"),
    Post: ("text", "care_note"),
    PostVersion: ("text",),
    Muted: ("word",),
}


def put(row: Any, circle: Circle, **words: str) -> None:
    """Put words on a row that is about to be saved, sealed where the circle is hidden."""
    for name, text in words.items():
        setattr(row, name, "" if circle.is_hidden else text)
        setattr(row, f"sealed_{name}", text if circle.is_hidden and text else None)


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
    found = []
    for row in rows:
        for name in WORDS[type(row)]:
            value = getattr(row, f"sealed_{name}", None)
            if value is not None:
                found.append(value)
    return found


def seal_all(circle: Circle) -> None:
    """Seal what was said in a circle before it was hidden."""
    for model in (Topic, Post, PostVersion):
        for row in model.objects.filter(circle=circle).iterator():
            put(row, circle, **{name: getattr(row, name) for name in WORDS[model]})
            row.save()
