"""What people do with circles, one function per act."""

from commonhearth.foundation.circles.services.asking import (
    answer_asking,
    ask_to_join,
    decline_invitation,
    invite,
)
from commonhearth.foundation.circles.services.entering import (
    NameTaken,
    WordIsNumber,
    join,
    leave,
    rename_self,
)
from commonhearth.foundation.circles.services.opening import (
    NeverLooser,
    change_circle,
    end_circle,
    found_root,
    open_circle,
)
from commonhearth.foundation.circles.services.roles import (
    COMMUNITY_ONLY,
    HeldAlready,
    NoInto,
    NotHere,
    OfficeElsewhere,
    TermBackwards,
    TermTooLong,
    give_role,
    lay_down,
)

__all__ = [
    "COMMUNITY_ONLY",
    "HeldAlready",
    "NameTaken",
    "NeverLooser",
    "NoInto",
    "NotHere",
    "OfficeElsewhere",
    "TermBackwards",
    "TermTooLong",
    "WordIsNumber",
    "answer_asking",
    "ask_to_join",
    "change_circle",
    "decline_invitation",
    "end_circle",
    "found_root",
    "give_role",
    "invite",
    "join",
    "lay_down",
    "leave",
    "open_circle",
    "rename_self",
]
