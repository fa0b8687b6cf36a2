"""What is said in circles."""

from commonhearth.rooms.conversations.models.letters import (
    Correspondence,
    Letter,
    LetterAsking,
    LetterDoor,
)
from commonhearth.rooms.conversations.models.posts import Post, Wish
from commonhearth.rooms.conversations.models.stories import FirstReader, Story, StoryState
from commonhearth.rooms.conversations.models.topics import Topic

__all__ = [
    "Correspondence",
    "FirstReader",
    "Letter",
    "LetterAsking",
    "LetterDoor",
    "Post",
    "Story",
    "StoryState",
    "Topic",
    "Wish",
]
