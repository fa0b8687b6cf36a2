"""Whom a post concerns: told discreetly, once, and not those who are to hear nothing."""

from __future__ import annotations

import pytest

from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.services import keep_apart
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.notices.telling import NOTICES
from commonhearth.rooms.conversations import mentions, services
from commonhearth.rooms.conversations.models import Mention, Post
from commonhearth.rooms.conversations.telling import tell_of


def tell(talk, post):
    tell_of(Post.objects.select_related("circle", "topic", "author", "answers").get(id=post.id), now=talk.now)


def told(code):
    return set(Notice.objects.filter(code=code).values_list("member__name", flat=True))


def told_anything():
    return Notice.objects.filter(code__startswith="talk.").exists()


@pytest.fixture
def kitchen(house, talk):
    """A circle of Ada, Ben and Cleo, each under another name there."""
    people = [house.member(name) for name in ("Ada", "Ben", "Cleo")]
    circle = house.circle(people[0], Openness.CLOSED, own_name="Moss")
    for member, name in zip(people[1:], ("Wren", "Anna"), strict=True):
        house.bring(house.acting(people[0]), circle, member, name)
    return circle, *people


def test_whoever_is_asked_for_and_whoever_is_answered_hears_of_it(kitchen, talk):
    circle, ada, ben, _cleo = kitchen
    topic = talk.begin(ada, circle, text="@Wren, can you? And @anna. Not bob@wren.org")
    tell(talk, talk.first(topic))
    assert told("talk.asked_for") == {"Ben", "Cleo"} and told("talk.new") == {"Ben", "Cleo"}
    tell(talk, talk.write(ben, topic, "Yes", answers=talk.first(topic)))
    assert told("talk.answered") == {"Ada"} and told("talk.new") == {"Ada", "Ben", "Cleo"}


def test_everyone_is_asked_for_at_once(kitchen, talk):
    circle, ada, *_ = kitchen
    tell(talk, talk.first(talk.begin(ada, circle, text="@everyone: soup")))
    assert told("talk.asked_for") == {"Ben", "Cleo"}


def test_notices_name_no_circle_no_person_and_no_word(kitchen, talk):
    circle, ada, *_ = kitchen
    tell(talk, talk.first(talk.begin(ada, circle, "Zither", text="@Wren zither")))
    for notice in Notice.objects.all():
        said = str(NOTICES[notice.code]) + str(notice.params)
        assert "ither" not in said and "Moss" not in said and "Kitchen" not in said


def test_who_is_to_hear_nothing_hears_nothing(kitchen, house, talk):
    circle, ada, ben, cleo = kitchen
    topic = talk.begin(ada, circle)
    services.mute_topic(actor=house.acting(ben), topic=topic, until=None, now=talk.now)
    keep_apart(actor=house.acting(cleo), other=ada, now=talk.now)
    tell(talk, talk.write(ada, topic, "@Wren @Anna @everyone"))
    assert not told_anything()
    services.mute_person(actor=house.acting(ben), person=house.seat(circle, ada), until=None, now=talk.now)
    tell(talk, talk.first(talk.begin(ada, circle, text="@Wren")))
    assert not told_anything()


def test_who_is_away_has_left_or_died_hears_nothing(kitchen, talk):
    circle, ada, ben, cleo = kitchen
    Member.objects.filter(id=ben.id).update(standing=Standing.PAUSED)
    Member.objects.filter(id=cleo.id).update(standing=Standing.DIED)
    tell(talk, talk.first(talk.begin(ada, circle, text="@Wren @Anna")))
    assert not told_anything()


def test_more_of_the_same_is_told_once(kitchen, talk):
    circle, ada, *_ = kitchen
    topic = talk.begin(ada, circle)
    tell(talk, talk.first(topic))
    for _ in range(3):
        tell(talk, talk.write(ada, topic))
    talk.later(days=3)
    tell(talk, talk.write(ada, topic))
    assert Notice.objects.filter(code="talk.new").count() == 2, "one each, until it has been read"
    Notice.objects.update(read=True)
    tell(talk, talk.write(ada, topic))
    assert Notice.objects.filter(code="talk.new").count() == 4


def test_a_job_stands_with_the_post_or_neither_does(kitchen, talk):
    circle, ada, *_ = kitchen
    before = Job.objects.count()
    talk.begin(ada, circle)
    assert Job.objects.count() == before + 1


def test_a_change_tells_only_whom_it_asks_for_now(kitchen, house, talk):
    circle, ada, *_ = kitchen
    topic = talk.begin(ada, circle, text="@Wren")
    tell(talk, talk.first(topic))
    Notice.objects.all().delete()
    services.edit_post(
        actor=house.acting(ada), post=talk.first(topic), text="@Wren @Anna", care_note="", wish="",
        made_from=0, now=talk.later(),
    )  # fmt: skip
    tell(talk, talk.first(topic))
    assert told("talk.asked_for") == {"Cleo"} and told("talk.new") == set()


def test_nothing_is_told_of_what_is_gone_by_then(kitchen, house, talk):
    circle, ada, ben, _cleo = kitchen
    topic = talk.begin(ada, circle)
    post = talk.write(ben, topic, "@Moss")
    services.withdraw_post(actor=house.acting(ben), post=post, now=talk.now)
    tell(talk, post)
    assert not told_anything() and not Mention.objects.exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Anna (garden), hello", "anna (garden)"),
        ("(@Wren)", "wren"),
        ("@Mary Jane will", "mary jane"),
        ("**@Wren**", "wren"),
    ],
)
def test_a_name_is_read_where_it_ends(text, names):
    assert names in mentions.names_in(text)[0]


@pytest.mark.parametrize("text", ["a@b.org", "@", "@ Wren", "https://x.org/@wren", "@@wren"])
def test_what_is_no_mention_is_none(text):
    assert mentions.names_in(text) == []


def test_a_telling_word_says_which_of_two_is_meant(house, talk):
    ada = house.member("Ada")
    house.member("Anna"), house.member("Anna", word="garden")
    tell(talk, talk.first(talk.begin(ada, house.root, text="@Anna (garden)")))
    asked = Notice.objects.filter(code="talk.asked_for").values_list("member__word", flat=True)
    assert list(asked) == ["garden"]
