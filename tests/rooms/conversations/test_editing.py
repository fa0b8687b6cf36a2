"""Changing a post without losing what was changed elsewhere, and taking it back."""

from __future__ import annotations

import pytest

from commonhearth.foundation.access import NotVisible, Refused
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.sealed.models import Tombstone
from commonhearth.foundation.search.models import CommunityEntry
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.models import Mention, Post, PostVersion, Topic

OPENNESS = pytest.mark.parametrize("openness", [Openness.OPEN, Openness.CONFIDENTIAL])


def edit(talk, by, post, text, made_from, **more):
    told = {"care_note": "", "wish": ""} | more
    return services.edit_post(
        actor=talk.house.acting(by), post=post, text=text, made_from=made_from, now=talk.later(), **told
    )


@OPENNESS
def test_what_it_said_before_is_read_by_whoever_reads_the_post(house, talk, openness):
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, openness)
    house.bring(house.acting(ada), circle, ben, "Wren")
    topic = talk.begin(ada, circle, text="One")
    edit(talk, ada, talk.first(topic), "Two", 0)
    edit(talk, ada, talk.first(topic), "Three", 1)
    assert talk.texts(ben, topic) == ["Three"]
    said = talk.posts(ben, topic)[0]
    assert [one.text for one in selectors.history_of(house.acting(ben), said.post)] == ["Two", "One"]
    if openness == Openness.CONFIDENTIAL:
        assert set(PostVersion.objects.values_list("text", flat=True)) == {""}
        with pytest.raises(NotVisible):
            selectors.history_of(house.steward(), said.post)


def test_nobody_changes_what_somebody_else_wrote(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    topic = talk.begin(ada, house.root)
    for act in (
        lambda: edit(talk, ben, talk.first(topic), "Mine now", 0),
        lambda: services.withdraw_post(actor=house.acting(ben), post=talk.first(topic), now=talk.now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.verdict.code == "not_your_post"


@OPENNESS
def test_two_windows_that_change_different_lines_lose_nothing(house, talk, openness):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.circle(ada, openness), text="Monday\n\nTuesday\n\nWednesday")
    edit(talk, ada, talk.first(topic), "Monday soup\n\nTuesday\n\nWednesday", 0)
    done = edit(talk, ada, talk.first(topic), "Monday\n\nTuesday\n\nWednesday walk", 0)
    assert done.merged
    assert talk.texts(ada, topic) == ["Monday soup\n\nTuesday\n\nWednesday walk"]


def test_two_windows_that_change_the_same_line_are_told_and_nothing_is_saved(house, talk):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.root, text="Monday")
    edit(talk, ada, talk.first(topic), "Tuesday", 0)
    with pytest.raises(services.ChangedMeanwhile) as meanwhile:
        edit(talk, ada, talk.first(topic), "Wednesday", 0)
    assert (meanwhile.value.theirs, meanwhile.value.edits) == ("Tuesday", 1)
    assert talk.texts(ada, topic) == ["Tuesday"]
    edit(talk, ada, talk.first(topic), "Wednesday", 1)
    assert talk.texts(ada, topic) == ["Wednesday"]


def test_sending_the_same_change_twice_is_as_once(house, talk):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.root, text="One")
    for _ in range(2):
        edit(talk, ada, talk.first(topic), "Two", 0)
    assert PostVersion.objects.count() == 1 and talk.first(topic).edits == 1


@OPENNESS
def test_a_post_taken_back_leaves_its_place_and_nothing_of_its_words(house, talk, openness):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.circle(ada, openness), text="A sorrow", care_note="loss")
    first = talk.first(topic)
    edit(talk, ada, first, "A deeper sorrow", 0)
    answer = talk.write(ada, topic, "Here", answers=first)
    assert services.withdraw_post(actor=house.acting(ada), post=first, now=talk.later())
    said = talk.posts(ada, topic)
    assert [one.gone for one in said] == ["withdrawn", ""] and said[1].post.answers_id == first.id
    row = Post.objects.get(id=first.id)
    assert (row.text, row.care_note, row.sealed_text, row.sealed_care_note) == ("", "", None, None)
    assert not PostVersion.objects.exists() and not Mention.objects.exists()
    assert not CommunityEntry.objects.filter(about_id=first.id).exists()
    assert Tombstone.objects.filter(row_id=first.id).exists(), "gone from a backup put back, too"
    with pytest.raises(Refused):
        edit(talk, ada, first, "Back again", 1)
    assert answer.answers_id == first.id


def test_a_topic_in_which_nobody_else_wrote_goes_with_its_post(house, talk):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.root)
    assert not services.withdraw_post(actor=house.acting(ada), post=talk.first(topic), now=talk.now)
    assert not Topic.objects.filter(id=topic.id).exists()
    assert not CommunityEntry.objects.filter(about_kind__in=["topic", "post"]).exists()
