"""What people do in this room, one file per noun."""

from commonhearth.rooms.care.services.appeals import (
    NobodyToDraw,
    answer_appeal,
    appeal,
    decide_due,
    new_seed,
    not_me,
)
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
from commonhearth.rooms.care.services.measures import confirm, end_due, propose, take_back
from commonhearth.rooms.care.services.openings import (
    ask_opening,
    confirm_opening,
    end_opening,
    end_openings,
)
from commonhearth.rooms.care.services.steps import finish_step, plan_step
from commonhearth.rooms.care.services.tally import erase_due

__all__ = [
    "BadSecret",
    "NobodyToDraw",
    "NothingChosen",
    "add_neighbour",
    "add_words",
    "answer",
    "answer_appeal",
    "appeal",
    "ask_opening",
    "borrow",
    "bring_in",
    "close",
    "confirm",
    "confirm_opening",
    "decide_due",
    "end_borrowing",
    "end_due",
    "end_opening",
    "end_openings",
    "erase_due",
    "finish_step",
    "new_number",
    "new_secret",
    "new_seed",
    "not_me",
    "note",
    "plan_step",
    "propose",
    "propose_rules",
    "remove_neighbour",
    "report",
    "state_hours",
    "step_off",
    "take",
    "take_back",
    "take_back_hours",
]
