"""Who reads a tin, who keeps it, who counts, and who sees a payment: one rule each."""

from __future__ import annotations

from commonhearth.foundation import sealed
from commonhearth.foundation.access import YES, Verdict, no, rule
from commonhearth.foundation.circles.access import Actor, acts_in, may_look_after, may_read_circle, seat_in
from commonhearth.foundation.circles.models import Circle, Office
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.treasury.models import Count, CountState, Entry, EntryKind, HardMonth, Keeper, Tin


def keeps(actor: Actor, tin: Tin) -> bool:
    """Return whether the actor keeps the tin, here or away."""
    seat = seat_in(actor, tin.circle)
    if seat is None:
        return False
    if tin.keeper_seats is None:
        rows = Keeper.objects.filter(tin=tin, until=None)
        tin.keeper_seats = frozenset(rows.values_list("seat_id", flat=True))
    return seat.membership_id in tin.keeper_seats


def _is_treasurer(actor: Actor, circle: Circle) -> bool:
    seat = seat_in(actor, circle)
    return seat is not None and Office.TREASURER in seat.offices


@rule
def may_read_tin(actor: Actor, tin: Tin) -> Verdict:
    """Whoever may read the circle: what went in and out, never who paid dues, nor how much anybody did."""
    return may_read_circle(actor, tin.circle)


@rule
def may_open_tin(actor: Actor, circle: Circle) -> Verdict:
    """Who looks after the circle or is its treasurer; anyone who acts in it while nobody looks after it."""
    verdict = acts_in(actor, circle)
    if not verdict or _is_treasurer(actor, circle):
        return verdict
    return may_look_after(actor, circle)


@rule
def may_keep_tin(actor: Actor, tin: Tin, *, somebody_does: bool) -> Verdict:
    """The treasurer at any time; who looks after the circle, where nobody who is here keeps the tin.

    Args:
        somebody_does: whether a full member who is in the circle and here keeps it.
    """
    verdict = acts_in(actor, tin.circle)
    if not verdict:
        return verdict
    if keeps(actor, tin):
        return no("tin_yours")
    if _is_treasurer(actor, tin.circle):
        return YES
    return no("tin_is_kept") if somebody_does else may_look_after(actor, tin.circle)


@rule
def may_write_in_tin(actor: Actor, tin: Tin) -> Verdict:
    """Who keeps the tin and is here, while the circle goes on."""
    verdict = acts_in(actor, tin.circle)
    return verdict if not verdict or keeps(actor, tin) else no("tin_by_keepers")


@rule
def may_lay_down_tin(actor: Actor, tin: Tin) -> Verdict:
    """Whoever keeps it, at any time and without a reason."""
    return YES if keeps(actor, tin) else no("tin_not_yours")


@rule
def may_see_dues(actor: Actor, tin: Tin) -> Verdict:
    """Who keeps the tin, also while away. Nobody else sees who paid."""
    verdict = may_read_tin(actor, tin)
    return verdict if not verdict or keeps(actor, tin) else no("tin_by_keepers")


@rule
def may_read_entry(actor: Actor, entry: Entry) -> Verdict:
    """Whoever reads the tin. An entry of dues: who keeps the tin, and whoever paid."""
    verdict = may_read_circle(actor, entry.circle)
    if not verdict or entry.kind != EntryKind.DUES:
        return verdict
    mine = entry.payer is not None and isinstance(actor, Member) and entry.payer.member_id == actor.id
    return YES if mine or keeps(actor, entry.tin) else no("not_yours")


@rule
def may_set_right(actor: Actor, entry: Entry) -> Verdict:
    """Who keeps the tin and is here, once for each entry, and not for one that sets another right."""
    verdict = may_write_in_tin(actor, entry.tin)
    if not verdict:
        return verdict
    if entry.sets_right_id:
        return no("tin_sets_right")
    return no("tin_set_right") if hasattr(entry, "set_right_by") else YES


@rule
def may_count(actor: Actor, tin: Tin, waiting: Count | None = None) -> Verdict:
    """A full member who is in the circle and here. Of the two one keeps the tin, and they are not the same.

    Args:
        waiting: the count that waits for a second.
    """
    verdict = acts_in(actor, tin.circle)
    if not verdict or waiting is None or waiting.first is None:
        return verdict
    if isinstance(actor, Member) and waiting.first.member_id == actor.id:
        return no("count_waits")
    if keeps(actor, tin) or waiting.first_id in (tin.keeper_seats or ()):
        return YES
    return no("count_with_keeper")


@rule
def may_take_count_back(actor: Actor, count: Count) -> Verdict:
    """Whoever counted, and who keeps the tin, while nobody else has counted."""
    if count.state != CountState.WAITS:
        return no("count_over")
    mine = count.first is not None and isinstance(actor, Member) and count.first.member_id == actor.id
    return YES if may_read_tin(actor, count.tin) and (mine or keeps(actor, count.tin)) else no("not_yours")


def is_told_to_all(count: Count) -> bool:
    """Return whether the difference of a count tells nothing of dues that are not written yet."""
    return not count.tin.takes_dues or not count.difference or hasattr(count, "booked_as")


@rule
def may_see_difference(actor: Actor, count: Count) -> Verdict:
    """Who keeps the tin and who counted; others where no dues are paid, and where it stands in the book."""
    verdict = may_read_tin(actor, count.tin)
    if not verdict or count.state != CountState.STANDS:
        return verdict and no("count_over")
    counted = isinstance(actor, Member) and actor.id in {
        seat.member_id for seat in (count.first, count.second) if seat
    }
    if counted or is_told_to_all(count) or keeps(actor, count.tin):
        return YES
    return no("tin_by_keepers")


@rule
def may_book_difference(actor: Actor, count: Count) -> Verdict:
    """Who keeps the tin and is here, once for each count that stands and does not fit the book."""
    verdict = may_write_in_tin(actor, count.tin)
    if not verdict:
        return verdict
    if count.state != CountState.STANDS or not count.difference:
        return no("count_over")
    return no("count_booked") if hasattr(count, "booked_as") else YES


@rule
def may_ask_hard_month(actor: Actor, tin: Tin) -> Verdict:
    """Who keeps a tin into which dues are paid, and is here."""
    verdict = may_write_in_tin(actor, tin)
    return verdict if not verdict or tin.takes_dues else no("tin_without_dues")


@rule
def may_read_hard_month(actor: Actor, question: HardMonth) -> Verdict:
    """The two: who asked and who was asked."""
    both = {question.member_id, question.asker.member_id}
    return YES if isinstance(actor, Member) and actor.is_inside and actor.id in both else no("not_yours")


@rule
def may_answer_hard_month(actor: Actor, question: HardMonth) -> Verdict:
    """Who was asked; the answer may be changed as long as the question is kept."""
    mine = isinstance(actor, Member) and actor.is_inside and question.member_id == actor.id
    return YES if mine else no("not_yours")


sealed.opens(Entry, "sealed_what")(may_read_entry)
sealed.opens(HardMonth, "answer")(may_read_hard_month)
