"""Two people take something from somebody: hiding a post, taking it down for good, putting access on hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services import confirm_hold, lift_hold, place_hold
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.care.access.cases import Actor
from commonhearth.rooms.care.access.measures import (
    KEEPER,
    may_confirm_measure,
    may_end_measure,
    may_propose,
    may_take_back_measure,
)
from commonhearth.rooms.care.models import Case, Measure, What
from commonhearth.rooms.care.selectors.cases import with_readers
from commonhearth.rooms.care.services.cases import line, locked
from commonhearth.rooms.care.services.tally import count_one
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.selectors import post_of
from commonhearth.rooms.conversations.services import hide_post, show_post, take_down_post

#: A second person confirms within a day what has an effect at once, within a week what has none before.
CONFIRM_WITHIN, DECIDE_WITHIN = timedelta(hours=24), timedelta(days=7)
#: How long a post is out of sight at most before it is decided about.
LASTS = timedelta(hours=72)


def propose(
    *, actor: Actor, case: Case, what: str, rule: str, words: str, now: datetime, talk_to: str = ""
) -> Measure:
    """Hide a post, put access on hold, or propose taking a post down. A second person must confirm it.

    Args:
        rule: which rule it goes against; a code of the posts' reasons or of `wording.measures.RULES`.
        words: what whom it concerns reads beside the rule.
        talk_to: for a hold, whom they can talk to.

    Raises:
        Refused: for whoever is not on the case, and when the same has been proposed already.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_propose(actor, case, what))
        assert isinstance(actor, Member)
        membership = case.membership
        measure = Measure(
            case=case,
            what=What(what),
            post=case.post if what != What.HOLD else None,
            circle=case.circle,
            member=membership.member if membership else None,
            rule=rule,
            proposed_by=actor,
            confirm_by=now + (DECIDE_WITHIN if what == What.TAKE_DOWN else CONFIRM_WITHIN),
            until=None if what == What.TAKE_DOWN else now + LASTS,
            created=now,
        )
        measure.words = words.strip()
        if what == What.HOLD and membership is not None:
            measure.hold = place_hold(
                actor=actor, member=membership.member, talk_to=talk_to, why=words.strip(), now=now
            )
        try:
            with transaction.atomic():
                measure.save()
        except IntegrityError:
            raise Refused(no("measure_running")) from None
        if what == What.HIDE:
            hide_post(actor=CARE, post=post_of(measure.post), reason=rule, now=now)
            _write(measure, "care.hide", actor, now=now)
        line(case, what, by=actor, now=now)
        for member in Member.objects.filter(id__in=case.readers - {actor.id}):
            tell(member=member, code="care.second", url_name="care:case", url_args=[str(case.id)], now=now)
    return measure


def confirm(*, actor: Actor, measure: Measure, now: datetime) -> Measure:
    """Confirm as the second person. Of two who confirm at once one does, and the other reads that it is done.

    Raises:
        Refused: for whoever proposed it or is not on the case, and when its time is over.
    """
    with transaction.atomic():
        measure = locked_measure(measure)
        require(may_confirm_measure(actor, measure, now=now))
        assert isinstance(actor, Member) and measure.case is not None
        measure.confirmed_by, measure.confirmed = actor, now
        measure.save(update_fields=["confirmed_by", "confirmed"])
        if measure.hold is not None:
            confirm_hold(actor=actor, hold=measure.hold, now=now)
        if measure.what == What.TAKE_DOWN:
            take_down_post(actor=CARE, post=post_of(measure.post), reason=measure.rule, now=now)
            Measure.objects.filter(case=measure.case, what=What.HIDE, ended=None).update(
                ended=now, ended_why="replaced"
            )
            _write(measure, "care.take_down", actor, now=now)
            count_one("take_down", now=now)
            if measure.member is not None:
                tell(
                    member=measure.member,
                    code="care.decided",
                    url_name="care:decided",
                    url_args=[str(measure.id)],
                    now=now,
                )
        line(measure.case, "confirmed", by=actor, now=now)
    return measure


def take_back(*, actor: Actor, measure: Measure, now: datetime) -> None:
    """Take it back: the post is in sight again, access is given back.

    Raises:
        Refused: for whoever is not on the case, and when it is over.
    """
    with transaction.atomic():
        measure = locked_measure(measure)
        require(may_take_back_measure(actor, measure))
        assert isinstance(actor, Member) and measure.case is not None
        if measure.hold is not None and measure.hold.lifted is None:
            lift_hold(actor=actor, hold=measure.hold, now=now)
        end(measure, "taken_back", now=now)
        line(measure.case, "taken_back", by=actor, now=now)


def end(measure: Measure, why: str, *, now: datetime) -> None:
    """End a measure and what it did to a post; inside a transaction, after the rule was asked."""
    measure.ended, measure.ended_why = now, why
    measure.save(update_fields=["ended", "ended_why"])
    if measure.post is not None and (measure.what == What.HIDE or measure.confirmed is not None):
        others = Measure.objects.filter(post=measure.post, what__in=[What.HIDE, What.TAKE_DOWN], ended=None)
        # A post that another case keeps out of sight stays so.
        if not any(one.what == What.HIDE or one.confirmed for one in others):
            show_post(actor=CARE, post=post_of(measure.post), now=now)


def end_due(*, now: datetime) -> int:
    """End, in the community in reach, what nobody confirmed in time and what is over; return how many."""
    late = Q(confirmed=None, confirm_by__lt=now)
    over = Q(until__lt=now)
    ended = 0
    for found in list(Measure.objects.filter(late | over, ended=None).order_by("created", "id")):
        with transaction.atomic():
            measure = locked_measure(found)
            if not may_end_measure(KEEPER, measure, now=now):
                continue
            why = "over" if measure.confirmed else "lapsed"
            end(measure, why, now=now)
            if measure.case is not None:
                line(measure.case, why, now=now)
            if why == "lapsed":
                tell(member=measure.proposed_by, code="care.lapsed", url_name="care:desk", now=now)
            ended += 1
    return ended


def locked_measure(measure: Measure) -> Measure:
    """Return a measure locked, with its case and who reads that, inside a transaction."""
    rows = Measure.objects.select_for_update(of=("self",))
    found = rows.select_related("case", "circle", "member", "hold", "removal", "proposed_by").get(
        id=measure.id
    )
    if found.case is not None:
        with_readers([found.case])
    return found


def _write(measure: Measure, verb: str, actor: Actor, *, now: datetime) -> None:
    """Write the line that the circle reads; a case about the whole community writes to everyone's book."""
    where = measure.circle_id if measure.circle and not measure.circle.is_root else None
    logbook.write(
        actor=actor, verb=verb, now=now, about={"rule": measure.rule}, circle_id=where, why=measure.rule
    )
