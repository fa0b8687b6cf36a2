"""What was promised: added, taken, done, left for now, handed on; and a kind reminder, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.foundation.communities.selectors import today_here
from commonhearth.foundation.members.models import ACTING
from commonhearth.foundation.members.models import Standing as MemberStanding
from commonhearth.foundation.members.selectors import kept_apart_ids, open_holds
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.meetings.access.actions import (
    may_add_action,
    may_answer_action,
    may_decline_action,
    may_take_action,
)
from commonhearth.rooms.meetings.models import Action, Meeting
from commonhearth.rooms.meetings.models.actions import Standing
from commonhearth.rooms.meetings.sealing import put
from commonhearth.rooms.meetings.services.turns import NotHere

#: How long before its day somebody is reminded, once; never after it.
BEFORE = timedelta(days=2)


def add_action(
    *,
    actor: Actor,
    circle: Circle,
    what: str,
    owner: CircleMembership | None = None,
    due: date | None = None,
    meeting: Meeting | None = None,
    now: datetime,
) -> Action:
    """Write down what somebody, or someone of us, will do. Somebody else is asked: it is theirs when they say yes.

    Raises:
        Refused: when the actor may not.
        NotHere: when who is named is not in the circle, or not here.
        ValueError: when nothing is said.
    """
    if not what.strip():
        raise ValueError("an action is said in words")
    with transaction.atomic():
        circle = circle_of(circle.id, now=now)
        require(may_add_action(actor, circle))
        mine = owner is not None and owner.id == own_seat(actor, circle).membership_id
        action = Action(circle=circle, meeting=meeting, due=due, since=now, created=now)
        put(action, circle, what=what.strip())
        if mine:
            action.owner = owner
        elif owner is not None:
            _is_here(circle, owner, actor=actor)
            action.offered_to = owner
        action.save()
        if action.offered_to is not None:
            _tell(action, action.offered_to, "action.asked", now=now)
    return action


def _is_here(circle: Circle, seat: CircleMembership, *, actor: Actor) -> None:
    here = seat.circle_id == circle.id and seat.left is None and seat.member.standing == MemberStanding.MEMBER
    if not here or seat.member_id in kept_apart_ids(actor):
        raise NotHere


def _tell(action: Action, seat: CircleMembership, code: str, *, now: datetime) -> None:
    tell(member=seat.member, code=code, url_name="meetings:own_actions", now=now)


def _locked(action_id: UUID, *, now: datetime) -> Action:
    rows = Action.objects.select_for_update(of=("self",)).filter(id=action_id)
    action = rows.select_related("owner__member", "offered_to__member").first()
    if action is None:
        raise NotVisible
    action.circle = circle_of(action.circle_id, now=now)
    return action


def take(*, actor: Actor, action: Action, now: datetime) -> Action:
    """Take on what is someone of us's to do, or what one was asked.

    Raises:
        Refused: when the actor may not, or somebody was quicker.
    """
    with transaction.atomic():
        action = _locked(action.id, now=now)
        require(may_take_action(actor, action))
        seat_id = own_seat(actor, action.circle).membership_id
        if action.owner is not None and action.owner_id != seat_id:
            _tell(action, action.owner, "action.taken", now=now)
        action.owner_id, action.kept_for = seat_id, None
        action.offered_to = action.reminded = None
        action.save()
    return action


def decline(*, actor: Actor, action: Action, now: datetime) -> Action:
    """Say “not me” to what one was asked, without a reason. It stays with whoever had it.

    Raises:
        Refused: when the actor was not asked.
    """
    with transaction.atomic():
        action = _locked(action.id, now=now)
        require(may_decline_action(actor, action))
        action.offered_to = None
        action.save(update_fields=["offered_to"])
    return action


def say(*, actor: Actor, action: Action, standing: str, now: datetime) -> Action:
    """Say that it is done, not now, or open again. The same again changes nothing.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        action = _locked(action.id, now=now)
        require(may_answer_action(actor, action))
        if action.standing != standing:
            action.standing, action.since = Standing(standing), now
            action.offered_to = None
            action.save(update_fields=["standing", "since", "offered_to"])
    return action


def hand_on(*, actor: Actor, action: Action, to: CircleMembership | None, now: datetime) -> Action:
    """Hand it on: to someone of us at once, or to somebody by name, who is asked.

    Raises:
        Refused: when the actor may not.
        NotHere: when who is named is not in the circle, or not here.
    """
    with transaction.atomic():
        action = _locked(action.id, now=now)
        require(may_answer_action(actor, action))
        if to is None:
            action.owner = action.offered_to = None
        elif to.id != action.owner_id:
            _is_here(action.circle, to, actor=actor)
            action.offered_to = to
            _tell(action, to, "action.asked", now=now)
        action.save(update_fields=["owner", "offered_to"])
    return action


def let_go_of(membership: CircleMembership, *, now: datetime) -> int:
    """Make somebody's open actions someone of us's, because they have gone; return how many."""
    Action.objects.filter(offered_to=membership).update(offered_to=None)
    return Action.objects.filter(owner=membership, standing=Standing.OPEN).update(owner=None)


def put_aside(membership: CircleMembership) -> int:
    """Make somebody's open actions someone of us's while they are read as dead; return how many."""
    mine = Action.objects.filter(owner=membership, standing=Standing.OPEN)
    return mine.update(owner=None, kept_for=membership)


def give_back_to(membership: CircleMembership) -> int:
    """Give back to somebody who is alive what nobody has taken on or done meanwhile; return how much."""
    kept = Action.objects.filter(kept_for=membership)
    given = kept.filter(owner=None, standing=Standing.OPEN).update(owner=membership, kept_for=None)
    kept.update(kept_for=None)
    return given


def remind_due(*, now: datetime) -> int:
    """Remind, in the community in reach, of what somebody said they would do by a day that is near; once.

    Nobody is reminded of a day that has passed, while they are away or on hold, or of what is someone of us's.

    Returns:
        How many were reminded.
    """
    today = today_here(now=now)
    near = Action.objects.filter(
        standing=Standing.OPEN,
        reminded=None,
        due__gte=today,
        due__lte=today + BEFORE,
        created__lt=now - timedelta(hours=12),
        owner__left=None,
        owner__member__standing__in=ACTING,
        circle__closed_on=None,
    ).exclude(owner__member__in=open_holds(now=now).values("member"))
    done = 0
    with transaction.atomic():
        for action in (
            near.select_for_update(of=("self",)).select_related("owner__member").order_by("due", "id")
        ):
            assert action.owner is not None
            _tell(action, action.owner, "action.soon", now=now)
            action.reminded = now
            action.save(update_fields=["reminded"])
            done += 1
    return done
