"""What founders see of what they are beginning, and members of how it grows."""

from commonhearth.rooms.founding.selectors.countries import Topic, countries_with_facts, topics_of
from commonhearth.rooms.founding.selectors.drafts import (
    ClauseView,
    DraftView,
    FounderView,
    LinkView,
    StepView,
    begins_with,
    draft_for,
    links_of,
    my_drafts,
)
from commonhearth.rooms.founding.selectors.growing import (
    GrowingView,
    growing,
    meeting_of,
    said_of,
)
from commonhearth.rooms.founding.selectors.kit import Kit, kit_of_community, kit_of_draft

__all__ = [
    "ClauseView",
    "DraftView",
    "FounderView",
    "GrowingView",
    "Kit",
    "LinkView",
    "StepView",
    "Topic",
    "begins_with",
    "countries_with_facts",
    "draft_for",
    "growing",
    "kit_of_community",
    "kit_of_draft",
    "links_of",
    "meeting_of",
    "my_drafts",
    "said_of",
    "topics_of",
]
