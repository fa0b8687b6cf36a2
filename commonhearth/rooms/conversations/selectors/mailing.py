"""What somebody wants to hear by mail, and who wants no letter for a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.conversations.models import How, MailWish, Post, Topic

if TYPE_CHECKING:
    from django.db.models import QuerySet


def wish_for(viewer: Actor, thing: Circle | Topic) -> str:
    """Return what the viewer chose for a circle or a topic; of a topic nothing means as its circle has it."""
    if not isinstance(viewer, Member):
        return ""
    of_topic = isinstance(thing, Topic)
    rows = MailWish.objects.filter(member=viewer, **({"topic": thing} if of_topic else {"circle": thing}))
    found = rows.values_list("how", flat=True).first()
    return found or ("" if of_topic else How.DAILY)


def wish_no_letter(post: Post) -> Q:
    """Return the filter of memberships that leaves only those for whom the daily letter is not to count a post:
    they get it by itself, or want no mail of it."""
    of_topic = MailWish.objects.filter(topic=post.topic_id)
    of_circle = MailWish.objects.filter(circle=post.circle_id).exclude(member__in=of_topic.values("member"))
    return Q(member__in=_otherwise(of_topic)) | Q(member__in=_otherwise(of_circle))


def _otherwise(wishes: QuerySet[MailWish]) -> QuerySet[MailWish, object]:
    return wishes.exclude(how=How.DAILY).values("member")
