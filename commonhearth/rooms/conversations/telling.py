"""Whom a post concerns. Notices name no circle, no person and no content; who muted hears nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import ACTING, KeptApart
from commonhearth.foundation.members.selectors import open_holds
from commonhearth.foundation.notices.telling import tell_many
from commonhearth.rooms.conversations.models import Mention, Muted, Post
from commonhearth.rooms.conversations.selectors.mailing import wish_no_letter


def tell_of(post: Post, *, now: datetime) -> None:
    """Tell whoever a post asks for and has not been told, whoever is answered, and the circle.

    After a change of the post only those are told whom it asks for now.
    """
    if post.withdrawn or post.hidden or post.taken_down or post.circle.closed_on:
        return
    here = hearing(post, now=now)
    waiting = Mention.objects.filter(post=post, told=None)
    asked = set(waiting.values_list("person_id", flat=True))
    if asked:
        _tell(here if None in asked else here.filter(id__in=asked), "talk.asked_for", [post.id], now)
        waiting.update(told=now)
    if post.edits:
        return
    if post.answers and post.answers.author_id:
        _tell(here.filter(id=post.answers.author_id), "talk.answered", [post.id], now)
    otherwise = wish_no_letter(post)
    _tell(here.exclude(otherwise), "talk.new", [], now)
    _tell(here.filter(otherwise), "talk.new", [], now, by_letter=False)


def _tell(
    people: QuerySet[CircleMembership], code: str, ids: list[UUID], now: datetime, by_letter: bool = True
) -> None:
    url_name = "conversations:post" if ids else "conversations:missed"
    args = [str(one) for one in ids]
    tell_many(people=people, code=code, url_name=url_name, url_args=args, now=now, by_letter=by_letter)


def hearing(post: Post, *, now: datetime) -> QuerySet[CircleMembership]:
    """Return who is in the circle and here now, without the author, who is kept apart from them and who muted.

    Of a post without a name everybody hears, its author too: who does not hear would be who wrote it.
    """
    here = CircleMembership.objects.filter(circle=post.circle, left=None, member__standing__in=ACTING)
    here = here.exclude(member__in=open_holds(now=now).values("member"))
    still = Q(until=None) | Q(until__gt=now)
    here = here.exclude(member__in=Muted.objects.filter(still, topic=post.topic_id).values("member_id"))
    author = post.author
    if author is None:
        return here
    apart = KeptApart.objects.filter(Q(asker=author.member_id) | Q(other=author.member_id))
    return (
        here.exclude(member=author.member_id)
        .exclude(member__in=apart.values("asker_id"))
        .exclude(member__in=apart.values("other_id"))
        .exclude(member__in=Muted.objects.filter(still, person=author).values("member_id"))
    )
