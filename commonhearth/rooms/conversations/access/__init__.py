"""Who may read, write and look after what is said. The words for each reason stand in `wording`."""

from commonhearth.rooms.conversations.access.talk import (
    may_begin_topic,
    may_open_words,
    may_read_topic,
    may_write_post,
)

__all__ = ["may_begin_topic", "may_open_words", "may_read_topic", "may_write_post"]
