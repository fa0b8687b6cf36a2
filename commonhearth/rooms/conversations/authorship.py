"""Who wrote a post that stands without a name: told to nobody, and known again by its author alone.

The id of the author's place in the circle is sealed with a key that this one post has, so that no key of a
member stands on it, and it can be forgotten for good by destroying that key.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import System
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import Point
from commonhearth.rooms.conversations.models import Post

#: The purposes for which authorship is opened; no rule opens it for a viewer.
OWN_WORDS, EMERGENCY = "own-words", "talk-emergency"
#: Under this name the answer to a form is kept that was sent for a post without a name: not under the member's.
NAMELESS = System("talk.nameless")
#: Filled by the room for care, for the words on the page: nothing is promised that cannot be done.
OPENED_BY_TWO: Point[bool] = Point("conversations.opened_by_two")


def seal(post: Post, membership_id: UUID) -> None:
    """Put who wrote a post under its own key, and no name on it."""
    post.anonymous, post.author, post.sealed_author = True, None, str(membership_id)


def places_of(posts: Iterable[Post], *, purpose: str) -> dict[UUID, UUID]:
    """Return whose place in a circle wrote each of some posts without a name; one query, or none."""
    nameless = [post for post in posts if post.sealed_author is not None]
    texts = sealed.open_all_for([post.sealed_author for post in nameless], purpose=purpose)
    return {post.id: UUID(text) for post, text in zip(nameless, texts, strict=True) if text}


def written_by(viewer: object, posts: Iterable[Post]) -> set[UUID]:
    """Return the ids of those posts that the viewer wrote, for themselves or for somebody who chose them to; one
    query where some stand without a name, else none."""
    if not isinstance(viewer, Member):
        return set()
    mine = {seat.membership_id for seat in viewer.seats.values()}
    found = list(posts)
    nameless = places_of(found, purpose=OWN_WORDS)
    return {
        post.id
        for post in found
        if post.author_id in mine or post.written_by_id in mine or nameless.get(post.id) in mine
    }
