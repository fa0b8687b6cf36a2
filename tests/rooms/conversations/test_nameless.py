"""Writing without a name: only the author knows, and nothing else in the database tells."""

from __future__ import annotations

import pytest

from commonhearth.foundation import sealed
from commonhearth.foundation.access import NotVisible, Refused, System
from commonhearth.foundation.circles.models import Openness
from commonhearth.foundation.jobs.models import Job
from commonhearth.foundation.logbook.models import Line
from commonhearth.foundation.members.services import keep_apart
from commonhearth.foundation.members.services.erasing import erase_own
from commonhearth.foundation.members.services.export import own_rows
from commonhearth.foundation.notices.models import Notice
from commonhearth.foundation.sealed.models import Key
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.models import Mention, Post, PostVersion, Reading, Topic
from commonhearth.rooms.conversations.telling import tell_of

#: Whom the author may ask why.
TWO = {"who": "Rosa", "other": "Hamish"}


@pytest.fixture
def five(house, talk):
    """A hidden circle of two that has agreed to posts without a name, and a topic in it."""
    ada, ben = house.member("Ada"), house.member("Ben")
    circle = house.circle(ada, Openness.CONFIDENTIAL, own_name="Moss")
    house.bring(house.acting(ada), circle, ben, "Wren")
    topic = talk.begin(ada, circle)
    talk.agree(circle, "anonymous_posts", "yes")
    return ada, ben, circle, topic


def test_only_where_the_circle_agreed_to_it(house, talk):
    ada = house.member("Ada")
    topic = talk.begin(ada, house.root)
    with pytest.raises(Refused) as refused:
        talk.write(ada, topic, nameless=True)
    assert refused.value.verdict.code == "names_only"
    with pytest.raises(Refused):
        talk.begin(ada, house.root, nameless=True)


def test_others_see_no_author_and_the_author_knows_it_again(five, talk):
    ada, ben, _circle, topic = five
    post = talk.write(ben, topic, "Hard to say", nameless=True)
    seen = {said.post.id: said for said in talk.posts(ada, topic)}[post.id]
    assert (seen.name, seen.author, seen.is_own) == ("", None, False)
    mine = {said.post.id: said for said in talk.posts(ben, topic)}[post.id]
    assert mine.is_own
    services.edit_post(
        actor=talk.house.acting(ben),
        post=post,
        text="Said",
        care_note="",
        wish="",
        made_from=0,
        now=talk.later(),
    )
    with pytest.raises(Refused):
        services.withdraw_post(actor=talk.house.acting(ada), post=post, now=talk.now)
    services.withdraw_post(actor=talk.house.acting(ben), post=post, now=talk.now)


def test_no_row_of_the_database_ties_it_to_its_author(five, talk):
    _ada, ben, _circle, topic = five
    seat = talk.house.seat(_circle, ben)
    jobs, lines = Job.objects.count(), Line.objects.count()
    post = talk.write(ben, topic, "Hard to say", nameless=True)
    row = Post.objects.filter(id=post.id).values().get()
    told = [str(value) for name, value in row.items()]
    assert str(seat.id) not in " ".join(told) and row["author_id"] is None
    assert not Reading.objects.filter(member=ben).exists()
    assert Line.objects.count() == lines and Job.objects.count() == jobs + 1
    assert not Key.objects.filter(owner_kind="member", owner_id=ben.id).exists()
    assert Key.objects.filter(owner_kind="post", owner_id=post.id).count() == 1


def test_everybody_hears_of_it_its_author_too(five, talk):
    ada, ben, _circle, topic = five
    post = talk.write(ben, topic, "@Moss are you there?", nameless=True)
    tell_of(Post.objects.select_related("circle", "topic", "author", "answers").get(id=post.id), now=talk.now)
    new = set(Notice.objects.filter(code="talk.new").values_list("member_id", flat=True))
    assert new == {ada.id, ben.id}
    assert Notice.objects.get(code="talk.asked_for").member_id == ada.id


def test_nobody_is_told_by_name_that_a_nameless_post_was_answered(five, talk):
    _ada, ben, _circle, topic = five
    post = talk.write(ben, topic, nameless=True)
    answer = talk.write(_ada, topic, answers=post)
    tell_of(
        Post.objects.select_related("circle", "topic", "author", "answers").get(id=answer.id), now=talk.now
    )
    assert not Notice.objects.filter(code="talk.answered").exists()


def test_being_kept_apart_does_not_show_who_wrote_it(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    talk.agree(house.root, "anonymous_posts", "yes")
    topic = talk.begin(ada, house.root)
    post = talk.write(ben, topic, "Mine", nameless=True)
    keep_apart(actor=house.acting(ada), other=ben, now=talk.now)
    assert post.id in [said.post.id for said in talk.posts(ada, topic)]


def test_only_the_room_for_care_opens_who_wrote_it_and_the_author_is_told(five, talk):
    _ada, ben, circle, topic = five
    post = talk.write(ben, topic, nameless=True)
    for actor in (talk.house.steward(), talk.house.acting(_ada), System("other")):
        with pytest.raises(Refused):
            services.open_authorship(actor=actor, post=post, two=TWO, now=talk.now)
    place = services.open_authorship(actor=CARE, post=post, two=TWO, now=talk.now)
    assert place.id == talk.house.seat(circle, ben).id
    told = Notice.objects.get(code="talk.authorship_opened_by")
    assert told.member_id == ben.id and told.params == TWO
    assert Line.objects.filter(verb="talk.authorship_opened", circle_id=circle.id).count() == 1
    with pytest.raises(Refused):
        services.open_authorship(actor=CARE, post=talk.first(topic), two=TWO, now=talk.now)


def test_its_author_takes_it_along_and_erases_it(five, talk):
    _ada, ben, _circle, topic = five
    post = talk.write(ben, topic, "Hard to say", nameless=True)
    rows = own_rows(talk.house.acting(ben))["conversations_post"]
    assert [row["sealed_text"] for row in rows if row["id"] == str(post.id)] == ["Hard to say"]
    assert not [
        row for row in own_rows(talk.house.acting(_ada))["conversations_post"] if row["id"] == str(post.id)
    ]
    erase_own(actor=talk.house.acting(ben), now=talk.later())
    row = Post.objects.get(id=post.id)
    assert row.withdrawn and row.sealed_text is None
    assert Key.objects.get(owner_kind="post", owner_id=post.id).wrapped is None
    with pytest.raises(NotVisible):
        services.open_authorship(actor=CARE, post=row, two=TWO, now=talk.now)


def test_it_is_said_how_easily_one_is_guessed(five, talk):
    _ada, _ben, _circle, _topic = five
    seen = selectors.topic_for(talk.house.acting(_ada), _topic.id, now=talk.now).circle
    assert "people may guess it is you" in selectors.guess_warning(seen)
    seen.head_count = 30
    assert "guess" not in selectors.guess_warning(seen)


def test_no_viewer_opens_it_whoever_they_are(five, talk):
    _ada, ben, _circle, topic = five
    post = talk.write(ben, topic, nameless=True)
    post.refresh_from_db()
    assert post.sealed_author is not None
    for viewer in (talk.house.acting(_ada), talk.house.acting(ben), talk.house.steward()):
        with pytest.raises(Refused):
            sealed.open(post.sealed_author, viewer=viewer)


def test_a_mention_in_it_is_of_whom_its_author_sees(house, talk):
    ada, ben = house.member("Ada"), house.member("Ben")
    talk.agree(house.root, "anonymous_posts", "yes")
    topic = talk.begin(ada, house.root)
    keep_apart(actor=house.acting(ada), other=ben, now=talk.now)
    talk.write(ben, topic, "@Ada", nameless=True)
    assert not Mention.objects.exists()


def test_a_topic_begun_without_a_name_is_taken_along_and_its_words_go(five, talk):
    """Its title, and what its first post said before, are theirs too, though nothing names them."""
    ada, ben, circle, _topic = five
    topic = talk.begin(ben, circle, nameless=True)
    first = talk.first(topic)
    services.edit_post(
        actor=talk.house.acting(ben),
        post=first,
        text="Said",
        care_note="",
        wish="",
        made_from=0,
        now=talk.later(),
    )
    talk.write(ada, topic, "Soup")
    theirs, others = own_rows(talk.house.acting(ben)), own_rows(talk.house.acting(ada))
    assert str(topic.id) in [row["id"] for row in theirs["conversations_topic"]]
    assert len(theirs["conversations_postversion"]) == 1
    assert str(topic.id) not in [row["id"] for row in others["conversations_topic"]]
    assert "conversations_postversion" not in others
    erase_own(actor=talk.house.acting(ben), now=talk.later())
    row = Topic.objects.get(id=topic.id)
    assert (row.title, row.sealed_title) == ("", None)
    assert not PostVersion.objects.filter(post=first).exists()
