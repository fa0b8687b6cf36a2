"""Titles and words of meetings, those of hidden circles opened for their own people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.circles.access import Actor, may_see_circle
from commonhearth.foundation.circles.models import Openness
from commonhearth.rooms.meetings.models import Coming, Meeting, Series


@dataclass(slots=True)
class Seen:
    """A date as a viewer sees it, in words.

    Attributes:
        own: what the viewer said about it.
        circle_called: its circle's name, for who may know of the circle.
    """

    meeting: Meeting
    words: dict[str, str]
    place: str
    circle_called: str
    own: Coming | None = None

    @property
    def series(self) -> Series:
        """The series it is a date of."""
        return self.meeting.series

    @property
    def id(self) -> UUID:
        """The date's lasting id."""
        return self.meeting.id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.words["title"]

    @property
    def tells(self) -> bool:
        """Whether a page's title may name it: of an open circle, or with its doors open to all."""
        return self.meeting.circle.openness == Openness.OPEN or self.series.doors == "all"


def worded(meetings: Iterable[Meeting], *, viewer: Actor) -> list[Seen]:
    """Fill in words, opening what is sealed of the viewer's own hidden circles in one query."""
    rows = list(meetings)
    for row in rows:
        row.series.circle = row.circle  # one object for both, read once
    hidden = [row for row in rows if row.circle.is_hidden]
    values: list[Any] = []
    for row in hidden:
        values += [row.circle.sealed_name, row.series.sealed_words, row.sealed_place]
    texts = sealed.open_all(values, viewer=viewer)
    opened = {row.id: texts[3 * place : 3 * place + 3] for place, row in enumerate(hidden)}
    found = []
    for row in rows:
        if row.id in opened:
            name, words_text, place = opened[row.id]
            words = dict.fromkeys(Series.WORDS, "") | json.loads(words_text or "{}")
            words["title"] = words["title"] or _("A meeting whose words were erased")
            found.append(Seen(row, words, place or words["place"], name or ""))
        else:
            words = {field: getattr(row.series, field) for field in Series.WORDS}
            called = _("Everyone") if row.circle.is_root else row.circle.name
            called = called if may_see_circle(viewer, row.circle) else ""
            found.append(Seen(row, words, row.place or words["place"], called))
    return found


def words_of(series: Series, *, viewer: Actor) -> dict[str, str]:
    """Return the words of a series, for who may change it."""
    if series.sealed_words is None:
        return {field: getattr(series, field) for field in Series.WORDS}
    text = sealed.open(series.sealed_words, viewer=viewer)
    return dict.fromkeys(Series.WORDS, "") | dict(json.loads(text))
