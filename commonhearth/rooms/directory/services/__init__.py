"""What people do in the directory, one function per act."""

from commonhearth.rooms.directory.reading import BrokenFile, SourceCard
from commonhearth.rooms.directory.services.claiming import (
    ask_to_look_after,
    claim_to_look_for,
    end_claim,
    end_own_claim,
    look_for_file,
    may_look_again,
    prove_by_link,
)
from commonhearth.rooms.directory.services.describing import describe_community, describe_listing
from commonhearth.rooms.directory.services.duplicates import put_away_duplicates
from commonhearth.rooms.directory.services.following import ask_again, follow, refresh, unfollow
from commonhearth.rooms.directory.services.importing import ImportReport, import_directory
from commonhearth.rooms.directory.services.links import put_away_link, take_new_address
from commonhearth.rooms.directory.services.merging import merge, undo_merge
from commonhearth.rooms.directory.services.own import show_community
from commonhearth.rooms.directory.services.reminding import end_reminders, remind, still_here
from commonhearth.rooms.directory.services.reviewing import (
    CORRECTABLE,
    CannotBeDone,
    SuccessorNamed,
    close,
    correct,
    reopen,
    tending,
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
    "ask_again",
    "ask_those_waiting_to_meet",
    "ask_to_be_told",
    "ask_to_look_after",
    "claim_to_look_for",
    "close",
    "confirm_tell_me",
    "correct",
    "describe_community",
    "describe_listing",
    "end_being_started",
    "end_claim",
    "end_own_claim",
    "end_reminders",
    "end_tell_me",
    "follow",
    "forget_unconfirmed",
    "import_directory",
    "look_for_file",
    "may_look_again",
    "merge",
    "prove_by_link",
    "put_away_duplicates",
    "put_away_link",
    "refresh",
    "remind",
    "reopen",
    "show_being_started",
    "show_community",
    "still_here",
    "take_new_address",
    "tell_those_waiting",
    "tending",
    "undo_merge",
    "unfollow",
    "verify",
    "write_to_starter",
]
