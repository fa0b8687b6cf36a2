"""Every sentence of meetings, by noun."""

from commonhearth.rooms.meetings.wording.calendars import NAMINGS, NO, REMINDS, YES
from commonhearth.rooms.meetings.wording.series import (
    ACCESS,
    ANSWERS,
    DOORS,
    FIRST_TIME,
    HOW_OFTEN,
    KINDS,
    KINDS_SAID,
    LOGBOOK,
    NOTICES,
    PLACE_FOR,
    SCOPES,
    SENTENCES,
    WEEKDAYS,
)

__all__ = [
    "ACCESS",
    "ANSWERS",
    "DOORS",
    "FIRST_TIME",
    "HOW_OFTEN",
    "KINDS",
    "KINDS_SAID",
    "LOGBOOK",
    "NAMINGS",
    "NO",
    "NOTICES",
    "PLACE_FOR",
    "REMINDS",
    "SCOPES",
    "SENTENCES",
    "WEEKDAYS",
    "YES",
]
