"""What a reader does for themselves alone: how far they have read, and what they want to hear nothing of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, member_here
from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.access import (
    may_mute_person,
    may_mute_topic,
    may_put_word_aside,
    may_read_topic,
)
from commonhearth.rooms.conversations.models import Muted, Reading, Topic
from commonhearth.rooms.conversations.selectors.seeing import quiet_of

#: Words that one member puts aside at most, and letters in one.
MOST_WORDS, LONGEST_WORD = 30, 40
#: Topics that are marked as read together.
BATCH = 500


class ManyWords(Exception):
    """As many words are put aside as can be; one has to go first."""


def mark_read(*, actor: Actor, topic: Topic, until: datetime, now: datetime) -> None:
    """Remember, for the reader alone, up to when they have read a topic.

    Raises:
        Refused: when they may not read it.
    """
    require(may_read_topic(actor, topic))
    with transaction.atomic():
        until = min(until, now)
        row, made = Reading.objects.get_or_create(
            member=member_here(actor), topic=topic, defaults={"until": until, "created": now}
        )
        if not made and row.until < until:
            row.until = until
            row.save(update_fields=["until"])


def mark_all_read(*, actor: Member, now: datetime) -> None:
    """Remember, for the reader alone, that they have read enough in all their circles.

    Raises:
        Refused: for whoever is not inside.
    """
    require(may_put_word_aside(actor))
    with transaction.atomic():
        Reading.objects.filter(member=actor, topic__circle__in=list(actor.seats)).update(until=now)
        fresh = Topic.objects.filter(circle__in=list(actor.seats)).exclude(
            id__in=Reading.objects.filter(member=actor).values("topic_id")
        )
        rows = [Reading(member=actor, topic_id=topic_id, until=now, created=now)
                for topic_id in fresh.values_list("id", flat=True)]  # fmt: skip
        Reading.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def mute_topic(*, actor: Actor, topic: Topic, until: datetime | None, now: datetime) -> Muted:
    """Hear nothing of a topic, until a moment or for good. Nobody else ever learns of it.

    Raises:
        Refused: when the actor may not read it.
    """
    require(may_mute_topic(actor, topic))
    return _mute(member_here(actor), until, now, topic=topic)


def mute_person(*, actor: Actor, person: CircleMembership, until: datetime | None, now: datetime) -> Muted:
    """Hear nothing of somebody as one circle knows them, until a moment or for good. They never learn of it.

    Raises:
        Refused: when the actor may not read that circle, or it is they themselves.
    """
    require(may_mute_person(actor, person))
    return _mute(member_here(actor), until, now, person=person)


def _mute(member: Member, until: datetime | None, now: datetime, **what: Topic | CircleMembership) -> Muted:
    with transaction.atomic():
        row, _made = Muted.objects.update_or_create(
            member=member,
            **what,
            defaults={"until": until},
            create_defaults={"until": until, "created": now},
        )
    return row


def put_word_aside(*, actor: Actor, word: str, until: datetime | None, now: datetime) -> None:
    """Let what bears a word in its care note, title or tags stay folded.

    Args:
        word: a code of the short list of care notes, or a word of one's own.

    Raises:
        Refused: for whoever is not inside.
        ManyWords: when there are as many as can be.
    """
    require(may_put_word_aside(actor))
    member = member_here(actor)
    word = " ".join(word.split())[:LONGEST_WORD]
    with transaction.atomic():
        Member.objects.select_for_update().get(id=member.id)
        words = quiet_of(member, now=now).words
        if not word or word.casefold() in {one.casefold() for one in words}:
            return
        if len(words) >= MOST_WORDS:
            raise ManyWords
        row = Muted(member=member, until=until, created=now)
        row.sealed_word = word
        row.save()


def hear_again(*, actor: Actor, muted_id: object) -> None:
    """Hear of it again.

    Raises:
        NotVisible: when it is nothing of the actor's own.
    """
    require(may_put_word_aside(actor))
    with transaction.atomic():
        gone, _rows = Muted.objects.filter(id=muted_id, member=member_here(actor)).delete()
    if not gone:
        raise NotVisible
