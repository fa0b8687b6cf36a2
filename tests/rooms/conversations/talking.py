"""Small sentences that the tests of conversations say often."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from commonhearth.foundation.agreements.models import Agreement, Clause, ClauseVersion
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.conversations import selectors, services, words
from commonhearth.rooms.conversations.models import Post, Topic


class Talk:
    """Writes in a house; each act a minute after the one before."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.now: datetime = house.now

    def later(self, **span: int) -> datetime:
        """Let time pass; a minute when nothing is said."""
        self.now += timedelta(**(span or {"minutes": 1}))
        return self.now

    def begin(
        self, by: Any, circle: Circle, title: str = "Soup", text: str = "Who cooks?", **more: Any
    ) -> Topic:
        """Begin a topic."""
        return services.begin_topic(
            actor=self.house.acting(by), circle=circle, title=title, text=text, now=self.later(), **more
        )

    def write(self, by: Any, topic: Topic, text: str = "Me.", **more: Any) -> Post:
        """Write in it."""
        return services.write_post(
            actor=self.house.acting(by), topic=topic, text=text, now=self.later(), **more
        )

    def first(self, topic: Topic) -> Post:
        """Return the post that it was begun with."""
        return Post.objects.select_related("topic", "circle").get(topic=topic, created=topic.created)

    def posts(self, viewer: Any, topic: Topic, **more: Any) -> list[selectors.Said]:
        """Return what somebody sees of it."""
        viewer = self.house.acting(viewer)
        found = selectors.topic_for(viewer, topic.id, now=self.now)
        return selectors.posts_of(viewer, found, now=self.now, **more).posts

    def texts(self, viewer: Any, topic: Topic, **more: Any) -> list[str]:
        """Return the words of those that are there and not folded."""
        return [one.post.text for one in self.posts(viewer, topic, **more) if not one.gone and not one.folded]

    def agree(self, circle: Circle, key: str, value: Any) -> None:
        """Let a circle have agreed to a setting."""
        self.agreed(circle, key, value, now=self.now)

    @staticmethod
    def agreed(circle: Circle, key: str, value: Any, *, now: datetime) -> None:
        """Let a circle have agreed to a setting at a moment."""
        agreement = Agreement.objects.create(circle=circle, agreement_kind="other", title="Settings")
        clause = Clause.objects.create(agreement=agreement, circle=circle, number=1, rule_key=key)
        ClauseVersion.objects.create(
            clause=clause,
            circle=circle,
            text="So.",
            short="So.",
            rule_value=value,
            closes=now,
            in_force_from=now,
        )


def fill(circle: Circle, topic: Topic, *, posts: int, topics: int, now: datetime) -> None:
    """Put many posts into a topic and many topics into a circle, without what services do besides."""
    first = Post.objects.filter(topic=topic, anonymous=False).order_by("created")[0]
    rows, more = [], []
    for number in range(posts):
        post = Post(
            topic=topic, circle=circle, author_id=first.author_id, created=now + timedelta(seconds=number)
        )
        post.thread, post.thread_at = post.id, post.created
        words.put(
            post, circle, text=f"Leeks and barley, {number}.", care_note="loss" if number % 9 == 0 else ""
        )
        rows.append(post)
    for number in range(topics):
        row = Topic(
            circle=circle,
            begun_by_id=first.author_id,
            last_posted=now + timedelta(seconds=number),
            created=now,
        )
        words.put(row, circle, title=f"Something else, {number}", tags=" leeks ")
        more.append(row)
    Topic.objects.bulk_create(more)
    for row in more:
        post = Post(topic=row, circle=circle, author_id=first.author_id, created=row.last_posted)
        post.thread, post.thread_at = post.id, post.created
        words.put(post, circle, text="A beginning.")
        rows.append(post)
    Post.objects.bulk_create(rows)
