"""The latest topics on a circle's own page: few, new or not, and nothing that a viewer is not to meet there."""

from __future__ import annotations

import pytest

from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.members.services import keep_apart
from commonhearth.rooms.conversations import services
from commonhearth.rooms.conversations.selectors.next import lately
from tests.counting import queries


def shown(house, talk, viewer, circle):
    actor = house.acting(viewer)
    part = lately(actor, circle_for(actor, circle.id, now=talk.now, ahead=True), talk.later())
    return [(one.label, one.is_new) for one in part.recent]


def test_the_latest_three_stand_first_and_say_what_is_new(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topics = [talk.begin(ada, house.root, title) for title in ("Soup", "Bread", "Tea", "Salt")]
    services.mark_read(actor=house.acting(ben), topic=topics[3], until=talk.now, now=talk.now)
    assert shown(house, talk, ben, house.root) == [("Salt", False), ("Tea", True), ("Bread", True)]
    assert shown(house, talk, ada, house.root) == [("Salt", False), ("Tea", False), ("Bread", False)]


def test_what_is_muted_put_aside_or_of_somebody_kept_apart_is_not_there(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    soup, _bread = talk.begin(ada, house.root, "Soup"), talk.begin(ada, house.root, "Bread")
    services.mute_topic(actor=house.acting(ben), topic=soup, until=None, now=talk.now)
    assert shown(house, talk, ben, house.root) == [("Bread", True)]
    cleo, dan = house.member("Cleo"), house.member("Dan")
    keep_apart(actor=house.acting(cleo), other=ada, now=talk.now)
    assert shown(house, talk, cleo, house.root) == []
    services.put_word_aside(actor=house.acting(dan), word="soup", until=None, now=talk.now)
    assert shown(house, talk, dan, house.root) == []


@pytest.mark.parametrize("openness", [Openness.CLOSED, Openness.CONFIDENTIAL])
def test_titles_of_a_circle_stand_on_its_page_for_its_own_people_only(house, talk, openness):
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, openness, own_name="Moss")
    talk.begin(ada, circle, "A quiet title")
    assert shown(house, talk, ada, circle) == [("A quiet title", False)]
    if openness == Openness.CLOSED:
        actor = house.acting(ben)
        assert lately(actor, circle_for(actor, circle.id, now=talk.now, ahead=True), talk.now) is None


def test_the_page_of_a_circle_shows_them_and_asks_no_more_for_many(world):
    place = world.harbour
    address = f"/c/harbour/circles/{place.circles['hidden'].id}/"
    few = queries(world.client("neighbour"), f"/c/harbour/circles/{place.circles['open'].id}/")
    page = world.client("paused").get(f"/c/harbour/circles/{place.circles['open'].id}/")
    assert "What helps, open" in page.content.decode()
    assert "What helps, hidden" in world.client("paused").get(address).content.decode()
    with place.within():
        for number in range(30):
            services.begin_topic(
                actor=place.acting("member"),
                circle=place.circles["open"],
                title=f"More {number}",
                text="And more.",
                now=place.now,
            )
    assert queries(world.client("neighbour"), f"/c/harbour/circles/{place.circles['open'].id}/") == few
