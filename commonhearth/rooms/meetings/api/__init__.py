"""Meetings for programs: planning, coming, when to meet; agenda, turns, minutes and what was promised.

Hidden circles have no API. What is sealed has none either: the way in online, what people need, who comes from
outside; nor have the screen of the room and notes that fade. For these there is the page.
"""

from commonhearth.rooms.meetings.api import (  # noqa: F401
    actions,
    agenda,
    attendance,
    dates,
    minutes,
    planning,
    polls,
    turns,
)
from commonhearth.rooms.meetings.api.shapes import router

__all__ = ["router"]
