"""Looking after each other, for programs: hours on duty, offers and company, stepping back, what a circle needs.

What somebody reports, plans, hands over or wants if they go quiet is sealed, and what follows from a report is
between people: all of that has no API, nor have hidden circles.
"""

from commonhearth.rooms.care.api import company, duty, stepping  # noqa: F401
from commonhearth.rooms.care.api.doors import router

__all__ = ["router"]
