"""Pages of conversations: what they ask the database, what they say, and what comes of hostile input."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from commonhearth.rooms.conversations.models import Topic
from tests.counting import queries
from tests.rooms.conversations.talking import fill


def at(name: str, *ids: object) -> str:
    return reverse(f"conversations:{name}", args=["harbour", *ids])


#: Four of each are who comes and as whom; one opens the word that the member put aside. A hidden circle opens
#: its name besides.
@pytest.mark.parametrize(
    ("name", "key", "most"),
    [
        ("topics", "open", 9),
        ("topics", "hidden", 10),
        ("topic", "open", 9),
        ("topic", "hidden", 10),
        ("missed", "open", 10),
    ],
)
def test_queries_do_not_grow(world, name, key, most):
    place = world.harbour
    circle, topic = place.circles[key], place.things["topic_id"][key]
    path = {"topics": at("topics", circle.id), "topic": at("topic", topic), "missed": at("missed")}[name]
    client = world.client("member")
    with place.within():
        fill(circle, Topic.objects.get(id=topic), posts=8, topics=8, now=place.now)
    few = queries(client, path)
    with place.within():
        fill(circle, Topic.objects.get(id=topic), posts=300, topics=300, now=place.now + timedelta(hours=1))
    assert queries(client, path) == few <= most
