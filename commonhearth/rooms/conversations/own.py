"""What somebody wrote without a name, for themselves alone: to take along, and to erase."""

from __future__ import annotations

from uuid import UUID

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations import authorship
from commonhearth.rooms.conversations.models import Post


def nameless_posts_of(member_id: UUID) -> list[Post]:
    """Return the posts that a member wrote without a name, found by opening those of their circles."""
    places = dict(CircleMembership.objects.filter(member=member_id).values_list("id", "circle_id"))
    posts = list(Post.objects.filter(anonymous=True, sealed_author__isnull=False).order_by("created", "id"))
    opened = authorship.places_of(posts, purpose=authorship.OWN_WORDS)
    return [post for post in posts if opened.get(post.id) in places]


def nameless_ids_of(member_id: UUID) -> list[UUID]:
    """Return their ids."""
    return [post.id for post in nameless_posts_of(member_id)]
