"""Where it stands what an entry was for: plain, or sealed with the circle's key where the circle is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.treasury.models import Entry


def put(entry: Entry, circle: Circle, *, what: str) -> None:
    """Put words on an entry that is about to be saved."""
    entry.what = "" if circle.is_hidden else what
    entry.sealed_what = what if circle.is_hidden else None


def read(entries: Sequence[Entry], *, viewer: Actor) -> None:
    """Open the sealed words of entries for a viewer in one query, and lay them on the plain attribute.

    Only for showing: rows read so are not saved.

    Raises:
        Refused: when the viewer may not read one of them.
    """
    hidden = [entry for entry in entries if entry.sealed_what is not None]
    if not hidden:
        return
    for entry, said in zip(
        hidden, sealed.open_all([one.sealed_what for one in hidden], viewer=viewer), strict=True
    ):
        entry.what = said or ""


def seal_all(circle: Circle) -> None:
    """Seal what was written openly before the circle was hidden."""
    for entry in Entry.objects.filter(circle=circle, sealed_what__isnull=True).iterator():
        put(entry, circle, what=entry.what)
        entry.save(update_fields=["what", "sealed_what"])
