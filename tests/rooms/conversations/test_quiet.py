"""What a reader keeps to themselves: unread marks, muting, what they put aside, what they missed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.members.models import Standing
from commonhearth.foundation.members.services import keep_apart
from commonhearth.foundation.members.services.export import own_rows
from commonhearth.rooms.conversations import care_notes, selectors, services
from commonhearth.rooms.conversations.models import Muted, Reading


def missed(talk, viewer, **more):
    found = selectors.missed_by(talk.house.acting(viewer), now=talk.now, **more)
    return [one.title for one in found.topics]


def test_only_the_reader_knows_how_far_they_have_read(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    services.mark_read(actor=house.acting(ben), topic=topic, until=talk.now, now=talk.now)
    talk.write(ada, topic, "More")
    assert [said.is_new for said in talk.posts(ben, topic)] == [False, True]
    assert talk.texts(ben, topic, since=Reading.objects.get(member=ben).until) == ["More"]
    page = selectors.topics_of(house.acting(ben), house.root, now=talk.now)
    assert [one.is_new for one in page.topics] == [True]
    page = selectors.topics_of(house.acting(ada), house.root, now=talk.now)
    assert [one.is_new for one in page.topics] == [False], "who writes has read"


def test_reading_again_never_goes_back(house, talk):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.root)
    before = Reading.objects.get().until
    services.mark_read(actor=house.acting(ada), topic=topic, until=before - timedelta(days=9), now=talk.now)
    services.mark_read(
        actor=house.acting(ada), topic=topic, until=talk.now + timedelta(days=9), now=talk.later()
    )
    assert before < Reading.objects.get().until <= talk.now


def test_a_muted_topic_is_read_and_is_not_among_what_was_missed(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    assert missed(talk, ben) == ["Soup"]
    services.mute_topic(
        actor=house.acting(ben), topic=topic, until=talk.now + timedelta(days=7), now=talk.now
    )
    assert missed(talk, ben) == [] and talk.texts(ben, topic) == ["Who cooks?"]
    talk.later(days=8)
    talk.write(ada, topic)
    assert missed(talk, ben) == ["Soup"], "for a week, and the week is over"


def test_muting_somebody_concerns_one_circle_and_they_never_learn_of_it(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    kitchen = house.circle(ada)
    house.bring(house.acting(ada), kitchen, ben, "Wren")
    here, there = talk.begin(ada, kitchen, "Here"), talk.begin(ada, house.root, "There")
    before = own_rows(house.acting(ada))
    services.mute_person(actor=house.acting(ben), person=house.seat(kitchen, ada), until=None, now=talk.now)
    assert [said.folded for said in talk.posts(ben, here)] == ["muted"]
    assert [said.folded for said in talk.posts(ben, there)] == [""]
    assert missed(talk, ben) == ["There"]
    assert own_rows(house.acting(ada)) == before
    with pytest.raises(Refused):
        services.mute_person(
            actor=house.acting(ada), person=house.seat(kitchen, ada), until=None, now=talk.now
        )


def test_a_care_note_is_opened_by_a_press_and_not_by_its_author(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root, care_note=care_notes.kept(["loss"], "my dog"))
    assert talk.posts(ben, topic)[0].folded == "care"
    assert talk.posts(ben, topic)[0].care == "death and loss, my dog"
    assert talk.posts(ada, topic)[0].folded == ""


def test_what_is_put_aside_is_kept_out_of_sight_by_care_note_title_and_tag(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    services.put_word_aside(actor=house.acting(ben), word="loss", until=None, now=talk.now)
    services.put_word_aside(actor=house.acting(ben), word="Hospital", until=None, now=talk.now)
    noted = talk.begin(ada, house.root, "Today", care_note=care_notes.kept(["loss"]))
    talk.begin(ada, house.root, "In hospital", "Again.")
    tagged = talk.begin(ada, house.root, "Again", "The hospital.", tags_typed="hospital")
    titles = [one.title for one in selectors.topics_of(house.acting(ben), house.root, now=talk.now).topics]
    assert titles == ["Something you put aside", "Something you put aside", "Today"]
    assert [said.folded for said in talk.posts(ben, noted)] == ["word"]
    assert [said.folded for said in talk.posts(ben, tagged)] == [""], "what was written is not looked at"
    assert {row.sealed_word is not None for row in Muted.objects.all()} == {True}
    taken = own_rows(house.acting(ben))["conversations_muted"]
    assert {row["sealed_word"] for row in taken} == {"loss", "Hospital"}


def test_only_so_many_words_are_put_aside_and_none_twice(house, talk):
    ben = house.member("Ben")
    for number in range(30):
        services.put_word_aside(actor=house.acting(ben), word=f"word{number}", until=None, now=talk.now)
        services.put_word_aside(actor=house.acting(ben), word=f"Word{number}", until=None, now=talk.now)
    assert Muted.objects.count() == 30
    with pytest.raises(services.ManyWords):
        services.put_word_aside(actor=house.acting(ben), word="more", until=None, now=talk.now)


def test_nobody_hears_again_for_somebody_else(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    muted = services.mute_topic(actor=house.acting(ben), topic=topic, until=None, now=talk.now)
    with pytest.raises(NotVisible):
        services.hear_again(actor=house.acting(ada), muted_id=muted.id)
    services.hear_again(actor=house.acting(ben), muted_id=muted.id)
    assert not Muted.objects.exists()


def test_what_was_missed_is_of_ones_own_circles_since_a_day(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    hidden = house.circle(ada, Openness.CONFIDENTIAL, name="Lantern")
    kitchen = house.circle(ada)
    old = talk.begin(ada, house.root, "Old")
    talk.later(days=30)
    talk.begin(ada, kitchen, "Kitchen")
    talk.begin(ada, hidden, "Lantern talk")
    topic = talk.begin(ada, house.root, "New")
    assert missed(talk, ben) == ["New"], "not of circles that one is not in"
    assert missed(talk, ben, since=old.created - timedelta(days=1)) == ["New", "Old"]
    house.bring(house.acting(ada), hidden, ben, "Wren")
    assert missed(talk, ben) == ["New", "Lantern talk"]
    assert missed(talk, ada) == [], "what one wrote oneself is not missed"
    keep_apart(actor=house.acting(ben), other=ada, now=talk.now)
    assert missed(talk, ben) == []
    assert topic


def test_who_comes_back_sees_what_was_since_they_went_away(house, talk):
    from commonhearth.foundation.members.models import Period

    ada = house.member("Ada")
    away = house.member("Away", Standing.PAUSED)
    Period.objects.create(member=away, standing=Standing.PAUSED, since=talk.now)
    talk.begin(ada, house.root, "Long ago")
    talk.later(days=40)
    assert missed(talk, away) == ["Long ago"]


def test_all_read_is_said_once_for_all_circles(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    talk.begin(ada, house.root)
    services.mark_all_read(actor=house.acting(ben), now=talk.later())
    found = selectors.missed_by(house.acting(ben), now=talk.now)
    assert [one.is_new for one in found.topics] == [False]
