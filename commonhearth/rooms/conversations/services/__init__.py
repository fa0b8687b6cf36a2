"""What people do in conversations, one function each."""

from commonhearth.rooms.conversations.services.writing import begin_topic, write_post

__all__ = ["begin_topic", "write_post"]
