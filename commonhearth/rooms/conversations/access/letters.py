"""Who may ask to write to whom, answer, write, read and end. Neither steward nor operator reads a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.members.models import INSIDE, Member, Standing
from commonhearth.rooms.conversations.models import Correspondence, Letter, LetterAsking


@dataclass(frozen=True, slots=True)
class Between:
    """How two people of a circle stand to each other, as far as letters go (`selectors.letters.between`)."""

    apart: bool = False
    shut: bool = False
    #: The other is here for newcomers' questions and said yes to being written to by them.
    open_to_newcomers: bool = False
    asked: bool = False
    writing: bool = False


def is_of(actor: Actor, correspondence: Correspondence) -> bool:
    """Tell whether somebody sits at one of the two places now."""
    seat = (
        actor.seats.get(correspondence.circle_id) if isinstance(actor, Member) and actor.is_inside else None
    )
    return seat is not None and seat.membership_id in (correspondence.first_id, correspondence.second_id)


def _acts(actor: Actor) -> Verdict:
    if not isinstance(actor, Member) or not actor.is_inside:
        return no("not_inside")
    return no("away_now") if actor.standing == Standing.PAUSED else YES


@rule
def may_ask_for_letters(actor: Actor, circle: Circle, other: CircleMembership, between: Between) -> Verdict:
    """A full member, of another person of a circle both are in, unless that person does not want to be asked."""
    verdict = _acts(actor)
    seat = seat_in(actor, circle)
    if seat is None or not verdict:
        return verdict or no("not_in_circle")
    if seat.membership_id == other.id:
        return no("letters_yourself")
    if other.circle_id != circle.id or other.left is not None or between.apart:
        return no("not_in_circle")
    if between.writing:
        return no("letters_writing")
    if getattr(actor, "standing", "") == Standing.GUEST:
        return no("still_new")
    if between.shut:
        return no("letters_shut")
    return no("letters_asked") if between.asked else YES


@rule
def may_write_as_newcomer(actor: Actor, circle: Circle, other: CircleMembership, between: Between) -> Verdict:
    """A newcomer, to who is here for their questions and said yes to being written to."""
    verdict = may_ask_for_letters(actor, circle, other, between)
    if verdict.code == "still_new" and circle.is_root and between.open_to_newcomers:
        return YES
    return verdict if not verdict else no("letters_ask_first")


@rule
def may_answer_letter_asking(actor: Actor, asking: LetterAsking, *, now: datetime) -> Verdict:
    """Whoever was asked, until it lapses; newcomers too. A no is quiet."""
    verdict = _acts(actor)
    seat = seat_in(actor, asking.circle)
    if seat is None or seat.membership_id != asking.asked_id or not asking.waits or asking.lapses <= now:
        return no("not_yours")
    return verdict


@rule
def may_take_back_letter_asking(actor: Actor, asking: LetterAsking) -> Verdict:
    """Whoever asked, at any time."""
    return YES if isinstance(actor, Member) and asking.member_id == actor.id else no("not_yours")


@rule
def may_read_letters(actor: Actor, correspondence: Correspondence) -> Verdict:
    """The two it stands between, while they sit in the circle; when it has ended too. Nobody else."""
    return YES if is_of(actor, correspondence) else no("not_yours")


@rule
def may_write_letter(
    actor: Actor, correspondence: Correspondence, other: CircleMembership, *, apart: bool
) -> Verdict:
    """Either of the two, while neither has ended it, left, or asked to be kept apart."""
    if not may_read_letters(actor, correspondence):
        return no("not_yours")
    if correspondence.ended or apart or other.left is not None:
        return no("letters_ended")
    if other.member.standing not in INSIDE:
        return no("letters_not_now")
    return _acts(actor)


@rule
def may_end_letters(actor: Actor, correspondence: Correspondence) -> Verdict:
    """Either of the two, at any time and without a reason."""
    if not may_read_letters(actor, correspondence):
        return no("not_yours")
    return no("letters_ended") if correspondence.ended else YES


@rule
def may_set_letter_door(actor: Actor, circle: Circle) -> Verdict:
    """Anyone in the circle, for themselves; also while away."""
    return YES if seat_in(actor, circle) else no("not_in_circle")


@sealed.opens(Letter, "text")
@rule
def may_open_letter(actor: Actor, letter: Letter) -> Verdict:
    """The two it stands between."""
    return may_read_letters(actor, letter.correspondence)


@sealed.opens(LetterAsking, "line")
@rule
def may_open_letter_line(actor: Actor, asking: LetterAsking) -> Verdict:
    """Who asked and who was asked."""
    seat = seat_in(actor, asking.circle)
    places = (asking.asker_id, asking.asked_id)
    return YES if seat is not None and seat.membership_id in places else no("not_yours")
