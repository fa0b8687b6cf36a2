"""Beginning a topic, and writing in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from commonhearth.foundation.access import YES, no, require
from commonhearth.foundation.circles.access import Actor, member_here, own_seat
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.events import announce
from commonhearth.foundation.files.arriving import Accepted
from commonhearth.foundation.files.services import hang
from commonhearth.rooms.conversations import authorship, finding, tags, words
from commonhearth.rooms.conversations.access import (
    may_begin_topic,
    may_say_first_words,
    may_write_for,
    may_write_nameless,
    may_write_post,
)
from commonhearth.rooms.conversations.events import PostWritten, TopicBegun
from commonhearth.rooms.conversations.mentions import asked_for
from commonhearth.rooms.conversations.models import Mention, Post, Reading, Topic
from commonhearth.rooms.conversations.selectors.first_words import may_have_first_words
from commonhearth.rooms.conversations.selectors.readers import may_be_nameless
from commonhearth.rooms.conversations.tasks import tell_of_post


class NotInTopic(ValueError):
    """The post that is to be answered stands in another topic."""


def begin_topic(
    *,
    actor: Actor,
    circle: Circle,
    title: str,
    text: str,
    tags_typed: str = "",
    care_note: str = "",
    wish: str = "",
    nameless: bool = False,
    said_by: CircleMembership | None = None,
    attached: Sequence[Accepted] = (),
    now: datetime,
) -> Topic:
    """Begin a topic with its first post.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        require(may_begin_topic(actor, circle))
        topic = Topic(circle=circle, last_posted=now, created=now)
        if not nameless:
            topic.begun_by_id = said_by.id if said_by else own_seat(actor, circle).membership_id
        words.put(topic, circle, title=" ".join(title.split()), tags=tags.kept(tags_typed))
        topic.save()
        if not circle.is_hidden:
            finding.index_topic(topic, now=now)
        announce(TopicBegun(circle.id, topic.id, now))
        write_post(
            actor=actor,
            topic=topic,
            text=text,
            care_note=care_note,
            wish=wish,
            nameless=nameless,
            said_by=said_by,
            attached=attached,
            now=now,
        )
    return topic


def write_post(
    *,
    actor: Actor,
    topic: Topic,
    text: str,
    answers: Post | None = None,
    care_note: str = "",
    wish: str = "",
    nameless: bool = False,
    said_by: CircleMembership | None = None,
    attached: Sequence[Accepted] = (),
    now: datetime,
) -> Post:
    """Write in a topic, or answer a post of it. An answer to an answer stands in the same thread.

    Whoever is concerned is told by a job that is kept with the post: both stand or neither.

    Args:
        care_note: as `care_notes.kept` gives it.
        nameless: without a name, where the circle has agreed to that.
        said_by: whose words they are, where somebody without a sign-in chose the actor to write them down; it bears
            both names, never none.
        attached: pictures, papers and voice notes, looked into and cleaned; sealed where the circle is hidden.

    Raises:
        Refused: when the actor may not, has not said that they keep to the circle's ground rules, or there is no
            room for what is attached.
        NotInTopic: when the post that is answered stands elsewhere.
    """
    with transaction.atomic():
        topic = Topic.objects.select_for_update(of=("self",)).select_related("circle").get(id=topic.id)
        circle = topic.circle
        require(may_write_post(actor, topic))
        require(may_say_first_words(actor, circle, may_have_first_words(actor, circle)))
        if nameless:
            require(may_write_nameless(actor, circle, may_be_nameless(circle, now=now)))
            require(no("both_names") if said_by else YES)
        if said_by is not None:
            require(may_write_for(actor, circle, said_by))
        if answers is not None and answers.topic_id != topic.id:
            raise NotInTopic(answers.id)
        seat = own_seat(actor, circle)
        post = Post(id=uuid4(), topic=topic, circle=circle, wish=wish, created=now)
        post.answers_id = (answers.answers_id or answers.id) if answers else None
        post.thread, post.thread_at = (answers.thread, answers.thread_at) if answers else (post.id, now)
        if nameless:
            authorship.seal(post, seat.membership_id)
        else:
            post.author_id = said_by.id if said_by else seat.membership_id
            post.written_by_id = seat.membership_id if said_by else None
        words.put(post, circle, text=text.strip(), care_note=care_note)
        post.save()
        hang(attached, on=post, now=now, sealed_with=("circle", circle.id) if circle.is_hidden else None)
        ask_for(actor, post, text)
        if not circle.is_hidden:
            finding.index_post(post, now=now)
        Topic.objects.filter(id=topic.id, last_posted__lt=now).update(last_posted=now)
        if not nameless:  # a row of theirs at this moment would tell who wrote
            Reading.objects.update_or_create(
                member=member_here(actor),
                topic=topic,
                defaults={"until": now},
                create_defaults={"until": now, "created": now},
            )
        announce(PostWritten(circle.id, topic.id, post.id, now))
        tell_of_post.enqueue(str(post.id))
    return post


def ask_for(actor: Actor, post: Post, text: str) -> bool:
    """Note whom a text asks for who has not been asked for by this post yet; return whether there is anybody."""
    found = asked_for(actor, post.circle, text)
    before = (
        set(Mention.objects.filter(post=post).values_list("person_id", flat=True)) if post.edits else set()
    )
    ids = {one.id for one in found.people} | ({None} if found.everyone else set())
    new = [Mention(post=post, person_id=one, created=post.edited or post.created) for one in ids - before]
    Mention.objects.bulk_create(new)
    return bool(new)
