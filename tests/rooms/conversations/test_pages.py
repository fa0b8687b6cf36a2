"""Pages of conversations: what they ask the database, what they say, and what comes of hostile input."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.rooms.conversations.models import Muted, Post, Topic
from tests.counting import queries
from tests.foundation.files import samples
from tests.rooms.conversations.talking import Talk, fill


def at(name: str, *ids: object) -> str:
    return reverse(f"conversations:{name}", args=["harbour", *ids])


#: Four of each are who comes and as whom; one looks up the keys of all that is sealed, of the hidden circle, of the
#: word that the member put aside and of the post without a name.
@pytest.mark.parametrize(
    ("name", "key"),
    [("topics", "open"), ("topics", "hidden"), ("topic", "open"), ("topic", "hidden"), ("missed", "open")],
)
def test_queries_do_not_grow(world, name, key):
    place = world.harbour
    circle, topic = place.circles[key], place.things["topic_id"][key]
    path = {"topics": at("topics", circle.id), "topic": at("topic", topic), "missed": at("missed")}[name]
    client = world.client("member")
    with place.within():
        fill(circle, Topic.objects.get(id=topic), posts=8, topics=8, now=place.now)
    few = queries(client, path)
    with place.within():
        fill(circle, Topic.objects.get(id=topic), posts=300, topics=300, now=place.now + timedelta(hours=1))
    assert queries(client, path) == few <= 8


def test_a_topic_asks_what_was_put_aside_only_of_who_put_something_aside(world):
    place, client = world.harbour, world.client("neighbour")
    path = at("topic", place.things["topic_id"]["open"])
    with place.within():
        mine = Muted.objects.filter(member=place.acting("neighbour"))
        mine.delete()
        Muted.objects.create(member=place.acting("neighbour"), topic_id=place.things["topic_id"]["closed"])
    few = queries(client, path)
    with place.within():
        other = CircleMembership.objects.filter(circle=place.circles["open"], member=place.acting("member"))[
            0
        ]
        Muted.objects.create(member=place.acting("neighbour"), person=other)
    assert queries(client, path) == few + 1 <= 8
    assert "Somebody you muted wrote this." in client.get(path).text


def test_a_sealed_topic_asks_little_in_the_worst_case_too(world):
    place, client = world.harbour, world.client("member")
    topic = place.things["topic_id"]["hidden"]
    note = SimpleUploadedFile("note.wav", samples.wav(), content_type="audio/wav")
    assert send(client, at("write", topic), text="", voice=note).status_code == 302
    with place.within():
        assert Muted.objects.filter(member=place.acting("member"), sealed_word__isnull=False).exists()
        other = CircleMembership.objects.filter(circle=place.circles["hidden"]).exclude(
            member=place.acting("member")
        )[0]
        Post.objects.filter(topic=topic, anonymous=False).update(written_by=other)
    page = client.get(at("topic", topic)).text
    assert "<audio" in page and f"written by {other}" in page
    assert queries(client, at("topic", topic)) <= 8


def send(client, path, **told):
    return client.post(path, {"once_key": "k" * 22, **told})


def test_a_form_sent_twice_writes_once(world):
    client, place = world.client("member"), world.harbour
    for _ in range(2):
        answer = send(client, at("begin", place.circles["open"].id), title="Leeks", text="Parsnips?")
        assert answer.status_code == 302
        topic = answer["Location"].rstrip("/").rpartition("/")[2]
        answer = send(client, at("write", topic), text="And beets.")
        assert answer.status_code == 302
    with place.within():
        assert Topic.objects.filter(title="Leeks").count() == 1
        assert Post.objects.filter(topic=topic).count() == 2


def test_a_form_without_a_name_sent_twice_writes_once_and_is_kept_under_no_member(world):
    from commonhearth.foundation.once.models import Answer

    client, place = world.client("member"), world.harbour
    topic = place.things["topic_id"]["closed"]
    with place.within():
        Talk.agreed(place.circles["closed"], "anonymous_posts", "yes", now=place.now)
    before = set(Answer.objects.values_list("id", flat=True))
    for _ in range(2):
        assert send(client, at("write", topic), text="Hard to say.", nameless="on").status_code == 302
    with place.within():
        assert Post.objects.filter(topic=topic, anonymous=True).count() == 1
    assert [row.actor for row in Answer.objects.exclude(id__in=before)] == ["system:talk.nameless"]


@pytest.mark.parametrize("size", [20_001, 200_000])
def test_a_post_that_is_too_long_is_refused_kindly_and_kept(world, size):
    topic = world.harbour.things["topic_id"]["open"]
    answer = send(world.client("member"), at("write", topic), text="word " * (size // 5) + "end")
    said = answer.content.decode()
    assert answer.status_code == 422 and "Please divide it into parts" in said
    assert said.count("word ") >= size // 5 - 1, "what was typed is still there"


def test_ten_megabytes_of_markdown_are_refused_before_they_are_read(world):
    topic = world.harbour.things["topic_id"]["open"]
    answer = send(world.client("member"), at("write", topic), text="* deep\n" * 1_500_000)
    assert answer.status_code == 400 and "more than fits into one form" in answer.content.decode()
    with world.harbour.within():
        assert Post.objects.filter(topic=topic).count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "\u202e\ud7ff&#0;",
        "@" * 500,
    ],
)
def test_hostile_words_are_shown_as_words(world, text):
    client, topic = world.client("member"), world.harbour.things["topic_id"]["open"]
    assert send(client, at("write", topic), text=text).status_code == 302
    page = client.get(at("topic", topic)).content.decode()
    assert "<script>alert" not in page and 'href="javascript:' not in page and "<img src=x" not in page


def test_what_is_read_in_another_community_is_not_answered_here(world):
    """A post of Meadow cannot be answered, muted or read from Harbour."""
    meadow, topic = world.meadow.things["post_id"]["open"], world.harbour.things["topic_id"]["open"]
    client = world.client("member")
    assert client.get(at("write", topic) + f"?to={meadow}").status_code == 404
    assert client.get(at("post", meadow)).status_code == 404


def test_two_windows_of_one_post_are_told_of_each_other(world):
    client, post = world.client("member"), world.harbour.things["post_id"]["open"]
    assert client.post(at("edit", post), {"text": "Here.", "made_from": "0"}).status_code == 302
    answer = client.post(at("edit", post), {"text": "There.", "made_from": "0"})
    said = answer.content.decode()
    assert answer.status_code == 409 and "Here." in said and "There." in said
    assert 'name="made_from" value="1"' in said
    assert client.post(at("edit", post), {"text": "There.", "made_from": "1"}).status_code == 302


def test_a_file_hangs_on_a_post_and_is_read_by_whoever_reads_it(world):
    paper = SimpleUploadedFile("rota.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    topic = world.harbour.things["topic_id"]["hidden"]
    answer = send(world.client("member"), at("write", topic), text="", attachments=paper)
    assert answer.status_code == 302
    said = world.client("paused").get(at("topic", topic)).content.decode()
    found = re.search(r"/c/harbour/files/[0-9a-f-]{36}/", said)
    assert found and "rota.pdf" in said
    assert world.client("paused").get(found[0]).status_code == 200
    for who in ("steward", "neighbour", "operator"):
        assert world.client(who).get(found[0]).status_code == 404
    post = re.search(r"post-([0-9a-f-]{36})", answer["Location"])[1]
    world.client("member").post(at("withdraw", post))
    assert world.client("paused").get(found[0]).status_code == 404


def test_nothing_to_send_is_said(world):
    topic = world.harbour.things["topic_id"]["open"]
    answer = send(world.client("member"), at("write", topic), text="  ")
    assert answer.status_code == 422 and "write something, or send a voice note" in answer.content.decode()


def test_the_page_title_of_a_circle_that_is_not_open_says_nothing(world):
    for key in ("closed", "hidden"):
        for name, thing in (("topic", "topic_id"), ("post", "post_id")):
            page = world.client("member").get(at(name, world.harbour.things[thing][key])).content.decode()
            title = page.partition("<title>")[2].partition("</title>")[0]
            assert "What helps" not in title and "Evening" not in title and "Lantern" not in title


def test_before_the_first_post_it_is_said_who_reads(world):
    said = world.client("neighbour").get(at("begin", world.harbour.circles["other"].id)).content.decode()
    assert "Only you can read this at present. It is not read by anyone else." in said
    said = world.client("member").get(at("begin", world.harbour.circles["hidden"].id)).content.decode()
    assert "Two people can read this. It is not read by anyone else." in said
    assert "nothing is passed on" in said and "in danger now" in said


def test_who_must_act_is_said_before_the_first_post_whether_or_not_the_circle_has_ground_rules(world):
    """No sentence leans on rules that a circle may not have; the way to the names and hours stands beside it."""
    for key in ("other", "hidden", "root"):
        said = world.client("neighbour" if key == "other" else "member").get(
            at("begin", world.harbour.circles[key].id)
        )
        said = said.content.decode()
        assert (
            "whoever notices sees to it that somebody outside is called, and you are told before that" in said
        )
        assert reverse("care:danger", args=["harbour"]) in said
        assert "the ground rules of the circle say" not in said


@pytest.mark.parametrize(("key", "mailed"), [("open", True), ("closed", False), ("hidden", False)])
def test_taking_back_says_what_cannot_be_fetched_back(world, key, mailed):
    """A mail has the words of an open circle for whoever wished it, and of no other circle."""
    said = world.client("member").get(at("withdraw", world.harbour.things["post_id"][key])).content.decode()
    assert ("may have its words in their mailbox" in said) is mailed
    assert ("No mail of ours had its words" in said) is not mailed
