"""What people do in conversations, one function each."""

from commonhearth.rooms.conversations.services.care import (
    hide_post,
    open_authorship,
    show_post,
    take_down_post,
)
from commonhearth.rooms.conversations.services.editing import (
    ChangedMeanwhile,
    Edited,
    edit_post,
    withdraw_post,
)
from commonhearth.rooms.conversations.services.keeping import (
    ManyPinned,
    close_topic,
    move_topic,
    name_topic,
    pin_topic,
)
from commonhearth.rooms.conversations.services.private import (
    ManyWords,
    hear_again,
    mark_all_read,
    mark_read,
    mute_person,
    mute_topic,
    put_word_aside,
)
from commonhearth.rooms.conversations.services.writing import NotInTopic, begin_topic, write_post

__all__ = [
    "ChangedMeanwhile",
    "Edited",
    "ManyPinned",
    "ManyWords",
    "NotInTopic",
    "begin_topic",
    "close_topic",
    "edit_post",
    "hear_again",
    "hide_post",
    "mark_all_read",
    "mark_read",
    "move_topic",
    "mute_person",
    "mute_topic",
    "name_topic",
    "open_authorship",
    "pin_topic",
    "put_word_aside",
    "show_post",
    "take_down_post",
    "withdraw_post",
    "write_post",
]
