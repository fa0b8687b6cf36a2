"""What somebody wrote without a name, for themselves alone: to take along, and to erase."""

from __future__ import annotations

from uuid import UUID

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations import authorship
from commonhearth.rooms.conversations.models import Post, PostVersion, Topic


def nameless_posts_of(member_id: UUID) -> list[Post]:
    """Return the posts that a member wrote without a name, found by opening those of their circles."""
    places = dict(CircleMembership.objects.filter(member=member_id).values_list("id", "circle_id"))
    posts = list(Post.objects.filter(anonymous=True, sealed_author__isnull=False).order_by("created", "id"))
    opened = authorship.places_of(posts, purpose=authorship.OWN_WORDS)
    return [post for post in posts if opened.get(post.id) in places]


def nameless_ids_of(member_id: UUID) -> list[UUID]:
    """Return their ids."""
    return [post.id for post in nameless_posts_of(member_id)]


def nameless_version_ids_of(member_id: UUID) -> list[UUID]:
    """Return the ids of what those posts said before they were changed."""
    return list(PostVersion.objects.filter(post__in=nameless_ids_of(member_id)).values_list("id", flat=True))


def nameless_topic_ids_of(member_id: UUID) -> list[UUID]:
    """Return the ids of the topics that somebody began without a name: those whose first post is theirs."""
    posts = nameless_posts_of(member_id)
    theirs = {post.id for post in posts}
    found = []
    for topic_id in Topic.objects.filter(begun_by=None, id__in={post.topic_id for post in posts}).values_list(
        "id", flat=True
    ):
        first = (
            Post.objects.filter(topic=topic_id).order_by("created", "id").values_list("id", flat=True).first()
        )
        if first in theirs:
            found.append(topic_id)
    return found
