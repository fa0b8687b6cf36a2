"""The register of what a line can say: its sentence, what kind of act it is, and who reads it on a page.

A verb that stands in no register is read by nobody. Whatever a verb says, its place comes first: nobody reads a
line of a circle whose lines are not theirs to read, whichever office they hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Flag, StrEnum, auto
from typing import Any

from commonhearth.foundation.registry import Point


class Readers(Flag):
    """Who reads a line, of those who read the place it stands in."""

    NOBODY = 0
    #: Who did it.
    DOER = auto()
    #: Whom it is about.
    ABOUT = auto()
    #: Who holds one of the verb's offices in the community, unless it is about them.
    OFFICE = auto()
    #: All who read the place.
    EVERYONE = auto()


NOBODY, OFFICE, EVERYONE = Readers.NOBODY, Readers.OFFICE | Readers.DOER, Readers.EVERYONE
#: An act about one person: theirs, and of whoever did it. Nobody else keeps a record of it.
CONCERNED = Readers.DOER | Readers.ABOUT


class Kind(StrEnum):
    """What kind of act it is; words on screen in `logbook.wording`."""

    AGREED = "agreed"
    CIRCLES = "circles"
    MEETINGS = "meetings"
    TALK = "talk"
    PEOPLE = "people"
    CARE = "care"
    MONEY = "money"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the logbook.

    Attributes:
        sentence: lazy, with %(name)s places.
        readers: who reads its lines.
        offices: of the community, for `Readers.OFFICE`; they read the reason too, where there is one.
        in_circle: who reads its lines that stand in a circle, where that differs.
        signed: whether readers see who did it, where the sentence does not say so.
        reasons: what a reason that is stored as a code says.
    """

    sentence: Any
    kind: Kind
    readers: Readers = NOBODY
    offices: frozenset[str] = frozenset()
    in_circle: Readers | None = None
    signed: bool = False
    reasons: Mapping[str, Any] = field(default_factory=dict)

    def readers_in(self, circle_id: object) -> Readers:
        """Return who reads a line of it in a circle, or in the community's own book where that is None."""
        return self.readers if circle_id is None or self.in_circle is None else self.in_circle


#: Verb code -> verb, filled from each package's `apps.ready()`.
VERBS: Point[Verb] = Point("logbook.verbs")
