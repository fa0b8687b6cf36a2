"""Where the words of a meeting's work stand: plain, or sealed together with the circle's key where it is hidden.

A model says in `WORDS` which of its columns hold words; in a hidden circle they are empty and `sealed_words`
holds them, as JSON by column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.meetings.models.actions import Action
from commonhearth.rooms.meetings.models.agenda import Item
from commonhearth.rooms.meetings.models.attendance import Hands
from commonhearth.rooms.meetings.models.minutes import Addendum, Draft, Minutes, Remark
from commonhearth.rooms.meetings.models.notes import Note
from commonhearth.rooms.meetings.models.polls import Poll

#: The tables that hold words so.
HOLDING: tuple[type[Any], ...] = (Action, Addendum, Draft, Hands, Item, Minutes, Note, Poll, Remark)


def put(row: Any, circle: Circle, **words: str) -> None:
    """Put words on a row that is about to be saved, sealed where the circle is hidden; all of them at once."""
    for name in type(row).WORDS:
        setattr(row, name, "" if circle.is_hidden else words.get(name, ""))
    row.sealed_words = json.dumps(words) if circle.is_hidden else None


def read(rows: Iterable[Any], *, circle: Circle, viewer: Any) -> None:
    """Open the words of rows of one circle for a viewer, in one query at most, and lay them on the plain attributes.

    Only for showing: rows read so are not saved.

    Raises:
        Refused: when the viewer may not read the circle.
    """
    found = list(rows)
    for row in found:
        row.circle = (
            circle  # the rule for sealed words asks the row's circle; the one here saves a query each
        )
    closed = [row for row in found if row.sealed_words is not None]
    for row, text in zip(
        closed, sealed.open_all([row.sealed_words for row in closed], viewer=viewer), strict=True
    ):
        for name, words in json.loads(text or "{}").items():
            setattr(row, name, words)


def seal_all(circle: Circle) -> None:
    """Seal what a circle's meetings wrote before it was hidden."""
    for model in HOLDING:
        for row in model.objects.filter(circle=circle, sealed_words__isnull=True):
            put(row, circle, **{name: getattr(row, name) for name in model.WORDS})
            row.save(update_fields=[*model.WORDS, "sealed_words"])
