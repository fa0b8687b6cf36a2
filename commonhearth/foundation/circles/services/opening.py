"""A circle begins, is named anew, is hidden, ends."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import (
    Actor,
    may_change_circle,
    may_end_circle,
    may_open_circle,
    member_here,
)
from commonhearth.foundation.circles.events import CircleChanged, CircleEnded, CircleHidden, CircleOpened
from commonhearth.foundation.circles.models import (
    Asking,
    Circle,
    CircleKind,
    CircleMembership,
    Office,
    Openness,
    Role,
)
from commonhearth.foundation.circles.selectors.actors import as_actor
from commonhearth.foundation.circles.selectors.seeing import circle_of
from commonhearth.foundation.circles.services.terms import year_after
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import Member

#: From least to most shut. A circle may only ever move to the right: what was said to a few is
#: never shown to more.
SHUTTING = [Openness.OPEN, Openness.CLOSED, Openness.CONFIDENTIAL]


class NeverLooser(Exception):
    """A circle cannot become more open than what its people were promised."""


def found_root(*, founder: Member, until: date | None = None, now: datetime) -> Circle:
    """Make the circle of the whole membership, with the founder as its first steward, for a year at most."""
    latest = year_after(now.date())
    with transaction.atomic():
        circle = Circle.objects.create(circle_kind=CircleKind.ROOT, openness=Openness.OPEN, created=now)
        seat = CircleMembership.objects.create(
            circle=circle, member=founder, name=founder.name, word=founder.word, joined=now, created=now
        )
        Role.objects.create(
            circle=circle,
            office=Office.STEWARD,
            holder=seat,
            starts=now.date(),
            ends=min(until, latest) if until else latest,
            created=now,
        )
        write(circle, actor=founder, verb="circle.role_given.steward", now=now, details={"name": str(seat)})
        as_actor(founder, now=now)
        announce(CircleOpened(circle.id, now))
    return circle


def open_circle(
    *,
    actor: Actor,
    parent: Circle,
    kind: str,
    openness: str,
    name: str,
    purpose: str,
    own_name: str,
    own_word: str = "",
    now: datetime,
) -> Circle:
    """Begin a circle below another; who begins it is its first member, under a name of their choice.

    Below a hidden circle everything is hidden, whatever was asked for.

    Raises:
        Refused: when the actor may not.
    """
    require(may_open_circle(actor, parent))
    member = member_here(actor)
    with transaction.atomic():
        parent = Circle.objects.select_for_update().get(id=parent.id)
        circle = Circle(parent=parent, circle_kind=CircleKind(kind), created=now)
        circle.openness = Openness.CONFIDENTIAL if parent.is_hidden else Openness(openness)
        _say(circle, name.strip(), purpose.strip())
        circle.save()
        seat = CircleMembership.objects.create(
            circle=circle,
            member=member,
            name=own_name.strip() or member.name,
            word=own_word.strip(),
            joined=now,
            created=now,
        )
        write(circle, actor=actor, verb="circle.opened", now=now, details={"name": str(seat)})
        announce(CircleOpened(circle.id, now))
        as_actor(member, now=now)
    return circle


def change_circle(
    *, actor: Actor, circle: Circle, name: str, purpose: str, openness: str | None = None, now: datetime
) -> Circle:
    """Say anew what a circle is called and for, or shut it further.

    Hiding a circle hides all below it.

    Raises:
        Refused: when the actor may not.
        NeverLooser: when it would become more open than it is.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        circle.is_kept = circle_of(circle.id, now=now).is_kept
        require(may_change_circle(actor, circle))
        wanted = Openness(openness) if openness else Openness(circle.openness)
        if SHUTTING.index(wanted) < SHUTTING.index(Openness(circle.openness)):
            raise NeverLooser
        hides = wanted == Openness.CONFIDENTIAL and not circle.is_hidden
        circle.openness = wanted
        _say(circle, name.strip(), purpose.strip())
        circle.save()
        write(circle, actor=actor, verb="circle.hidden" if hides else "circle.changed", now=now)
        announce(CircleChanged(circle.id, now))
        if hides:
            announce(CircleHidden(circle.id, now))
            _hide_below(circle, now=now)
    return circle


def _hide_below(circle: Circle, *, now: datetime) -> None:
    for child in Circle.objects.select_for_update().filter(parent=circle).order_by("id"):
        if not child.is_hidden:
            child.openness = Openness.CONFIDENTIAL
            _say(child, child.name, child.purpose)
            child.save()
            announce(CircleChanged(child.id, now))
            announce(CircleHidden(child.id, now))
        _hide_below(child, now=now)


def _say(circle: Circle, name: str, purpose: str) -> None:
    """Put name and purpose where the circle's openness wants them: sealed for a hidden one."""
    if circle.is_hidden:
        circle.sealed_name, circle.sealed_purpose = name, purpose
        circle.name = circle.purpose = ""
    else:
        circle.name, circle.purpose = name, purpose


def end_circle(*, actor: Actor, circle: Circle, now: datetime) -> Circle:
    """End a circle. Its people may still read; circles below it move up to the one above.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        circle.is_kept = circle_of(circle.id, now=now).is_kept
        require(may_end_circle(actor, circle))
        write(circle, actor=actor, verb="circle.ended", now=now)
        close(circle, now=now)
        if isinstance(actor, Member):
            as_actor(actor, now=now)
    return circle


def close(circle: Circle, *, now: datetime) -> None:
    """Mark a circle as ended, inside a service's transaction: no askings, no roles, nothing below it."""
    circle.closed_on = now
    circle.save(update_fields=["closed_on"])
    Circle.objects.filter(parent=circle).update(parent_id=circle.parent_id)
    Asking.objects.filter(circle=circle, answered=None).delete()
    Role.objects.filter(circle=circle, ended=None).update(ended=now)
    announce(CircleEnded(circle.id, now))


def write(
    circle: Circle,
    *,
    actor: object,
    verb: str,
    now: datetime,
    details: dict[str, str] | None = None,
    member: Member | None = None,
) -> None:
    """Write a circle's logbook line. Lines of the root circle are the community's own.

    Args:
        member: whom it is about, where that is not the actor; what names them goes when they are erased.
    """
    logbook.write(
        actor=actor,
        verb=verb,
        now=now,
        about={"circle": str(circle.id)} | ({"member": str(member.pseudonym)} if member else {}),
        details=details or {},
        circle_id=None if circle.is_root else circle.id,
    )
