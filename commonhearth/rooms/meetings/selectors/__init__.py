"""Meetings as a viewer may see them, by noun."""

from commonhearth.rooms.meetings.selectors.coming import WhoComes, needs_told, own_needs, who_comes
from commonhearth.rooms.meetings.selectors.guests import meeting_of_guest
from commonhearth.rooms.meetings.selectors.seeing import (
    Page,
    ahead_in,
    first_date,
    meeting_for,
    meeting_row,
    meetings_page,
    next_dates,
    series_for,
    spoken_for,
    visible_meetings,
)
from commonhearth.rooms.meetings.selectors.words import Seen, worded, words_of

__all__ = [
    "Page",
    "Seen",
    "WhoComes",
    "ahead_in",
    "first_date",
    "meeting_for",
    "meeting_of_guest",
    "meeting_row",
    "meetings_page",
    "needs_told",
    "next_dates",
    "own_needs",
    "series_for",
    "spoken_for",
    "visible_meetings",
    "who_comes",
    "worded",
    "words_of",
]
