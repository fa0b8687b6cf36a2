"""Opening what is hidden, in an emergency. One flow for all of it: ask, confirm, tell, end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, no, require
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.telling import put_away, tell, tell_circle
from commonhearth.rooms.care.access.cases import Actor
from commonhearth.rooms.care.access.openings import may_ask_opening, may_confirm_opening
from commonhearth.rooms.care.models import Case, OnCase, Opening, OpeningKind
from commonhearth.rooms.care.selectors.cases import with_readers
from commonhearth.rooms.care.selectors.openings import limit_of, stands_without_name
from commonhearth.rooms.care.selectors.team import tiers
from commonhearth.rooms.care.services.cases import line, locked
from commonhearth.rooms.conversations.access import CARE
from commonhearth.rooms.conversations.selectors import post_of
from commonhearth.rooms.conversations.services import open_authorship

CONFIRM_WITHIN = timedelta(hours=24)


def ask_opening(*, actor: Actor, case: Case, kind: str, why: str, hours: int, now: datetime) -> Opening:
    """Ask to open something. Nothing is opened until a second officer confirms it, within a day.

    Args:
        why: the reason; sealed, read by those concerned and in the logbook once it is opened.
        hours: for how long, 24 at most.

    Raises:
        Refused: for whoever may not, where the circle has shut it, and while the same is asked.
    """
    with transaction.atomic():
        case = locked(case)
        limit, nameless = limit_of(case, now=now), stands_without_name(case)
        require(may_ask_opening(actor, case, kind, limit=limit, nameless=nameless))
        assert isinstance(actor, Member)
        row = Opening(
            case=case,
            kind=OpeningKind(kind),
            post=case.post if kind in (OpeningKind.AUTHOR, OpeningKind.POST) else None,
            circle=case.circle,
            hours=min(max(hours, 1), 24),
            asked_by=actor,
            until=now + CONFIRM_WITHIN,
            created=now,
        )
        row.why = why.strip()
        Opening.objects.filter(case=case, kind=kind, ended=None, until__lt=now).update(
            ended=now, membership=None
        )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refused(no("opening_running")) from None
        for member in tiers(now=now).team(off=case.off | {actor.id}):
            tell(
                member=member,
                code="care.opening_asked",
                url_name="care:opening",
                url_args=[str(row.id)],
                now=now,
            )
    return row


def confirm_opening(*, actor: Actor, opening: Opening, now: datetime) -> Opening:
    """Open it, as the second officer. Those concerned are told in the same moment, and the logbook keeps it.

    Raises:
        Refused: for whoever asked, for whoever may not, and when its time is over.
        NotVisible: when what it is about has been erased.
    """
    with transaction.atomic():
        opening = (
            Opening.objects.select_for_update(of=("self",))
            .select_related("case", "circle", "asked_by")
            .get(id=opening.id)
        )
        opening.case = locked(opening.case)
        require(may_confirm_opening(actor, opening, now=now))
        assert isinstance(actor, Member)
        opening.confirmed_by, opening.confirmed = actor, now
        opening.until = now + timedelta(hours=opening.hours)
        two = {"who": str(opening.asked_by), "other": str(actor)}
        if opening.kind == OpeningKind.AUTHOR:
            opening.membership = open_authorship(actor=CARE, post=post_of(opening.post), two=two, now=now)
        elif opening.kind == OpeningKind.PERSON:
            opening.membership = opening.case.membership
        opening.save()
        _tell(opening, two, now=now)
        put_away(code="care.opening_asked", url_args=[str(opening.id)])
        where = opening.circle_id if opening.circle and not opening.circle.is_root else None
        logbook.write(
            actor=actor,
            verb="care.opened",
            now=now,
            about={"kind": opening.kind},
            details={"other": str(opening.asked_by), "hours": opening.hours},
            circle_id=where,
        )
        line(opening.case, "opened", now=now, shown=opening.kind == OpeningKind.CASE)
    return opening


def _tell(opening: Opening, two: dict[str, str], *, now: datetime) -> None:
    """Tell those concerned by whom it was opened, and who asked for it that it is open."""
    if opening.asked_by is not None:
        tell(
            member=opening.asked_by,
            code="care.opening_confirmed",
            params={"name": two["other"]},
            url_name="care:opening",
            url_args=[str(opening.id)],
            now=now,
        )
    if opening.kind == OpeningKind.PERSON and opening.membership is not None:
        tell(member=opening.membership.member, code="care.opened_person_by", params=two, now=now)
    elif opening.kind == OpeningKind.POST and opening.circle is not None:
        tell_circle(
            circle_id=opening.circle.id,
            code="care.opened_post_by",
            params=two,
            url_name="circles:circle",
            url_args=[str(opening.circle.id)],
            now=now,
        )
    elif opening.kind == OpeningKind.CASE:
        were = {row.member for row in OnCase.objects.filter(case=opening.case).select_related("member")}
        if opening.case.reporter is not None:
            were.add(opening.case.reporter)
        for member in were:
            tell(member=member, code="care.opened_case_by", params=two, now=now)


def end_openings(*, now: datetime) -> int:
    """End, in the community in reach, every opening whose time is over; whom it showed is forgotten."""
    with transaction.atomic():
        return Opening.objects.filter(ended=None, until__lt=now).update(ended=now, membership=None)


def end_opening(*, actor: Actor, opening: Opening, now: datetime) -> None:
    """End it before its time.

    Raises:
        Refused: for whoever may not confirm or look through it.
    """
    with transaction.atomic():
        with_readers([opening.case])
        if not isinstance(actor, Member) or actor.id not in (opening.asked_by_id, opening.confirmed_by_id):
            raise Refused(no("not_on_case"))
        Opening.objects.filter(id=opening.id, ended=None).update(ended=now, membership=None)
