"""What meets when, who comes, how it reaches a calendar; what a meeting is about, and what it leaves behind."""

from commonhearth.rooms.meetings.models.actions import Action
from commonhearth.rooms.meetings.models.agenda import Item, Sitting, Sort, Stage
from commonhearth.rooms.meetings.models.announced import Announced
from commonhearth.rooms.meetings.models.attendance import Hands, Present, Tally
from commonhearth.rooms.meetings.models.calendars import Feed, Invited, Wish
from commonhearth.rooms.meetings.models.coming import Answer, Coming, Guest
from commonhearth.rooms.meetings.models.minutes import Addendum, Draft, Minutes, Remark
from commonhearth.rooms.meetings.models.notes import Note
from commonhearth.rooms.meetings.models.paper import PaperWish, Way
from commonhearth.rooms.meetings.models.polls import Fits, Poll, Says, Slot
from commonhearth.rooms.meetings.models.series import Doors, Kind, Meeting, PlaceFor, Series
from commonhearth.rooms.meetings.models.turns import Hat, RatherNot, Swap, Turn

__all__ = [
    "Action", "Addendum", "Announced", "Answer", "Coming", "Doors", "Draft", "Feed", "Fits", "Guest", "Hands", "Hat",
    "Invited", "Item", "Kind", "Meeting", "Minutes", "Note", "PaperWish", "PlaceFor", "Poll", "Present", "RatherNot",
    "Remark", "Says", "Series", "Sitting", "Slot", "Sort", "Stage", "Swap", "Tally", "Turn", "Way", "Wish",
]  # fmt: skip
