"""What is said in circles."""

from commonhearth.rooms.conversations.models.letters import (
    Correspondence,
    Letter,
    LetterAsking,
    LetterDoor,
)
from commonhearth.rooms.conversations.models.posts import Post, Wish
from commonhearth.rooms.conversations.models.topics import Topic

__all__ = ["Correspondence", "Letter", "LetterAsking", "LetterDoor", "Post", "Topic", "Wish"]
