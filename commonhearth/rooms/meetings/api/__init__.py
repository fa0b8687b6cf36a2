"""Meetings for programs: what is ahead, whether one comes; agenda, minutes and what was promised.

Hidden circles have no API. What is sealed has none either: the way in online, what people need, who comes from
outside; for these there is the page.
"""

from commonhearth.rooms.meetings.api import dates, work  # noqa: F401
from commonhearth.rooms.meetings.api.shapes import router

__all__ = ["router"]
