"""Who wrote a post that stands without a name: told to nobody, and known again by its author alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.models import Post

#: The purposes for which authorship is opened; no rule opens it for a viewer.
OWN_WORDS = "own-words"


def seal(post: Post, membership_id: UUID) -> None:
    """Put who wrote a post under its own key, and no name on it."""
    post.anonymous, post.author, post.sealed_author = True, None, str(membership_id)


def written_by(viewer: object, posts: Iterable[Post]) -> set[UUID]:
    """Return the ids of those posts that the viewer wrote; one query where some stand without a name, else none."""
    if not isinstance(viewer, Member):
        return set()
    mine = {seat.membership_id for seat in viewer.seats.values()}
    found = list(posts)
    own = {post.id for post in found if post.author_id in mine}
    nameless = [post for post in found if post.sealed_author is not None]
    texts = sealed.open_all_for([post.sealed_author for post in nameless], purpose=OWN_WORDS)
    return own | {post.id for post, text in zip(nameless, texts, strict=True) if text and UUID(text) in mine}
