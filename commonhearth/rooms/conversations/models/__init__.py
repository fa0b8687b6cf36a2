"""What is said in circles."""

from commonhearth.rooms.conversations.models.posts import Post, Wish
from commonhearth.rooms.conversations.models.topics import Topic

__all__ = ["Post", "Topic", "Wish"]
