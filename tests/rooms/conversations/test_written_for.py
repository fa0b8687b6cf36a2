"""Words of somebody without a sign-in, written down by whom they chose: under both names, never under none."""

from __future__ import annotations

import pytest
from django.urls import reverse

from commonhearth.foundation.access import Refused
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations import selectors, services
from commonhearth.rooms.conversations.models import Post
from tests.rooms.conversations.talking import Talk


def at(name: str, *ids: object) -> str:
    return reverse(f"conversations:{name}", args=["harbour", *ids])


@pytest.fixture
def wilma(world) -> CircleMembership:
    """The place in the circle of everyone of somebody without a sign-in, whom the neighbour writes for."""
    place = world.harbour
    with place.within():
        member = members.add_without_sign_in(
            actor=place.acting("steward"),
            name="Wilma",
            speaks_through=place.acting("neighbour"),
            now=place.now,
        )
        return CircleMembership.objects.get(circle=place.circles["root"], member=member, left=None)


def begin(world, seat, who="neighbour", **more):
    place = world.harbour
    with place.within():
        topic = services.begin_topic(
            actor=place.acting(who),
            circle=place.circles["root"],
            title="The oven",
            text="It smokes.",
            said_by=seat,
            now=place.now,
            **more,
        )
        return topic, Post.objects.get(topic=topic)


def test_it_is_written_on_the_page_and_bears_both_names(world, wilma):
    client, root = world.client("neighbour"), world.harbour.circles["root"]
    page = client.get(at("begin", root.id)).content.decode()
    assert "Whose words are these?" in page and "Wilma’s, written down by me" in page
    told = {"title": "The oven", "text": "It smokes.", "said_by": str(wilma.id), "once_key": "k" * 22}
    for _twice in range(2):
        answer = client.post(at("begin", root.id), told)
        assert answer.status_code == 302
    with world.harbour.within():
        post = Post.objects.get(topic__title="The oven")
        writer = str(world.harbour.acting("neighbour"))
        assert post.author_id == wilma.id and post.topic.begun_by_id == wilma.id
    page = world.client("member").get(answer["Location"]).content.decode()
    assert f"Wilma, written by {writer}" in page
    own = client.get(at("post", post.id)).content.decode()
    assert at("edit", post.id) in own and at("withdraw", post.id) in own, (
        "for them it is changed and taken back"
    )


def test_nobody_else_is_offered_it_or_may(world, wilma):
    root = world.harbour.circles["root"]
    for who in ("member", "steward"):
        client = world.client(who)
        assert "Whose words are these?" not in client.get(at("begin", root.id)).content.decode()
        told = {"title": "The oven", "text": "It smokes.", "said_by": str(wilma.id), "once_key": "k" * 22}
        client.post(at("begin", root.id), told)  # the field is not there: the words are their own
        with world.harbour.within():
            assert not Post.objects.filter(author=wilma).exists()
        with pytest.raises(Refused) as no:
            begin(world, wilma, who)
        assert no.value.verdict.code == "not_their_voice"


@pytest.mark.parametrize("case", ["another circle", "a sign-in of their own", "another voice", "left"])
def test_only_for_whom_they_speak_and_where_both_are(world, wilma, case):
    place = world.harbour
    with place.within():
        if case == "another circle":
            wilma.circle_id = place.circles["open"].id
        elif case == "a sign-in of their own":
            Member.objects.filter(id=wilma.member_id).update(
                person=Person.objects.get(email="stranger@example.org")
            )
        elif case == "another voice":
            Member.objects.filter(id=wilma.member_id).update(speaks_through=place.acting("member"))
        else:
            wilma.left = place.now
        if case in ("a sign-in of their own", "another voice"):
            wilma = CircleMembership.objects.select_related("member").get(id=wilma.id)
    with pytest.raises(Refused):
        begin(world, wilma)


def test_it_never_stands_without_a_name(world, wilma):
    root = world.harbour.circles["root"]
    with world.harbour.within():
        Talk.agreed(root, "anonymous_posts", "yes", now=world.harbour.now)
    with pytest.raises(Refused) as no:
        begin(world, wilma, nameless=True)
    assert no.value.verdict.code == "both_names"
    told = {"title": "The oven", "text": "It smokes.", "said_by": str(wilma.id), "once_key": "k" * 22}
    answer = world.client("neighbour").post(at("begin", root.id), told | {"nameless": "on"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "cannot stand without a name" in said and "It smokes." in said


def test_whoever_is_kept_apart_from_the_writer_does_not_read_their_name(world, wilma):
    place = world.harbour
    topic, _post = begin(world, wilma)
    with place.within():
        members.keep_apart(actor=place.acting("member"), other=place.acting("neighbour"), now=place.now)
        viewer = place.acting("member")
        found = selectors.posts_of(
            viewer, selectors.topic_for(viewer, topic.id, now=place.now), now=place.now
        )
        assert [one.by for one in found.posts] == ["Wilma, written by somebody"]
