"""What a viewer may see of care, one file per noun."""

from commonhearth.rooms.care.selectors.cases import (
    borrowed_by,
    case_for,
    case_to_take,
    desk_for,
    file_of,
    looks_at_any,
    own_case,
    receipt_of,
    reported_by,
    second_eyes_for,
)
from commonhearth.rooms.care.selectors.duty import duty_for, duty_of, neighbours, numbers_at_once, own_hours

__all__ = [
    "borrowed_by",
    "case_for",
    "case_to_take",
    "desk_for",
    "duty_for",
    "duty_of",
    "file_of",
    "looks_at_any",
    "neighbours",
    "numbers_at_once",
    "own_case",
    "own_hours",
    "receipt_of",
    "reported_by",
    "second_eyes_for",
]
