"""What is said in circles and between two, and what each reader keeps to themselves about it."""

from commonhearth.rooms.conversations.models.letters import (
    Correspondence,
    Letter,
    LetterAsking,
    LetterDoor,
)
from commonhearth.rooms.conversations.models.mailing import How, MailWish
from commonhearth.rooms.conversations.models.posts import Mention, Post, PostVersion, Wish
from commonhearth.rooms.conversations.models.private import Muted, Reading
from commonhearth.rooms.conversations.models.replies import MailSeen, ParkedReply, ReplyAddress
from commonhearth.rooms.conversations.models.stories import FirstReader, Story, StoryState
from commonhearth.rooms.conversations.models.tonight import TonightAnswer, TonightCall, WakeWish
from commonhearth.rooms.conversations.models.topics import Topic

__all__ = [
    "Correspondence",
    "FirstReader",
    "How",
    "Letter",
    "LetterAsking",
    "LetterDoor",
    "MailSeen",
    "MailWish",
    "Mention",
    "Muted",
    "ParkedReply",
    "Post",
    "PostVersion",
    "Reading",
    "ReplyAddress",
    "Story",
    "StoryState",
    "TonightAnswer",
    "TonightCall",
    "Topic",
    "WakeWish",
    "Wish",
]
