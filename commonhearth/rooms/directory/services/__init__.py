"""What people do in the directory, one function per act."""

from commonhearth.rooms.directory.reading import BrokenFile, SourceCard
from commonhearth.rooms.directory.services.describing import describe_community, describe_listing
from commonhearth.rooms.directory.services.duplicates import put_away_duplicates
from commonhearth.rooms.directory.services.importing import ImportReport, import_directory
from commonhearth.rooms.directory.services.own import show_community
from commonhearth.rooms.directory.services.reviewing import (
    CORRECTABLE,
    CannotBeDone,
    SuccessorNamed,
    close,
    correct,
    reopen,
    verify,
)
from commonhearth.rooms.directory.services.starting import (
    end_being_started,
    show_being_started,
    write_to_starter,
)
from commonhearth.rooms.directory.services.waiting import (
    answer_meeting,
    ask_those_waiting_to_meet,
    ask_to_be_told,
    confirm_tell_me,
    end_tell_me,
    forget_unconfirmed,
    tell_those_waiting,
)

__all__ = [
    "CORRECTABLE",
    "BrokenFile",
    "CannotBeDone",
    "ImportReport",
    "SourceCard",
    "SuccessorNamed",
    "answer_meeting",
    "ask_those_waiting_to_meet",
    "ask_to_be_told",
    "close",
    "confirm_tell_me",
    "correct",
    "describe_community",
    "describe_listing",
    "end_being_started",
    "end_tell_me",
    "forget_unconfirmed",
    "import_directory",
    "put_away_duplicates",
    "reopen",
    "show_being_started",
    "show_community",
    "tell_those_waiting",
    "verify",
    "write_to_starter",
]
