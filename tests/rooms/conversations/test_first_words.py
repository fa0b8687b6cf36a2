"""Before somebody's first words in a circle: its ground rules are asked for once, and nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from commonhearth.foundation.access import Refused
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.models import Assent
from commonhearth.rooms.conversations.models import Post
from tests.foundation.agreements.test_assent import agreed, newcomer


@pytest.fixture
def here(world):
    with world.harbour.within():
        yield world.harbour


def address(here, name, thing):
    return reverse(f"conversations:{name}", args=["harbour", thing])


def text(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def once_key(answer):
    return answer.content.decode().partition('name="once_key" value="')[2].partition('"')[0]


def written():
    return Post.objects.filter(author__name="Sorrel")


def test_who_comes_new_reads_agrees_and_writes_in_one_step(here, world):
    rule = agreed(here, "open", "What is said here stays here.")
    newcomer(here)
    client, at = world.client("neighbour"), address(here, "write", here.things["topic_id"]["open"])
    page = client.get(at)
    assert "What is said here stays here." in text(page) and "I have read this and keep to it" in text(page)
    given = {"text": "Hello, all.", "once_key": once_key(page), "read": str(rule.id), "keeps": "on"}
    assert client.post(at, given).status_code == 302
    assert written().count() == 1 and Assent.objects.get(by__name="Sorrel").to == [str(rule.id)]
    assert "keep to it" not in text(client.get(at))


def test_who_wrote_before_seeing_the_rules_is_shown_them_and_loses_nothing(here, world):
    rule = agreed(here, "open", "What is said here stays here.")
    newcomer(here)
    client, at = world.client("neighbour"), address(here, "write", here.things["topic_id"]["open"])
    first = client.post(at, {"text": "Hello, all.", "care": "loss", "once_key": "a" * 32})
    assert first.status_code == 200 and "another look" not in text(first)
    assert "Your words are kept below" in text(first) and "Hello, all." in text(first)
    again = client.post(at, {"text": "Hello, all.", "once_key": once_key(first), "read": str(rule.id)})
    assert again.status_code == 422 and "Hello, all." in text(again) and not written().exists()


def test_a_rule_that_comes_in_force_meanwhile_is_read_first(here, world):
    rule = agreed(here, "open", "What is said here stays here.")
    newcomer(here)
    client, at = world.client("neighbour"), address(here, "begin", here.circles["open"].id)
    page = client.get(at)
    agreed(here, "open", "Anybody may pass.")
    given = {"title": "Hello", "text": "I am new.", "once_key": once_key(page), "read": str(rule.id)}
    answer = client.post(at, given | {"keeps": "on"})
    assert answer.status_code == 422 and "A rule has changed" in text(answer)
    assert (
        "I am new." in text(answer)
        and not written().exists()
        and not Assent.objects.filter(by__name="Sorrel").exists()
    )


def test_a_circle_without_ground_rules_asks_nothing(here, world):
    newcomer(here)
    client, at = world.client("neighbour"), address(here, "write", here.things["topic_id"]["open"])
    page = client.get(at)
    assert "keep to it" not in text(page)
    assert client.post(at, {"text": "Hello, all.", "once_key": once_key(page)}).status_code == 302


def test_every_way_in_asks_and_who_has_spoken_goes_on(here, talk_in):
    rule = agreed(here, "open", "What is said here stays here.")
    actor = newcomer(here)
    with pytest.raises(Refused) as refused:
        talk_in(actor, "Hello, all.")
    assert refused.value.verdict.code == "rules_first" and not written().exists()
    agreements.keep_to_rules(actor=actor, circle=here.circles["open"], read=[rule.id], now=here.now)
    talk_in(actor, "Hello, all.")
    agreed(here, "open", "Anybody may pass.")
    talk_in(actor, "Still here.")
    assert written().count() == 2


@pytest.fixture
def talk_in(here):
    from commonhearth.rooms.conversations import services
    from commonhearth.rooms.conversations.models import Topic

    topic = Topic.objects.select_related("circle").get(id=here.things["topic_id"]["open"])
    return lambda actor, words: services.write_post(actor=actor, topic=topic, text=words, now=here.now)
