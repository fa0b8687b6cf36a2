"""What people do with meetings, by noun."""

from commonhearth.rooms.meetings.services.arriving import call_off, hold_open, put_back, take_up
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
from commonhearth.rooms.meetings.services.replies import Reply, take_reply
from commonhearth.rooms.meetings.services.series import Plan, change, end, plan

__all__ = [
    "AlreadyThatDay",
    "NoPlaceLeft",
    "Plan",
    "Reply",
    "add_date",
    "again",
    "answer",
    "answer_for",
    "call_off",
    "cancel",
    "change",
    "end",
    "extend",
    "hold_open",
    "move",
    "plan",
    "put_back",
    "set_host",
    "take_reply",
    "take_up",
]
