"""Coming into a circle under a name of one's own, changing that name, leaving."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.circles.access import (
    Actor,
    may_join,
    may_leave_circle,
    may_rename_self,
    member_here,
    own_seat,
)
from commonhearth.foundation.circles.events import CircleJoined, CircleLeft
from commonhearth.foundation.circles.models import Asking, Circle, CircleMembership, Openness
from commonhearth.foundation.circles.selectors.actors import as_actor
from commonhearth.foundation.circles.services.handing import step_down
from commonhearth.foundation.circles.services.opening import close, write
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import INSIDE


class NameTaken(Exception):
    """Somebody in this circle is known by this name; a telling word keeps the two apart."""

    def __init__(self, name: str, word: str) -> None:
        super().__init__(name)
        self.name = name
        self.word = word


class WordIsNumber(ValueError):
    """A telling word is a word: nobody is number two here."""


def telling(name: str, word: str) -> tuple[str, str]:
    """Return a name and a telling word as they are kept.

    Raises:
        WordIsNumber: when the word has no letter in it.
    """
    name, word = " ".join(name.split()), " ".join(word.split())
    if word and not any(letter.isalpha() for letter in word):
        raise WordIsNumber(word)
    return name, word


def _taken(circle: Circle, name: str, word: str, *, but: object = None) -> bool:
    same = CircleMembership.objects.filter(
        circle=circle, left=None, to_tell_apart=False, name__iexact=name, word__iexact=word
    )
    return same.exclude(id=but).exists()


def join(*, actor: Actor, circle: Circle, name: str, word: str = "", now: datetime) -> CircleMembership:
    """Come into a circle under a name of one's own choice.

    In an open circle a name in use is said at the door. Elsewhere the door tells nothing: who comes
    in under a name in use is asked for a telling word inside.

    Raises:
        Refused: when the actor may not.
        NameTaken: in an open circle, when the name is in use there.
        WordIsNumber: when the telling word is not a word.
    """
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        asking = Asking.objects.filter(
            circle=circle, member_id=getattr(actor, "id", None), answered=None
        ).first()
        require(may_join(actor, circle, asking))
        member = member_here(actor)
        found = CircleMembership.objects.filter(circle=circle, member=member, left=None).first()
        if found is not None:
            return found
        name, word = telling(name, word)
        taken = _taken(circle, name, word)
        if taken and circle.openness == Openness.OPEN:
            raise NameTaken(name, word)
        membership = CircleMembership.objects.create(
            circle=circle, member=member, name=name, word=word, to_tell_apart=taken, joined=now, created=now
        )
        Asking.objects.filter(circle=circle, member=member).delete()
        write(circle, actor=actor, verb="circle.joined", now=now, details={"name": str(membership)})
        announce(CircleJoined(circle.id, membership.id, now))
        as_actor(member, now=now)
    return membership


def rename_self(
    *, actor: Actor, circle: Circle, name: str, word: str = "", now: datetime
) -> CircleMembership:
    """Be known in this circle by another name or telling word.

    Raises:
        Refused: when the actor is not in it, or it is the root circle.
        NameTaken: when somebody else in it is known by this name and word.
        WordIsNumber: when the telling word is not a word.
    """
    require(may_rename_self(actor, circle))
    member, seat = member_here(actor), own_seat(actor, circle)
    with transaction.atomic():
        Circle.objects.select_for_update().get(id=circle.id)
        name, word = telling(name, word)
        if _taken(circle, name, word, but=seat.membership_id):
            raise NameTaken(name, word)
        membership = CircleMembership.objects.get(id=seat.membership_id)
        membership.name, membership.word, membership.to_tell_apart = name, word, False
        membership.save(update_fields=["name", "word", "to_tell_apart"])
        write(circle, actor=actor, verb="circle.renamed_self", now=now, details={"name": str(membership)})
        as_actor(member, now=now)
    return membership


def leave(*, actor: Actor, circle: Circle, now: datetime) -> None:
    """Leave a circle, in one step and without a reason. The last one to leave a circle that is not open ends it:
    nobody could ever come in again, nor answer who asks.

    Raises:
        Refused: when the actor is not in it, or it is the root circle.
    """
    require(may_leave_circle(actor, circle))
    member, seat = member_here(actor), own_seat(actor, circle)
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=circle.id)
        membership = CircleMembership.objects.select_related("circle").get(id=seat.membership_id)
        write(circle, actor=actor, verb="circle.left", now=now, details={"name": str(membership)})
        go(membership, now=now)
        as_actor(member, now=now)


def go(membership: CircleMembership, *, now: datetime) -> None:
    """End one membership, inside a service's transaction: its roles pass on, the row stays."""
    membership.left = now
    membership.save(update_fields=["left"])
    step_down(membership, now=now)
    announce(CircleLeft(membership.circle_id, membership.id, now))
    circle = membership.circle
    anyone = CircleMembership.objects.filter(circle=circle, left=None, member__standing__in=INSIDE)
    if circle.is_by_invitation and circle.closed_on is None and not anyone.exists():
        close(circle, now=now)
