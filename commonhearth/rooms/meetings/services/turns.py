"""Turns: whose it is, taking one, handing one on, changing with somebody who says yes, rather not."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from commonhearth.core import rotation
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import Actor, own_seat
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import second_of
from commonhearth.foundation.events import announce
from commonhearth.foundation.members.models import KeptApart, Standing
from commonhearth.foundation.members.selectors import kept_apart_ids, open_holds
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.meetings.access.working import (
    may_answer_swap,
    may_give_turns,
    may_hand_turn_on,
    may_rather_not,
    may_take_turn,
)
from commonhearth.rooms.meetings.events import TurnOpened
from commonhearth.rooms.meetings.manner import manner_of
from commonhearth.rooms.meetings.models import Hat, Meeting, RatherNot, Swap, Turn
from commonhearth.rooms.meetings.services.agenda import locked

#: How much of the past is looked at; in a circle that meets weekly, two years.
PAST = 100
#: In a larger circle nobody waits for a turn that comes every ten years: those who like take one.
MOST_PEOPLE = 300


class NotHere(ValueError):
    """The person is not in this circle, is new, is away, or has a hat at this meeting already."""


def give_turns(*, actor: Actor, meeting: Meeting, now: datetime) -> list[Turn]:
    """Give each hat that is free to whoever has waited longest for it. What nobody is left for stays open.

    Raises:
        Refused: when the actor may not.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        require(may_give_turns(actor, meeting))
        have = {turn.hat: turn for turn in Turn.objects.filter(meeting=meeting)}
        given = rotation.turns(
            manner_of(meeting).hats,
            people=_people(meeting.circle, now=now),
            served=_served(meeting),
            seed=str(meeting.id),
            rather_not=_rather_not(meeting.circle),
            taken={hat: str(turn.holder_id) for hat, turn in have.items() if turn.holder_id},
            apart=_apart(meeting.circle),
        )
        for one in given:
            turn = have.get(one.hat) or Turn(meeting=meeting, circle=meeting.circle, hat=one.hat, created=now)
            if turn.holder_id is None:
                turn.holder_id, turn.tied = (UUID(one.who) if one.who else None), one.tied
                turn.kept_for_id = None if one.who else turn.kept_for_id
                turn.save()
                if turn.holder is not None and turn.holder.member_id != getattr(actor, "id", None):
                    _tell(turn, "turn.yours", now=now)
        return list(Turn.objects.filter(meeting=meeting).select_related("holder"))


def _people(circle: Circle, *, now: datetime) -> list[rotation.Person]:
    """Return who may be given a turn: full members of the circle who are here, with since when they take turns."""
    rows = (
        CircleMembership.objects.filter(circle=circle, left=None, member__standing=Standing.MEMBER)
        .exclude(member__in=open_holds(now=now).values("member"))
        .order_by("joined", "id")[:MOST_PEOPLE]
    )
    ended = RatherNot.objects.filter(circle=circle, ended__isnull=False).order_by("ended")
    back = dict(ended.values_list("seat_id", "ended"))
    return [rotation.Person(str(row.id), max(row.joined, back.get(row.id, row.joined))) for row in rows]


def _apart(circle: Circle) -> set[frozenset[str]]:
    """Return the pairs of places in the circle whose people are kept apart: nobody is seated beside the other."""
    seats = CircleMembership.objects.filter(circle=circle, left=None)
    pairs = KeptApart.objects.filter(asker__in=seats.values("member"), other__in=seats.values("member"))
    found = list(pairs.values_list("asker_id", "other_id"))
    if not found:
        return set()
    place = dict(
        seats.filter(member__in={one for pair in found for one in pair}).values_list("member_id", "id")
    )
    return {frozenset((str(place[asker]), str(place[other]))) for asker, other in found}


def _served(meeting: Meeting) -> list[rotation.Served]:
    past = (
        Turn.objects.filter(
            circle=meeting.circle,
            holder__isnull=False,
            meeting__cancelled=None,
            meeting__starts__lt=meeting.starts,
        )
        .exclude(meeting=meeting)
        .order_by("-meeting__starts", "id")
        .values_list("holder_id", "hat", "meeting__starts")
    )
    return [rotation.Served(str(who), hat, at) for who, hat, at in past[: PAST * len(Hat)]]


def _rather_not(circle: Circle) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for seat_id, hat in RatherNot.objects.filter(circle=circle, ended=None).values_list("seat_id", "hat"):
        found[hat].add(str(seat_id))
    return found


def _tell(turn: Turn, code: str, *, to: CircleMembership | None = None, now: datetime) -> None:
    seat = to or turn.holder
    if seat is not None:
        where = [str(turn.meeting_id)]
        tell(member=seat.member, code=code, url_name="meetings:turns", url_args=where, now=now)


def turn_of(meeting: Meeting, turn_id: UUID) -> Turn:
    """Return one turn of a meeting, locked, inside a transaction that holds the meeting.

    Raises:
        NotVisible: when the meeting has none of this id.
    """
    rows = Turn.objects.select_for_update(of=("self",)).filter(meeting=meeting, id=turn_id)
    found = rows.select_related("holder__member").first()
    if found is None:
        raise NotVisible
    found.meeting, found.circle = meeting, meeting.circle
    return found


def take_turn(*, actor: Actor, meeting: Meeting, hat: str, now: datetime) -> Turn:
    """Take a turn that nobody has.

    Raises:
        Refused: when the actor may not, or somebody was quicker.
        NotHere: when the actor has another hat at this meeting already, or it has no such hat.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        turn = Turn.objects.filter(meeting=meeting, hat=Hat(hat)).first() or Turn(hat=Hat(hat), created=now)
        turn.meeting, turn.circle = meeting, meeting.circle
        require(may_take_turn(actor, turn))
        seat = own_seat(actor, meeting.circle)
        if hat not in manner_of(meeting).hats or _is_busy(meeting, seat.membership_id):
            raise NotHere
        turn.holder_id, turn.kept_for, turn.tied = seat.membership_id, None, 1
        turn.save()
    return turn


def _is_busy(meeting: Meeting, seat_id: UUID) -> bool:
    return Turn.objects.filter(meeting=meeting, holder_id=seat_id).exists()


def give_back(*, actor: Actor, meeting: Meeting, turn_id: UUID, now: datetime) -> Turn:
    """Hand one's own turn on, without a reason: to the circle's second where it leads, or it stands open.

    Raises:
        Refused: when it is not the actor's.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        turn = turn_of(meeting, turn_id)
        require(may_hand_turn_on(actor, turn))
        return _pass_on(turn, now=now)


def hand_over(meeting: Meeting, membership: CircleMembership, *, now: datetime) -> list[Turn]:
    """Free somebody of every turn at a meeting, because they step back: the second leads, the rest stands open.

    Called by other rooms when they have asked whether it may be.

    Returns:
        The turns as they stand now.
    """
    with transaction.atomic():
        turns = _at(meeting, now=now, holder=membership)
        for turn in turns:
            _pass_on(turn, now=now)
    return turns


def hand_over_all(membership: CircleMembership, *, now: datetime) -> None:
    """Free somebody of every turn to come in a circle; open askings to change turns with them end."""
    Swap.objects.filter(asked=membership).delete()
    for meeting in _ahead(Turn.objects.filter(holder=membership), now=now):
        hand_over(meeting, membership, now=now)


def part_two(one: UUID, other: UUID) -> None:
    """Let no asking to change turns stand between two who are kept apart from now on."""
    between = Q(asked__member=one, asked_by__member=other) | Q(asked__member=other, asked_by__member=one)
    Swap.objects.filter(between).delete()


def put_aside(membership: CircleMembership, *, now: datetime) -> None:
    """Open every turn to come of somebody who is read as dead, and keep it for them; the second leads, untold."""
    for meeting in _ahead(Turn.objects.filter(holder=membership), now=now):
        for turn in _at(meeting, now=now, holder=membership):
            turn.kept_for, turn.holder, turn.tied = membership, _second_for(turn, now=now), 1
            turn.save(update_fields=["kept_for", "holder", "tied"])


def give_back_to(membership: CircleMembership, *, now: datetime) -> None:
    """Give back the turns kept for somebody who is alive. Who stood in for them hears that they need not."""
    for meeting in _ahead(Turn.objects.filter(kept_for=membership), now=now):
        for turn in _at(meeting, now=now, kept_for=membership):
            if turn.holder is not None:
                _tell(turn, "turn.back", now=now)
            turn.kept_for, turn.holder = None, membership
            turn.save(update_fields=["kept_for", "holder"])
    Turn.objects.filter(kept_for=membership).update(kept_for=None)


def _ahead(rows: QuerySet[Turn], *, now: datetime) -> list[Meeting]:
    ahead = rows.filter(meeting__ends__gt=now, meeting__cancelled=None)
    return list(Meeting.objects.filter(id__in=ahead.values("meeting")).order_by("starts", "id"))


def _at(meeting: Meeting, *, now: datetime, **whose: CircleMembership) -> list[Turn]:
    meeting = locked(meeting, now=now)
    rows = Turn.objects.select_for_update(of=("self",)).filter(meeting=meeting, **whose)
    turns = list(rows.select_related("holder__member").order_by("id"))
    for turn in turns:
        turn.meeting, turn.circle = meeting, meeting.circle
    return turns


def _second_for(turn: Turn, *, now: datetime) -> CircleMembership | None:
    """Return who leads instead: the circle's second, if they have no other hat there and may meet whose turn it was."""
    if turn.hat != Hat.FACILITATOR or turn.holder is None:
        return None
    second = second_of(turn.circle, but=turn.holder, today=now.date())
    if second is None or _is_busy(turn.meeting, second.id):
        return None
    return None if second.member_id in kept_apart_ids(turn.holder.member) else second


def _pass_on(turn: Turn, *, now: datetime) -> Turn:
    Swap.objects.filter(turn=turn).delete()
    turn.holder, turn.tied = _second_for(turn, now=now), 1
    turn.save(update_fields=["holder", "tied"])
    if turn.holder is not None:
        _tell(turn, "turn.yours", now=now)
    else:
        announce(TurnOpened(turn.meeting_id, turn.circle_id, turn.hat, now))
    return turn


def ask_to_swap(
    *, actor: Actor, meeting: Meeting, turn_id: UUID, asked: CircleMembership, now: datetime
) -> Swap:
    """Ask somebody to change turns, or to take one's own. Nothing changes until they say yes.

    Raises:
        Refused: when it is not the actor's turn.
        NotHere: when the other is not here, or has a hat at this meeting.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        turn = turn_of(meeting, turn_id)
        require(may_hand_turn_on(actor, turn))
        here = asked.circle_id == meeting.circle_id and asked.left is None
        if not here or asked.member.standing != Standing.MEMBER or asked.member_id in kept_apart_ids(actor):
            raise NotHere
        if _is_busy(meeting, asked.id):
            raise NotHere
        Swap.objects.filter(turn=turn).delete()
        swap = Swap.objects.create(
            turn=turn, circle=meeting.circle, asked_by_id=turn.holder_id, asked=asked, created=now
        )
        _tell(turn, "turn.swap_asked", to=asked, now=now)
    return swap


def answer_swap(*, actor: Actor, meeting: Meeting, swap_id: UUID, yes: bool, now: datetime) -> None:
    """Answer whether one changes turns; whoever asked may take it back.

    A yes gives the turn to who was asked. If they have the same hat at a later meeting of the circle, that turn
    goes to who asked: the two have changed places.

    Raises:
        Refused: when the actor was not asked.
        NotVisible: when it was answered or taken back already.
        NotHere: when who was asked has another hat at this meeting by now.
    """
    with transaction.atomic():
        meeting = locked(meeting, now=now)
        rows = Swap.objects.select_for_update(of=("self",)).filter(
            id=swap_id, turn__meeting=meeting, asked__member__died=None, asked_by__member__died=None
        )
        swap = rows.select_related("turn", "asked__member", "asked_by__member").first()
        if swap is None:
            raise NotVisible
        swap.circle = meeting.circle
        require(may_answer_swap(actor, swap))
        accepts = yes and own_seat(actor, meeting.circle).membership_id == swap.asked_id
        if accepts and swap.turn.holder_id == swap.asked_by_id:
            _change_places(meeting, swap)
            _tell(swap.turn, "turn.swapped", to=swap.asked_by, now=now)
        swap.delete()


def _change_places(meeting: Meeting, swap: Swap) -> None:
    if _is_busy(meeting, swap.asked_id):
        raise NotHere
    later = Turn.objects.select_for_update(of=("self",)).filter(
        circle=meeting.circle,
        hat=swap.turn.hat,
        holder_id=swap.asked_id,
        meeting__starts__gt=meeting.starts,
        meeting__cancelled=None,
    )
    theirs = later.order_by("meeting__starts", "id").first()
    if theirs is not None and not _is_busy(theirs.meeting, swap.asked_by_id):
        theirs.holder_id = swap.asked_by_id
        theirs.save(update_fields=["holder"])
    Turn.objects.filter(id=swap.turn_id).update(holder_id=swap.asked_id, kept_for=None, tied=1)


def rather_not(*, actor: Actor, circle: Circle, hat: str, now: datetime) -> None:
    """Take no turns with a hat from now on, without a reason. Twice is as once.

    Raises:
        Refused: when the actor may not.
    """
    require(may_rather_not(actor, circle))
    with transaction.atomic():
        RatherNot.objects.get_or_create(
            circle=circle,
            seat_id=own_seat(actor, circle).membership_id,
            hat=Hat(hat),
            ended=None,
            defaults={"created": now},
        )


def gladly_again(*, actor: Actor, circle: Circle, hat: str, now: datetime) -> None:
    """Take turns with a hat again; the wait counts from now.

    Raises:
        Refused: when the actor may not.
    """
    require(may_rather_not(actor, circle))
    with transaction.atomic():
        seat = own_seat(actor, circle)
        RatherNot.objects.filter(seat_id=seat.membership_id, hat=Hat(hat), ended=None).update(ended=now)
