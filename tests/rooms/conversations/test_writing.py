"""Writing, answering, and who reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.members.services import keep_apart
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.models import Post, Topic


def begin(house, by, circle, title="Soup", text="Who cooks?"):
    return services.begin_topic(actor=house.acting(by), circle=circle, title=title, text=text, now=house.now)


def texts(house, viewer, topic):
    viewer = house.acting(viewer)
    found = selectors.topic_for(viewer, topic.id, now=house.now)
    return [said.post.text for said in selectors.posts_of(viewer, found, now=house.now).posts]


def test_what_is_written_in_an_open_circle_is_read_by_everyone_inside(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = begin(house, ada, house.circle(ada))
    assert texts(house, ben, topic) == ["Who cooks?"]


def test_what_is_written_elsewhere_is_read_by_its_own_people_only(house):
    ada, ben, cleo = house.member("Ada"), house.member("Ben"), house.member("Cleo")
    for openness in (Openness.CLOSED, Openness.CONFIDENTIAL):
        circle = house.circle(ada, openness, name=openness)
        house.bring(house.acting(ada), circle, ben, "Wren")
        topic = begin(house, ada, circle)
        assert texts(house, ben, topic) == ["Who cooks?"]
        for viewer in (cleo, house.steward()):
            with pytest.raises(NotVisible):
                selectors.topic_for(viewer, topic.id, now=house.now)
            with pytest.raises(NotVisible):
                selectors.topics_of(viewer, circle, now=house.now)


def test_words_of_a_hidden_circle_stand_sealed_in_their_rows(house):
    ada = house.member("Ada")
    topic = begin(house, ada, house.circle(ada, Openness.CONFIDENTIAL))
    row, post = Topic.objects.get(id=topic.id), Post.objects.get(topic=topic)
    assert (row.title, post.text) == ("", "")
    assert texts(house, ada, topic) == ["Who cooks?"]


def test_what_was_said_before_a_circle_was_hidden_is_sealed_then(house):
    ada = house.member("Ada")
    circle = house.circle(ada, Openness.CLOSED)
    topic = begin(house, ada, circle)
    circles.change_circle(
        actor=house.acting(ada),
        circle=circle,
        name="X",
        purpose="",
        openness=Openness.CONFIDENTIAL,
        now=house.now,
    )
    assert Topic.objects.get(id=topic.id).title == "" and Post.objects.get(topic=topic).text == ""
    assert texts(house, ada, topic) == ["Who cooks?"]


def test_an_answer_to_an_answer_stands_in_the_same_thread(house):
    ada = house.member("Ada")
    topic = begin(house, ada, house.circle(ada))
    first = Post.objects.get(topic=topic)

    def write(minute, text, answers=None):
        return services.write_post(
            actor=house.acting(ada),
            topic=topic,
            text=text,
            answers=answers,
            now=house.now + timedelta(minutes=minute),
        )

    write(1, "Something else")
    answer = write(2, "I do", first)
    deeper = write(3, "With me", answer)
    assert answer.answers_id == deeper.answers_id == first.id
    assert texts(house, ada, topic) == ["Who cooks?", "I do", "With me", "Something else"]


def test_who_only_reads_is_told_how_to_write(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    away, new = house.member("Away", Standing.PAUSED), house.member("New", Standing.GUEST)
    open_circle = house.circle(ada)
    topic = begin(house, ada, open_circle)
    for actor, code in ((ben, "come_in_to_write"), (new, "come_in_to_write")):
        with pytest.raises(Refused) as refused:
            services.write_post(actor=actor, topic=topic, text="Hm", now=house.now)
        assert refused.value.verdict.code == code
    with pytest.raises(Refused) as refused:
        begin(house, away, house.root)
    assert refused.value.verdict.code == "away_now"
    assert begin(house, new, house.root), "a newcomer may say hello to everyone"


def test_nothing_more_is_written_in_a_circle_that_ended_and_it_is_still_read(house):
    ada = house.member("Ada")
    circle = house.circle(ada)
    topic = begin(house, ada, circle)
    circles.end_circle(actor=house.acting(ada), circle=circle, now=house.now)
    with pytest.raises(Refused):
        services.write_post(actor=house.acting(ada), topic=topic, text="Late", now=house.now)
    assert texts(house, ada, topic) == ["Who cooks?"]


def test_those_kept_apart_do_not_find_each_others_posts(house):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = begin(house, ada, house.root)
    services.write_post(actor=ben, topic=topic, text="Me", now=house.now)
    keep_apart(actor=house.acting(ada), other=ben, now=house.now)
    assert texts(house, ada, topic) == ["Who cooks?"]
    assert texts(house, ben, topic) == ["Me"]
    assert sorted(texts(house, house.member("Cleo"), topic)) == ["Me", "Who cooks?"]


@pytest.mark.parametrize("hidden", [False, True])
def test_pages_by_key_lose_and_repeat_nothing(house, hidden):
    ada = house.member("Ada")
    circle = house.circle(ada, Openness.CONFIDENTIAL if hidden else Openness.OPEN)
    topic = begin(house, ada, circle)
    heads = [Post.objects.get(topic=topic)]
    for number in range(12):
        heads.append(
            services.write_post(
                actor=house.acting(ada),
                topic=topic,
                text=f"{number}",
                answers=heads[number // 2] if number % 3 else None,
                now=house.now,
            )
        )
    viewer = house.acting(ada)
    found = selectors.topic_for(viewer, topic.id, now=house.now)
    whole = [said.post.id for said in selectors.posts_of(viewer, found, now=house.now).posts]
    pieces, after = [], ""
    while True:
        part = selectors.posts_of(viewer, found, now=house.now, after=after, size=4)
        pieces += [said.post.id for said in part.posts]
        after = part.more
        if not after:
            break
    assert pieces == whole and len(set(whole)) == 13
