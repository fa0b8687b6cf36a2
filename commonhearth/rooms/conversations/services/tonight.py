"""Calling a circle tonight, being woken, saying that one is here. What wakes is written with the call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.notices import push, tell
from commonhearth.foundation.notices.sms import waking
from commonhearth.foundation.outbox import Recipient, mail_many
from commonhearth.foundation.sealed import erasure
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.conversations.access.tonight import (
    may_answer_call,
    may_call_tonight,
    may_choose_waking,
    may_end_call,
    may_mark_post_for_tonight,
)
from commonhearth.rooms.conversations.models import Post, TonightAnswer, TonightCall, WakeWish
from commonhearth.rooms.conversations.selectors.tonight import STANDS, woken_by


def call_tonight(*, actor: Actor, circle: Circle, post: Post | None = None, now: datetime) -> TonightCall:
    """Let those of the circle who chose it be woken, at once. While one's call stands, again is as once.

    Args:
        post: what the actor wrote in this circle, if the call goes with it.

    Raises:
        Refused: when the actor may not, or the post is not theirs.
    """
    require(may_call_tonight(actor, circle))
    seat = own_seat(actor, circle)
    with transaction.atomic():
        Circle.objects.select_for_update().get(id=circle.id)
        if post is not None:
            post = Post.objects.select_related("circle").get(id=post.id)
            require(may_mark_post_for_tonight(actor, post))
            if post.circle_id != circle.id:
                raise Refused(no("not_yours"))
        mine = TonightCall.objects.filter(seat=seat.membership_id, ended=None)
        mine.filter(created__lte=now - STANDS).update(ended=now)
        standing = mine.first()
        if standing is not None:
            if post is not None and standing.post_id is None:
                standing.post = post
                standing.save(update_fields=["post"])
            return standing
        call = TonightCall.objects.create(circle=circle, seat_id=seat.membership_id, post=post, created=now)
        _wake(actor, circle, now=now)
    return call


def _wake(actor: Actor, circle: Circle, *, now: datetime) -> None:
    """Write, in the call's own transaction, what wakes each as they chose. Nothing of it names circle or person."""
    wishes = list(woken_by(actor, circle, now=now).select_related("seat__member__person"))
    home = settings.HEARTH_URL + reverse("home")
    community = circle.community
    letters = []
    for wish in wishes:
        member = wish.seat.member
        tell(
            member=member,
            code="tonight.called",
            url_name="conversations:tonight",
            url_args=[str(circle.id)],
            now=now,
        )
        person = member.person
        if wish.by_mail and person is not None and person.email:
            called = member.named_outside_as or community.named_outside
            letters.append(
                Recipient(
                    to=person.email,
                    language=person.language,
                    person=person,
                    sender_name=called,
                    fill={"called": called},
                )
            )
    if letters:
        mail_many(
            recipients=letters,
            template="notices/wake",
            context={"home": home},
            kind="wake",
            community=community,
            now=now,
            expires=now + STANDS,
        )
    push.wake([wish.seat.member.person_id for wish in wishes if wish.by_push], now=now)
    waking.wake([wish.seat.member_id for wish in wishes if wish.by_text], now=now)


def answer_call(*, actor: Actor, call: TonightCall, now: datetime) -> None:
    """Say that one is awake and here. Twice is as once.

    Raises:
        Refused: when the actor may not.
    """
    require(may_answer_call(actor, call))
    seat = own_seat(actor, call.circle)
    with transaction.atomic():
        _answer, made = TonightAnswer.objects.get_or_create(
            call=call, seat_id=seat.membership_id, defaults={"created": now}
        )
        if made:
            tell(
                member=call.seat.member,
                code="tonight.here",
                url_name="conversations:tonight",
                url_args=[str(call.circle_id)],
                now=now,
            )
            push.wake([call.seat.member.person_id] if _is_woken(call) else [], now=now)


def _is_woken(call: TonightCall) -> bool:
    return WakeWish.objects.filter(seat=call.seat_id, by_push=True).exists()


def end_call(*, actor: Actor, call: TonightCall, now: datetime) -> None:
    """Take one's call away; it says nothing more. Twice is as once.

    Raises:
        Refused: when it is somebody else's.
    """
    require(may_end_call(actor, call))
    TonightCall.objects.filter(id=call.id, ended=None).update(ended=now)


def choose_waking(
    *, actor: Actor, circle: Circle, by_push: bool, by_mail: bool, by_text: bool = False, now: datetime
) -> None:
    """Choose by what one is woken in a circle; by nothing deletes the wish.

    Raises:
        Refused: when the actor is not in it.
    """
    require(may_choose_waking(actor, circle))
    seat = own_seat(actor, circle)
    chosen = {"by_push": by_push, "by_mail": by_mail, "by_text": by_text}
    with transaction.atomic():
        if any(chosen.values()):
            WakeWish.objects.update_or_create(
                seat_id=seat.membership_id, defaults=chosen, create_defaults={**chosen, "created": now}
            )
        else:
            WakeWish.objects.filter(seat=seat.membership_id).delete()


def wake_by_text_no_more(member_id: UUID) -> None:
    """Somebody's number is gone: what they chose by it goes too, so that a new number begins with nothing chosen."""
    mine = WakeWish.objects.filter(seat__member=member_id, by_text=True)
    erasure.erase_all(mine.filter(by_push=False, by_mail=False))
    mine.update(by_text=False)


def forget_calls(*, now: datetime) -> int:
    """Delete the calls of nights that are over, with who said that they were here; return how many."""
    gone = over(TonightCall, now=now)
    count = gone.count()
    gone.delete()
    return count
