"""Bringing what a community has: looked at before anything happens, again without doubling, undone while it can be."""

from commonhearth.rooms.founding.services.bringing.before import as_row
from commonhearth.rooms.founding.services.bringing.carrying import (
    NothingTaken,
    carry_on,
    confirm,
    stop,
)
from commonhearth.rooms.founding.services.bringing.looking import look_ahead
from commonhearth.rooms.founding.services.bringing.taking import (
    NotNow,
    bring_agreements,
    bring_calendar,
    bring_decisions,
    bring_people,
    choose_columns,
    cut_again,
    keep_rows,
)
from commonhearth.rooms.founding.services.bringing.undoing import forget_old, put_away, undo

__all__ = [
    "NotNow",
    "NothingTaken",
    "as_row",
    "bring_agreements",
    "bring_calendar",
    "bring_decisions",
    "bring_people",
    "carry_on",
    "choose_columns",
    "confirm",
    "cut_again",
    "forget_old",
    "keep_rows",
    "look_ahead",
    "put_away",
    "stop",
    "undo",
]
