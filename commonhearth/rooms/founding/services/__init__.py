"""What founders do, one function per act."""

from commonhearth.rooms.founding.services.drafts import (
    TooManyDrafts,
    begin_draft,
    leave_out,
    put_away,
    say,
    step_out,
    take_up,
)

__all__ = ["TooManyDrafts", "begin_draft", "leave_out", "put_away", "say", "step_out", "take_up"]
