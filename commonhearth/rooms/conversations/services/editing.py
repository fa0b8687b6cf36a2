"""Changing one's own post, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from commonhearth.core.merging import merge
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.events import announce
from commonhearth.foundation.files.services import erase_hung_on
from commonhearth.foundation.sealed import erasure
from commonhearth.rooms.conversations import finding, words
from commonhearth.rooms.conversations.access import may_edit_post, may_withdraw_post
from commonhearth.rooms.conversations.events import PostChanged, PostWithdrawn
from commonhearth.rooms.conversations.mail.waiting import unsay
from commonhearth.rooms.conversations.models import Mention, Post, PostVersion, Topic
from commonhearth.rooms.conversations.models.posts import LONGEST_POST
from commonhearth.rooms.conversations.services.writing import ask_for
from commonhearth.rooms.conversations.tasks import tell_of_post

#: What goes when a post is taken back or its author erases what is theirs.
WORDS = ("text", "sealed_text", "care_note", "sealed_care_note")


class ChangedMeanwhile(Exception):
    """The post was changed elsewhere since it was opened here, at the same lines. Nothing was saved.

    Attributes:
        theirs: what it says now.
        edits: the state that what is sent next is to be made from.
    """

    def __init__(self, theirs: str, edits: int) -> None:
        super().__init__(str(edits))
        self.theirs = theirs
        self.edits = edits


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed post, and whether what was changed elsewhere meanwhile was put together with it."""

    post: Post
    merged: bool


def edit_post(
    *, actor: Actor, post: Post, text: str, care_note: str, wish: str, made_from: int, now: datetime
) -> Edited:
    """Change one's post. What it said before stays to be read by whoever may read it.

    Args:
        made_from: `edits` of the post when it was opened to be changed. What was changed since, in another
            window or on another device, is kept: lines that both changed are for a person to choose.

    Raises:
        Refused: when the actor may not.
        ChangedMeanwhile: when both changed the same lines.
    """
    with transaction.atomic():
        post = _locked(post)
        require(may_edit_post(actor, post))
        before = Post.objects.get(id=post.id)
        before.circle, before.topic = post.circle, post.topic
        words.read([before], viewer=actor)
        unsay(post.topic_id)
        text, merged = text.strip(), False
        if made_from != post.edits:
            both = merge(was=_said_then(actor, post, made_from), theirs=before.text, yours=text)
            if both.collisions or len(both.text()) > LONGEST_POST:
                raise ChangedMeanwhile(before.text, post.edits)
            text, merged = both.text(), both.text() not in (text, before.text)
        if text == before.text:
            words.put(post, post.circle, care_note=care_note)
            post.wish = wish
            post.save(update_fields=["care_note", "sealed_care_note", "wish"])
            return Edited(post, merged)
        version = PostVersion(post=post, circle=post.circle, number=post.edits, created=now)
        words.put(version, post.circle, text=before.text)
        version.save()
        words.put(post, post.circle, text=text, care_note=care_note)
        post.wish, post.edits, post.edited = wish, post.edits + 1, now
        post.save()
        if not post.circle.is_hidden:
            finding.index_post(post, now=now)
        if ask_for(actor, post, text):
            tell_of_post.enqueue(str(post.id))
        announce(PostChanged(post.circle_id, post.topic_id, post.id, now))
    return Edited(post, merged)


def _locked(post: Post) -> Post:
    return (
        Post.objects.select_for_update(of=("self",)).select_related("circle", "topic__circle").get(id=post.id)
    )


def _said_then(actor: Actor, post: Post, made_from: int) -> str:
    """Return what the post said in an earlier state; nothing where there was no such state."""
    version = PostVersion.objects.filter(post=post, number=made_from).first()
    if version is None:
        return ""
    version.circle = post.circle
    words.read([version], viewer=actor)
    return version.text


def withdraw_post(*, actor: Actor, post: Post, now: datetime) -> bool:
    """Take one's post back: its words are erased, here and in backups, and its place in the thread stays.

    A topic in which nobody else wrote goes whole.

    Returns:
        Whether the topic is still there.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        post = _locked(post)
        require(may_withdraw_post(actor, post))
        topic = post.topic
        empty_post(post, now=now)
        announce(PostWithdrawn(post.circle_id, topic.id, post.id, now))
        if Post.objects.filter(topic=topic).exclude(id=post.id).exists():
            return True
        finding.erase(finding.TOPIC, [topic.id])
        erasure.erase(Topic.objects.get(id=topic.id))
    return False


def empty_post(post: Post, *, now: datetime) -> None:
    """Erase what a post says and said, inside a service's transaction; its place stays."""
    erasure.erase_fields(post, WORDS)
    erasure.erase_all(PostVersion.objects.filter(post=post))
    erase_hung_on([post])
    unsay(post.topic_id)
    Mention.objects.filter(post=post).delete()
    finding.erase(finding.POST, [post.id])
    Post.objects.filter(id=post.id).update(withdrawn=post.withdrawn or now, wish="")
