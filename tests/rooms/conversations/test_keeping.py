"""Looking after topics: closing, standing first, naming, moving; and what two people decide about a post."""

from __future__ import annotations

import pytest

from commonhearth.foundation import search
from commonhearth.foundation.access import Refused, System
from commonhearth.foundation.circles import services as circles
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.notices.models import Notice
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.models import Post, Topic


def test_a_closed_topic_is_read_and_nothing_is_written_in_it(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    with pytest.raises(Refused):
        services.close_topic(actor=house.acting(ben), topic=topic, closed=True, now=talk.now)
    services.close_topic(actor=house.acting(ada), topic=topic, closed=True, now=talk.now)
    with pytest.raises(Refused) as refused:
        talk.write(ben, topic)
    assert refused.value.verdict.code == "topic_closed"
    assert talk.texts(ben, topic) == ["Who cooks?"]
    services.close_topic(actor=house.steward(), topic=topic, closed=False, now=talk.now)
    talk.write(ben, topic)


def test_few_topics_stand_first_and_who_looks_after_the_circle_says_which(house, talk):
    ada = house.member("Ada")
    topics = [talk.begin(ada, house.root, f"Topic {number}") for number in range(7)]
    with pytest.raises(Refused):
        services.pin_topic(actor=house.acting(ada), topic=topics[0], pinned=True, now=talk.now)
    for topic in topics[:5]:
        services.pin_topic(actor=house.steward(), topic=topic, pinned=True, now=talk.later())
    with pytest.raises(services.ManyPinned):
        services.pin_topic(actor=house.steward(), topic=topics[5], pinned=True, now=talk.later())
    page = selectors.topics_of(house.acting(ada), house.root, now=talk.now)
    assert len(page.pinned) == 5 and [one.title for one in page.topics] == ["Topic 6", "Topic 5"]


def test_a_topic_moves_only_between_circles_that_everybody_reads(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen, garden = house.circle(ada), house.circle(ada, name="Garden")
    closed, hidden = house.circle(ada, Openness.CLOSED), house.circle(ada, Openness.CONFIDENTIAL)
    house.bring(house.acting(ada), kitchen, ben, "Wren")
    topic = talk.begin(ada, kitchen)
    post = talk.write(ben, topic, "Parsnip")
    inside = talk.begin(ada, closed, "Inside")
    for one, to in ((topic, closed), (topic, hidden), (inside, garden), (inside, hidden)):
        with pytest.raises(Refused) as refused:
            services.move_topic(actor=house.acting(ada), topic=one, to=to, now=talk.now)
        assert refused.value.verdict.code == "moves_between_open"
    services.move_topic(actor=house.acting(ada), topic=topic, to=garden, now=talk.later())
    seen = talk.posts(ben, topic)
    assert [said.name for said in seen] == ["Ada", "Wren"], "each keeps the name it was written under"
    assert seen[1].is_own and Post.objects.get(id=post.id).circle_id == garden.id
    found = search.find(
        "parsnip", kinds=["post"], viewer=house.acting(ada), limit=5, scope=garden.id, now=house.now
    )
    assert [hit.id for hit in found] == [post.id]
    services.withdraw_post(actor=house.acting(ben), post=post, now=talk.later())


def test_where_a_topic_may_move_is_where_one_writes(house, talk):
    ada = house.member("Ada")
    kitchen, garden = house.circle(ada), house.circle(ada, name="Garden")
    house.circle(ada, Openness.CLOSED, name="Closed")
    topic = selectors.topic_for(house.acting(ada), talk.begin(ada, kitchen).id, now=talk.now)
    to = selectors.where_to_move(house.acting(ada), topic, now=talk.now)
    assert {circle.id for circle in to} == {garden.id, house.root.id}


@pytest.mark.parametrize("openness", [Openness.OPEN, Openness.CONFIDENTIAL])
def test_a_topic_is_found_by_its_tags(house, talk, openness):
    ada = house.member("Ada")
    circle = house.circle(ada, openness)
    topic = talk.begin(ada, circle, "Soup", tags_typed="Leeks, winter! leeks")
    talk.begin(ada, circle, "Else")
    page = selectors.topics_of(house.acting(ada), circle, now=talk.now, tag="leeks")
    assert [one.tags for one in page.topics] == [["leeks", "winter"]]
    services.name_topic(
        actor=house.acting(ada), topic=topic, title="Stew", tags_typed="summer", now=talk.later()
    )
    assert not selectors.topics_of(house.acting(ada), circle, now=talk.now, tag="leeks").topics
    row = Topic.objects.get(id=topic.id)
    assert (row.tags == "") == (openness == Openness.CONFIDENTIAL)


def test_what_is_out_of_sight_is_read_by_its_author_alone_who_is_told_why(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    post = talk.write(ben, topic, "Parsnip", care_note="loss")
    for actor in (house.steward(), house.acting(ada), System("else")):
        with pytest.raises(Refused):
            services.hide_post(actor=actor, post=post, reason="contempt", now=talk.now)
    with pytest.raises(KeyError):
        services.hide_post(actor=CARE, post=post, reason="no such reason", now=talk.now)
    services.hide_post(actor=CARE, post=post, reason="contempt", now=talk.now)
    others = {said.post.id: said for said in talk.posts(ada, topic)}[post.id]
    own = {said.post.id: said for said in talk.posts(ben, topic)}[post.id]
    assert others.gone == own.gone == "hidden" and own.is_own and own.post.reason == "contempt"
    assert not search.find("parsnip", kinds=["post"], viewer=house.acting(ada), limit=5, now=house.now).hits
    assert Notice.objects.get(code="talk.put_away").member_id == ben.id
    services.show_post(actor=CARE, post=post, now=talk.later())
    assert search.find("parsnip", kinds=["post"], viewer=house.acting(ada), limit=5, now=house.now).hits
    services.take_down_post(actor=CARE, post=post, reason="ground_rules", now=talk.later())
    assert talk.posts(ada, topic)[1].gone == "taken_down"
    with pytest.raises(Refused):
        services.edit_post(
            actor=house.acting(ben), post=post, text="x", care_note="", wish="", made_from=0, now=talk.now
        )
    services.withdraw_post(actor=house.acting(ben), post=post, now=talk.later())
    with pytest.raises(Refused):
        services.show_post(actor=CARE, post=post, now=talk.now)


def test_words_out_of_sight_of_a_hidden_circle_are_not_opened_for_others(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, Openness.CONFIDENTIAL)
    house.bring(house.acting(ada), circle, ben, "Wren")
    topic = talk.begin(ada, circle)
    post = talk.write(ben, topic, "Parsnip")
    services.hide_post(actor=CARE, post=post, reason="contempt", now=talk.now)
    assert [said.post.text for said in talk.posts(ada, topic)] == ["Who cooks?", ""]
    assert [said.post.text for said in talk.posts(ben, topic)] == ["Who cooks?", "Parsnip"]


def test_a_circle_that_ends_is_read_and_its_posts_can_be_taken_back(house, talk):
    ada = house.member("Ada")
    circle = house.circle(ada)
    topic = talk.begin(ada, circle)
    circles.end_circle(actor=house.acting(ada), circle=circle, now=talk.now)
    services.withdraw_post(actor=house.acting(ada), post=talk.first(topic), now=talk.later())
