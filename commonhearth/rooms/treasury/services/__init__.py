"""What people do with a tin, one function each."""

from commonhearth.rooms.treasury.services.between import (
    answer_hard_month,
    ask_hard_month,
    forget_over,
    let_go_in_circle,
    let_go_of,
    part_two,
)
from commonhearth.rooms.treasury.services.counting import book_difference, take_count_back, write_count
from commonhearth.rooms.treasury.services.keeping import (
    ask_to_keep,
    keep_tin,
    lay_down_tin,
    open_tin,
    take_dues,
)
from commonhearth.rooms.treasury.services.writing import NotInBook, set_right, write_entry

__all__ = [
    "NotInBook",
    "answer_hard_month",
    "ask_hard_month",
    "ask_to_keep",
    "book_difference",
    "forget_over",
    "keep_tin",
    "lay_down_tin",
    "let_go_in_circle",
    "let_go_of",
    "open_tin",
    "part_two",
    "set_right",
    "take_count_back",
    "take_dues",
    "write_count",
    "write_entry",
]
