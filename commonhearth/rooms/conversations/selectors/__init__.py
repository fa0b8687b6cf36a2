"""What is said in circles, as a viewer may see it."""

from commonhearth.rooms.conversations.authorship import OPENED_BY_TWO
from commonhearth.rooms.conversations.selectors.beside import (
    BESIDE_A_POST,
    BESIDE_WRITING,
    WHO_MUST_ACT,
    PostLink,
    WritingLink,
)
from commonhearth.rooms.conversations.selectors.first_words import rules_first
from commonhearth.rooms.conversations.selectors.inside import search_in
from commonhearth.rooms.conversations.selectors.missed import Missed, missed_by
from commonhearth.rooms.conversations.selectors.moving import where_to_move
from commonhearth.rooms.conversations.selectors.private import muted_by
from commonhearth.rooms.conversations.selectors.readers import (
    guess_warning,
    may_be_nameless,
    spoken_for,
    who_reads,
)
from commonhearth.rooms.conversations.selectors.reading import (
    PostPage,
    Said,
    as_it_stood,
    history_of,
    post_for,
    post_of,
    posts_of,
)
from commonhearth.rooms.conversations.selectors.seeing import quiet_of
from commonhearth.rooms.conversations.selectors.topics import (
    Headed,
    TopicPage,
    title_of,
    topic_for,
    topics_of,
)

__all__ = [
    "BESIDE_A_POST",
    "BESIDE_WRITING",
    "OPENED_BY_TWO",
    "WHO_MUST_ACT",
    "Headed",
    "Missed",
    "PostLink",
    "PostPage",
    "Said",
    "TopicPage",
    "WritingLink",
    "as_it_stood",
    "guess_warning",
    "history_of",
    "may_be_nameless",
    "missed_by",
    "muted_by",
    "post_for",
    "post_of",
    "posts_of",
    "quiet_of",
    "rules_first",
    "search_in",
    "spoken_for",
    "title_of",
    "topic_for",
    "topics_of",
    "where_to_move",
    "who_reads",
]
