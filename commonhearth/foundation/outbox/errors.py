"""What can be wrong with a mail. The error names the part, never its content."""

from __future__ import annotations


class HeaderInjection(ValueError):
    """A line break, control character or second address where one line or one address belongs.

    Attributes:
        part: "to", "subject", "sender_name" or "unsubscribe".
    """

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part
