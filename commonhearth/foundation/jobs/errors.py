"""What can be wrong with a job. The errors carry data; no sentences and no one's words."""

from __future__ import annotations

from datetime import datetime


class NotAnId(ValueError):
    """A job was given something other than ids, codes, numbers and times.

    Attributes:
        argument: position or name of the argument; never its value.
    """

    def __init__(self, argument: str) -> None:
        super().__init__(argument)
        self.argument = argument


class Later(Exception):
    """Raised by a task that cannot do its work yet and asks for another turn. Not counted as a try."""

    def __init__(self, due: datetime) -> None:
        super().__init__(due.isoformat())
        self.due = due


class LeaseLost(Exception):
    """This worker took too long and the job was given to another. What it did is undone."""
