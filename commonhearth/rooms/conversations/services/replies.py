"""Answering by mail: asking for an address, and pressing for what came from another address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import sealed
from commonhearth.foundation.access import require
from commonhearth.foundation.accounts import vault
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.outbox import Recipient, mail_many
from commonhearth.foundation.sealed import erasure
from commonhearth.kit.saying import day
from commonhearth.rooms.conversations.access.replies import may_answer_by_mail, may_open_parked_reply
from commonhearth.rooms.conversations.mail import addresses
from commonhearth.rooms.conversations.mail.intake import PURPOSE
from commonhearth.rooms.conversations.models import ParkedReply, Post, ReplyAddress, Topic
from commonhearth.rooms.conversations.services.writing import write_post

#: How long an address is good for.
GOOD_FOR = timedelta(days=14)


def send_address(*, actor: Member, topic: Topic, now: datetime) -> None:
    """Send the member a mail to which they may answer; what they answer stands in this topic.

    Raises:
        Refused: where that is not possible.
    """
    require(may_answer_by_mail(actor, topic))
    assert actor.person is not None and actor.person.email
    with transaction.atomic():
        address = new_address(actor, topic, now=now)
        called = actor.named_outside_as or actor.community.named_outside
        mail_many(
            recipients=[
                Recipient(
                    to=actor.person.email,
                    language=actor.person.language,
                    person=actor.person,
                    sender_name=called,
                    reply_to=address,
                )
            ],
            template="conversations/reply_address",
            context={"until": day((now + GOOD_FOR).date())},
            kind="reply",
            community=actor.community,
            now=now,
        )


def new_address(member: Member, topic: Topic, *, now: datetime) -> str:
    """Return an address to which this member may write for this topic, inside a service's transaction."""
    token = addresses.write(member.community_id)
    ReplyAddress.objects.create(
        member=member,
        topic=topic,
        digest=vault.digest(token, purpose=PURPOSE),
        expires=now + GOOD_FOR,
        created=now,
    )
    return addresses.address_of(token)


def post_parked(*, actor: Member, parked: ParkedReply, now: datetime) -> Post:
    """Post what came from another address than the member's own.

    Raises:
        Refused: when it is somebody else's, or the topic is not open to them any more.
    """
    require(may_open_parked_reply(actor, parked))
    with transaction.atomic():
        parked = (
            ParkedReply.objects.select_for_update(of=("self",))
            .select_related("topic__circle")
            .get(id=parked.id)
        )
        text = sealed.open(parked.text, viewer=actor)
        post = write_post(actor=actor, topic=parked.topic, text=text, now=now)
        parked.delete()
    return post


def drop_parked(*, actor: Member, parked: ParkedReply) -> None:
    """Let it go; nothing of it is kept.

    Raises:
        Refused: when it is somebody else's.
    """
    require(may_open_parked_reply(actor, parked))
    erasure.erase(parked)


def end_addresses(*, actor: Member, topic: Topic) -> int:
    """End every address of one's own for a topic, at once; return how many."""
    gone, _by_table = ReplyAddress.objects.filter(member=actor, topic=topic).delete()
    return gone
