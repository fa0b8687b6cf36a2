"""Where the words of a handbook stand: plain, or sealed with the circle's key where the circle is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.handbook.models import Page, Wording

Row = Page | Wording
BOTH = ("title", "text")


def put(row: Row, circle: Circle, *, title: str, text: str) -> None:
    """Put words on a row that is about to be saved."""
    for name, said in (("title", title), ("text", text)):
        setattr(row, name, "" if circle.is_hidden else said)
        setattr(row, f"sealed_{name}", said if circle.is_hidden else None)


def read(rows: Iterable[Row], *, viewer: Actor, names: Sequence[str] = BOTH) -> None:
    """Open the sealed words of rows for a viewer in one query, and lay them on the plain attributes.

    Only for showing: rows read so are not saved.

    Raises:
        Refused: when the viewer may not read the circle.
    """
    places = [(row, name) for row in rows for name in names if getattr(row, f"sealed_{name}") is not None]
    if not places:
        return
    texts = sealed.open_all([getattr(row, f"sealed_{name}") for row, name in places], viewer=viewer)
    for (row, name), said in zip(places, texts, strict=True):
        setattr(row, name, said or "")


def seal_all(circle: Circle) -> None:
    """Seal what was written in a circle's handbook before the circle was hidden."""
    for model in (Page, Wording):
        for row in model.objects.filter(circle=circle).iterator():
            put(row, circle, title=row.title, text=row.text)
            row.save()
