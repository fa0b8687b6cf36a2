"""Who may plan, see, come, be host; each noun's rules in a file of its own."""

from commonhearth.rooms.meetings.access.coming import (
    may_answer,
    may_answer_for,
    may_come_as_guest,
    may_host,
    may_open_guest,
    may_open_needs,
    may_open_online,
    may_see_names,
)
from commonhearth.rooms.meetings.access.own import may_have_feed
from commonhearth.rooms.meetings.access.series import (
    may_begin_to_meet,
    may_change_series,
    may_open_doors,
    may_open_words,
    may_plan,
    may_see_meeting,
)

__all__ = [
    "may_answer",
    "may_answer_for",
    "may_begin_to_meet",
    "may_change_series",
    "may_come_as_guest",
    "may_have_feed",
    "may_host",
    "may_open_doors",
    "may_open_guest",
    "may_open_needs",
    "may_open_online",
    "may_open_words",
    "may_plan",
    "may_see_meeting",
    "may_see_names",
]
