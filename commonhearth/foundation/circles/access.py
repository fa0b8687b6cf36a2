"""Who may see, enter and look after a circle. The words for each reason stand in `wording.py`.

The tree grants nothing: being in a circle, or holding an office in it, says nothing about those
above or below. Nor do the community's offices: a steward enters a circle as anybody does.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Refused, System, Verdict, Visitor, no, rule
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.circles.models import Asking, Circle, Openness, Role
from commonhearth.foundation.communities.access import FOUNDERS
from commonhearth.foundation.members.models import Member, Standing

Actor = Member | Person | Visitor | System


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in one circle: under which name, and with which roles now."""

    membership_id: UUID
    name: str
    word: str
    offices: frozenset[str]
    #: Whether they came in under a name in use and are still to choose a telling word.
    to_tell_apart: bool = False

    def __str__(self) -> str:
        return f"{self.name} ({self.word})" if self.word else self.name


def seat_in(actor: Actor, circle: Circle) -> Seat | None:
    """Return the actor's place in a circle, None for who is not in it.

    Rooms ask this to show in a circle who somebody is there, never who they are elsewhere.
    """
    if not isinstance(actor, Member) or not actor.is_inside:
        return None
    found: Seat | None = actor.seats.get(circle.id)
    return found


def member_here(actor: Actor) -> Member:
    """Return the actor as the member whom a rule has just let pass.

    Raises:
        Refused: when it is no member.
    """
    if not isinstance(actor, Member):
        raise Refused(no("not_inside"))
    return actor


def own_seat(actor: Actor, circle: Circle) -> Seat:
    """Return the actor's place in a circle, where a rule has just let them pass as one of its people.

    Raises:
        Refused: when they have none.
    """
    seat = seat_in(actor, circle)
    if seat is None:
        raise Refused(no("not_in_circle"))
    return seat


def _full_member(actor: Actor) -> Verdict:
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if actor.standing == Standing.PAUSED:
        return no("away_now")
    if actor.standing == Standing.GUEST:
        return no("still_new")
    return YES


def _acts_in(actor: Actor, circle: Circle) -> Verdict:
    """A full member who is in the circle and here now, while the circle goes on."""
    if not may_see_circle(actor, circle):
        return no("not_inside")
    if circle.closed_on:
        return no("circle_ended")
    if seat_in(actor, circle) is None:
        return no("not_in_circle")
    return _full_member(actor)


def _keeps(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle by office; where nobody does, anyone who acts in it."""
    verdict = _acts_in(actor, circle)
    if not verdict:
        return verdict
    seat = seat_in(actor, circle)
    if not circle.is_kept or (seat and seat.offices & circle.keeping):
        return YES
    return no("needs_office") if circle.is_root else no("needs_keeper")


@rule
def may_see_circle(actor: Actor, circle: Circle) -> Verdict:
    """Newcomers, members and who is away see every circle but the hidden ones, which only their own people see."""
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    if circle.community_id != actor.community_id:  # behind both walls there is none; this is a third
        return no("not_inside")
    if circle.is_hidden and seat_in(actor, circle) is None:
        return no("not_inside")
    return YES


@rule
def may_read_circle(actor: Actor, circle: Circle) -> Verdict:
    """People, agreements and posts: of an open circle everyone inside the community, of others only its own people."""
    verdict = may_see_circle(actor, circle)
    if not verdict:
        return verdict
    if circle.openness == Openness.OPEN or seat_in(actor, circle):
        return YES
    return no("only_its_people")


def acts_in(
    actor: Actor, circle: Circle, *, outside: str = "not_in_circle", newcomers: bool = False
) -> Verdict:
    """Say whether the actor reads the circle, is in it and here now, while it goes on; for the rules of rooms.

    Args:
        outside: the reason for who reads the circle and is not in it.
        newcomers: whether they may too, where they are in, which is everyone's circle.
    """
    verdict = may_read_circle(actor, circle)
    if not verdict:
        return verdict
    if circle.closed_on:
        return no("circle_ended")
    if seat_in(actor, circle) is None:
        return no(outside)
    verdict = _full_member(actor)
    return YES if newcomers and verdict.code == "still_new" else verdict


@rule
def may_print_sheet(actor: Actor, circle: Circle) -> Verdict:
    """A full member, for an open circle that goes on: of others nothing goes onto a notice board."""
    verdict = may_read_circle(actor, circle)
    if not verdict:
        return verdict
    if circle.openness != Openness.OPEN:
        return no("not_on_paper")
    if circle.closed_on:
        return no("circle_ended")
    return _full_member(actor)


@rule
def may_open_circle_name(actor: Actor, circle: Circle) -> Verdict:
    """Name and purpose of a hidden circle: its own people, and whom they invited, until they have answered."""
    if may_see_circle(actor, circle):
        return YES
    if isinstance(actor, Member) and _full_member(actor):
        asked = Asking.objects.filter(circle=circle, member=actor, answered=None, invited_by__isnull=False)
        if asked.exists():
            return YES
    return no("not_inside")


@rule
def may_join(actor: Actor, circle: Circle, asking: Asking | None = None) -> Verdict:
    """A full member: an open circle at once, any other when somebody inside has invited them."""
    invited = asking is not None and asking.invited_by_id is not None
    if not invited and not may_see_circle(actor, circle):
        return no("not_inside")
    if circle.closed_on:
        return no("circle_ended")
    if circle.is_root:
        return no("root_by_admission")
    if seat_in(actor, circle):
        return no("in_circle_already")
    verdict = _full_member(actor)
    if not verdict:
        return verdict
    if circle.openness == Openness.OPEN or invited:
        return YES
    return no("asked_circle_already") if asking else no("by_invitation")


@rule
def may_ask_to_join_circle(actor: Actor, circle: Circle, asking: Asking | None = None) -> Verdict:
    """A full member, where a circle is by invitation."""
    verdict = may_join(actor, circle, asking)
    if verdict:
        return no("join_at_once")
    return YES if verdict.code == "by_invitation" else verdict


@rule
def may_decline_invitation(actor: Actor, asking: Asking) -> Verdict:
    """Whoever was invited or asked, for themselves; no reason is asked."""
    return YES if isinstance(actor, Member) and asking.member_id == actor.id else no("not_yours")


@rule
def may_look_after(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle by office, or anyone who acts in it while nobody does."""
    return _keeps(actor, circle)


@rule
def may_invite_to_circle(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does. Everyone is in the root circle by admission."""
    return no("root_by_admission") if circle.is_root else _keeps(actor, circle)


@rule
def may_answer_asking(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does."""
    return may_invite_to_circle(actor, circle)


@rule
def may_leave_circle(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in it, in one step, also while away. Leaving the root circle is leaving the community."""
    if not may_see_circle(actor, circle):
        return no("not_inside")
    if circle.is_root:
        return no("leave_the_community")
    return YES if seat_in(actor, circle) else no("not_in_circle")


@rule
def may_rename_self(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in it, also while away. The name in the root circle is the name in the community."""
    if circle.is_root:
        return no("name_in_community")
    if not may_see_circle(actor, circle):
        return no("not_inside")
    return YES if seat_in(actor, circle) else no("not_in_circle")


@rule
def may_open_circle(actor: Actor, parent: Circle) -> Verdict:
    """A full member, under a circle they are in; everyone is in the root circle."""
    return _acts_in(actor, parent)


@rule
def may_change_circle(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does."""
    return no("root_stays") if circle.is_root else _keeps(actor, circle)


@rule
def may_end_circle(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does."""
    return no("root_stays") if circle.is_root else _keeps(actor, circle)


@rule
def may_give_role(actor: Actor, circle: Circle, to_self: bool = False, alone: bool = False) -> Verdict:
    """Who looks after the circle, or anyone in it while nobody does; a community's office never to oneself.

    Args:
        to_self: whether the role would be the actor's own.
        alone: whether nobody else could hold it, so that they must.
    """
    if actor == FOUNDERS:
        return YES if circle.is_root else no("needs_keeper")
    verdict = _keeps(actor, circle)
    if verdict and circle.is_root and to_self and not alone:
        return no("not_to_yourself")
    return verdict


@rule
def may_lay_down_role(actor: Actor, role: Role) -> Verdict:
    """Whoever holds it, or is away from it, at any time and without a reason."""
    seat = seat_in(actor, role.circle)
    if seat and seat.membership_id in (role.holder_id, role.kept_for_id) and role.ended is None:
        return YES
    return no("not_your_role")


sealed.opens(Circle, "sealed_name")(may_open_circle_name)
sealed.opens(Circle, "sealed_purpose")(may_open_circle_name)
