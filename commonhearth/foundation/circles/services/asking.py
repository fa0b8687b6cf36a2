"""Asking to come into a circle by invitation, being invited, and the answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import (
    Actor,
    may_answer_asking,
    may_ask_to_join_circle,
    may_decline_invitation,
    may_invite_to_circle,
    member_here,
    own_seat,
    seat_in,
)
from commonhearth.foundation.circles.events import CircleAsked, CircleAskingDeclined, CircleInvited
from commonhearth.foundation.circles.models import Asking, Circle, CircleMembership
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.foundation.circles.services.entering import telling
from commonhearth.foundation.circles.services.opening import write
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import Member, Standing
from commonhearth.foundation.members.selectors import kept_apart_ids


def ask_to_join(*, actor: Actor, circle: Circle, name: str, word: str = "", now: datetime) -> Asking:
    """Ask to come into a circle that is by invitation, under a name of one's own choice.

    Whether the name is in use there is not said outside.

    Raises:
        Refused: when the actor may not.
        WordIsNumber: when the telling word is not a word.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        asking = Asking.objects.filter(
            circle=circle, member_id=getattr(actor, "id", None), answered=None
        ).first()
        require(may_ask_to_join_circle(actor, circle, asking))
        member = member_here(actor)
        name, word = telling(name, word)
        asking = Asking.objects.create(circle=circle, member=member, as_name=name, as_word=word, created=now)
        write(circle, actor=actor, verb="circle.asked", now=now, details={"name": name})
        announce(CircleAsked(circle.id, asking.id, now))
    return asking


def invite(*, actor: Actor, circle: Circle, person: CircleMembership, now: datetime) -> None:
    """Invite a member of the community, found by their place in the root circle.

    The answer is always the same: it does not tell whether that person is in the circle already
    under another name, has been invited, or is kept apart from the one who invites.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        circle.is_kept = circle_of(circle.id, now=now).is_kept
        require(may_invite_to_circle(actor, circle))
        seat = own_seat(actor, circle)
        member = Member.objects.get(id=person.member_id)
        write(circle, actor=actor, verb="circle.invited", now=now, details={"name": seat.name})
        inside = CircleMembership.objects.filter(circle=circle, member=member, left=None).exists()
        if inside or member.standing != Standing.MEMBER or member.id in kept_apart_ids(actor):
            return
        asking, made = Asking.objects.get_or_create(
            circle=circle,
            member=member,
            answered=None,
            defaults={"invited_by_id": seat.membership_id, "created": now},
        )
        if made or asking.invited_by_id is None:
            asking.invited_by_id = seat.membership_id
            asking.save(update_fields=["invited_by"])
            announce(CircleInvited(circle.id, asking.id, member.id, now))


def answer_asking(*, actor: Actor, asking: Asking, welcome: bool, now: datetime) -> None:
    """Answer somebody who asked. A yes opens the door, through which they go themselves; a no leaves no trace.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=asking.circle_id)
        circle.is_kept = circle_of(circle.id, now=now).is_kept
        require(may_answer_asking(actor, circle))
        seat = seat_in(actor, circle)
        row = (
            Asking.objects.select_for_update(of=("self",))
            .filter(id=asking.id, invited_by=None, answered=None, member__died=None)
            .first()
        )
        if row is None or seat is None:
            return  # somebody else in the circle was quicker, or it was taken back
        if welcome:
            row.invited_by_id = seat.membership_id
            row.save(update_fields=["invited_by"])
            write(
                circle,
                actor=actor,
                verb="circle.welcomed",
                now=now,
                details={"name": row.as_name},
                member=row.member,
            )
            announce(CircleInvited(circle.id, row.id, row.member_id, now))
        else:
            row.delete()
            announce(CircleAskingDeclined(circle.id, row.member_id, now))


def decline_invitation(*, actor: Actor, asking: Asking, now: datetime) -> None:
    """Say “no, thank you” to an invitation, or take one's asking back. Nobody is told, nothing is kept.

    Raises:
        Refused: when it is not the actor's own.
    """
    require(may_decline_invitation(actor, asking))
    with transaction.atomic():
        Asking.objects.filter(id=asking.id, member_id=getattr(actor, "id", None)).delete()
