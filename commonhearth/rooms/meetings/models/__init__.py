"""What meets when, who comes, and how it reaches a calendar."""

from commonhearth.rooms.meetings.models.announced import Announced
from commonhearth.rooms.meetings.models.calendars import Feed, Invited, Wish
from commonhearth.rooms.meetings.models.coming import Answer, Coming, Guest
from commonhearth.rooms.meetings.models.series import Doors, Kind, Meeting, PlaceFor, Series

__all__ = [
    "Announced",
    "Answer",
    "Coming",
    "Doors",
    "Feed",
    "Guest",
    "Invited",
    "Kind",
    "Meeting",
    "PlaceFor",
    "Series",
    "Wish",
]
