"""What stands beside a post, and beside writing: links that rooms above fill in. They cost no query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.registry import Point
from commonhearth.rooms.conversations.models import Post


@dataclass(frozen=True, slots=True)
class PostLink:
    """A link beside a post, such as “something isn’t right”.

    Attributes:
        url_name: a page inside the community whose address ends with the post's id.
        on_own: whether it stands beside what the viewer wrote too.
        shown: (viewer, post) -> whether it stands beside this post for this viewer; asks the database nothing.
    """

    label: str | Promise
    url_name: str
    on_own: bool = True
    shown: Callable[[Actor, Post], bool] = lambda viewer, post: True


@dataclass(frozen=True, slots=True)
class WritingLink:
    """A link in the help beside writing, such as one's own plan: a page inside the community."""

    label: str | Promise
    url_name: str


#: Links beside a post, on its own page; keyed "room.what".
BESIDE_A_POST: Point[PostLink] = Point("conversations.beside_a_post")
#: Links in the help that somebody opens while writing.
BESIDE_WRITING: Point[WritingLink] = Point("conversations.beside_writing")
#: The page that says who here must act when somebody is in danger now, what they do, and whether a member is told.
WHO_MUST_ACT: Point[WritingLink] = Point("conversations.who_must_act")
