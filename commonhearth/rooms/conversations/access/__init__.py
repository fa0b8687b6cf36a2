"""Who may read, write and look after what is said. The words for each reason stand in `wording`."""

from commonhearth.rooms.conversations.access.care import CARE, may_open_authorship, may_put_out_of_sight
from commonhearth.rooms.conversations.access.private import (
    may_mute_person,
    may_mute_topic,
    may_put_word_aside,
)
from commonhearth.rooms.conversations.access.talk import (
    may_begin_topic,
    may_close_topic,
    may_edit_post,
    may_move_topic,
    may_name_topic,
    may_open_words,
    may_pin_topic,
    may_read_history,
    may_read_hung_on_post,
    may_read_topic,
    may_say_first_words,
    may_withdraw_post,
    may_write_for,
    may_write_nameless,
    may_write_post,
    wrote,
)

__all__ = [
    "CARE",
    "may_begin_topic",
    "may_close_topic",
    "may_edit_post",
    "may_move_topic",
    "may_mute_person",
    "may_mute_topic",
    "may_name_topic",
    "may_open_authorship",
    "may_open_words",
    "may_pin_topic",
    "may_put_out_of_sight",
    "may_put_word_aside",
    "may_read_history",
    "may_read_hung_on_post",
    "may_read_topic",
    "may_say_first_words",
    "may_withdraw_post",
    "may_write_for",
    "may_write_nameless",
    "may_write_post",
    "wrote",
]
