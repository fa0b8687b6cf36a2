"""The logbook as a viewer may read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.logbook.access import may_read_logbook, visible_circles
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.logbook.wording import names_of, sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it is shown: the moment, the sentence in the reader's language, the reason if any."""

    id: UUID
    at: datetime
    verb: str
    sentence: str
    why: str
    about: Mapping[str, str]
    circle_id: UUID | None


def lines_for(
    viewer: Any,
    *,
    circle_id: UUID | None = None,
    verbs: frozenset[str] = frozenset(),
    before: tuple[datetime, UUID] | None = None,
    count: int = 50,
) -> list[Entry]:
    """Return the newest lines a viewer may read, in a fixed number of queries.

    Args:
        circle_id: only this circle's lines.
        verbs: only these verbs.
        before: `(at, id)` of the last line of the page before.
        count: at most this many lines.

    Raises:
        NotVisible: when this viewer does not read the logbook, or not this circle's.
    """
    if not may_read_logbook(viewer):
        raise NotVisible("logbook")
    circles = visible_circles(viewer)
    lines = Line.objects.filter(Q(circle_id__isnull=True) | Q(circle_id__in=circles))
    if circle_id is not None:
        if circle_id not in circles:
            raise NotVisible("logbook")
        lines = lines.filter(circle_id=circle_id)
    if verbs:
        lines = lines.filter(verb__in=verbs)
    if before is not None:
        at, line_id = before
        lines = lines.filter(Q(at__lt=at) | Q(at=at, id__lt=line_id))
    return _entries(list(lines.select_related("detail").order_by("-at", "-id")[:count]))


def _entries(lines: list[Line]) -> list[Entry]:
    # These lines are the viewer's to read: their details are opened together, for this page.
    details = sealed.open_all_for([_content(line) for line in lines], purpose="logbook")
    names = names_of((line.who, line.circle_id) for line in lines)
    return [
        Entry(
            id=line.id,
            at=line.at,
            verb=line.verb,
            sentence=sentence(
                line.verb,
                {**line.about, **(json.loads(text) if text else {}), "who": names[line.who, line.circle_id]},
            ),
            why=line.why,
            about=line.about,
            circle_id=line.circle_id,
        )
        for line, text in zip(lines, details, strict=True)
    ]


def _content(line: Line) -> sealed.Sealed | None:
    detail = getattr(line, "detail", None)
    found: sealed.Sealed | None = detail.content if detail is not None else None
    return found
