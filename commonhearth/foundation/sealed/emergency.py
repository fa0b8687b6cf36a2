"""The third way to read a sealed value: two people opened it in an emergency, for a reason and for a time.

Which columns can be opened so stands in one register; plans, letters and ballots are not in it. Whether two
people have done so is kept by a room above, which answers for each single row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from commonhearth.foundation.access import YES, Verdict, no, require
from commonhearth.foundation.registry import Point
from commonhearth.foundation.sealed.opening import label, open_all_for
from commonhearth.foundation.sealed.purposes import PURPOSES, Purpose
from commonhearth.foundation.sealed.value import Sealed

PURPOSE = "emergency"
#: Labels (`app.Model.field`) that two people may open together. Filled from above.
OPENABLE: Point[str] = Point("sealed.openable-in-emergency")
#: Filled from above: (viewer, the row, now) -> whether two people opened this row and the viewer is one of them.
GRANTS: Point[Callable[[Any, Any, datetime], Verdict]] = Point("sealed.emergency-grants")
PURPOSES.add(
    PURPOSE, Purpose("Two named officers opened it together in an emergency, and those concerned were told.")
)


def may_open_in_emergency(viewer: Any, value: Sealed, *, now: datetime) -> Verdict:
    """Return whether a value is open to a viewer because two people opened it, and for as long as they did."""
    if label(value.field) not in [*OPENABLE]:
        return no("sealed.not_in_emergency")
    if any(grant(viewer, value.row, now) for grant in GRANTS):
        return YES
    return no("sealed.no_grant")


def open_in_emergency(value: Sealed, *, viewer: Any, now: datetime) -> str:
    """Read a value that two people opened; erased ones read as nothing.

    Raises:
        Refused: when the column is never opened so, nobody opened this row, it was not the viewer, or its time
            is over.
    """
    require(may_open_in_emergency(viewer, value, now=now))
    return open_all_for([value], purpose=PURPOSE)[0] or ""
