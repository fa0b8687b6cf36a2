"""What people do in this room, one file per noun."""

from commonhearth.rooms.care.services.cases import (
    BadSecret,
    add_words,
    answer,
    bring_in,
    close,
    new_number,
    new_secret,
    note,
    report,
    step_off,
    take,
)
from commonhearth.rooms.care.services.duty import (
    add_neighbour,
    borrow,
    end_borrowing,
    remove_neighbour,
    state_hours,
    take_back_hours,
)
from commonhearth.rooms.care.services.ground_rules import NothingChosen, propose_rules

__all__ = [
    "BadSecret",
    "NothingChosen",
    "add_neighbour",
    "add_words",
    "answer",
    "borrow",
    "bring_in",
    "close",
    "end_borrowing",
    "new_number",
    "new_secret",
    "note",
    "propose_rules",
    "remove_neighbour",
    "report",
    "state_hours",
    "step_off",
    "take",
    "take_back_hours",
]
