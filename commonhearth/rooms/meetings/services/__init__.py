"""What people do with meetings, by noun."""

from commonhearth.rooms.meetings.services.coming import NoPlaceLeft, answer, answer_for
from commonhearth.rooms.meetings.services.dates import (
    AlreadyThatDay,
    add_date,
    again,
    cancel,
    extend,
    move,
    set_host,
)
from commonhearth.rooms.meetings.services.series import Plan, change, end, plan

__all__ = [
    "AlreadyThatDay",
    "NoPlaceLeft",
    "Plan",
    "add_date",
    "again",
    "answer",
    "answer_for",
    "cancel",
    "change",
    "end",
    "extend",
    "move",
    "plan",
    "set_host",
]
