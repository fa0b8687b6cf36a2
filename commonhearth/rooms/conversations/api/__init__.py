"""Conversations for programs: of open circles and those by invitation, as their owner reads and writes them.

Hidden circles have no API, and nothing is written without a name here: the answer kept for a key would tell
who wrote it. Letters between two, stories and words put aside are sealed; a call at night is one's own press;
an address to answer by mail is a way in.
"""

from commonhearth.rooms.conversations.api import keeping, own, talk  # noqa: F401
from commonhearth.rooms.conversations.api.shapes import router

__all__ = ["router"]
