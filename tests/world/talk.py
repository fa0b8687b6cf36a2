"""A topic with a post of `member` and an answer of `paused` in each of the circles; one thing `member` mutes."""

from __future__ import annotations

from datetime import timedelta

from commonhearth.foundation.circles.access import seat_in
from commonhearth.rooms.conversations import services
from commonhearth.rooms.conversations.models import How, Muted, Post
from commonhearth.rooms.conversations.services import mailing
from tests.world import Place


def furnish(place: Place, names: dict[str, str]) -> None:
    """Begin the topics while everybody is still here."""
    services.put_word_aside(actor=place.acting("member"), word="loss", until=None, now=place.now)
    place.things["muted_id"] = Muted.objects.get(member=place.acting("member")).id
    for key in ("root", "open", "closed", "hidden"):
        circle = place.circles[key]
        topic = services.begin_topic(
            actor=place.acting("member"),
            circle=circle,
            title=f"What helps, {key}",
            text=f"Walking in the morning, {key}.",
            now=place.now,
        )
        first = Post.objects.get(topic=topic)
        assert seat_in(place.acting("paused"), circle)
        services.write_post(
            actor=place.acting("paused"),
            topic=topic,
            text="Soup.",
            answers=first,
            now=place.now + timedelta(minutes=1),
        )
        place.by_circle(key, topic_id=topic.id, post_id=first.id)
    mailing.wish_mail(
        actor=place.acting("member"), thing=place.circles["closed"], how=How.NEVER, now=place.now
    )
