"""Stating when one is there, naming neighbours, and asking one of them to look at a case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.care.access.cases import (
    Actor,
    may_borrow,
    may_keep_hours,
    may_keep_neighbours,
    may_work_on_case,
)
from commonhearth.rooms.care.models import Borrowed, Case, DutyHours, Neighbour
from commonhearth.rooms.care.selectors.cases import digest
from commonhearth.rooms.care.selectors.team import team_for
from commonhearth.rooms.care.services.cases import line, locked

#: How long a neighbour's link opens a case.
BORROWED_FOR = timedelta(days=60)


def state_hours(*, actor: Actor, weekday: int, starts: time, ends: time, now: datetime) -> DutyHours:
    """Say when one means to be there on a weekday. The same start again moves the end.

    Raises:
        Refused: for who is not on duty by office.
    """
    require(may_keep_hours(actor))
    assert isinstance(actor, Member)
    with transaction.atomic():
        row, _made = DutyHours.objects.update_or_create(
            member=actor,
            weekday=weekday,
            starts=starts,
            defaults={"ends": ends},
            create_defaults={"ends": ends, "created": now},
        )
    return row


def take_back_hours(*, actor: Actor, hours: DutyHours) -> None:
    """Take hours of one's own back, at once.

    Raises:
        Refused: for who is not on duty by office.
    """
    require(may_keep_hours(actor))
    with transaction.atomic():
        DutyHours.objects.filter(id=hours.id, member_id=getattr(actor, "id", None)).delete()


def add_neighbour(
    *, actor: Actor, name: str, of_community: str, reach: str, said_yes: date, now: datetime
) -> Neighbour:
    """Name somebody of a neighbour community who said yes to being asked.

    Raises:
        Refused: for who keeps no neighbours.
    """
    require(may_keep_neighbours(actor))
    assert isinstance(actor, Member)
    with transaction.atomic():
        return Neighbour.objects.create(
            name=name.strip(),
            of_community=of_community.strip(),
            reach=reach.strip(),
            said_yes=said_yes,
            added_by=actor,
            created=now,
        )


def remove_neighbour(*, actor: Actor, neighbour: Neighbour) -> None:
    """Take a neighbour off the list; links they have stay until they end.

    Raises:
        Refused: for who keeps no neighbours.
    """
    require(may_keep_neighbours(actor))
    with transaction.atomic():
        Neighbour.objects.filter(id=neighbour.id).delete()


def borrow(*, actor: Actor, case: Case, neighbour: Neighbour, secret: str, now: datetime) -> Borrowed:
    """Let a neighbour look at one case by a link, which whoever asked them passes on.

    Args:
        secret: what the link carries; only its digest is kept.

    Raises:
        Refused: for who may not ask them.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_borrow(actor, case, team_for(case, now=now)))
        row = Borrowed.objects.filter(secret_digest=digest(secret)).first()
        if row is not None:
            return row
        row = Borrowed.objects.create(
            case=case,
            name=neighbour.name,
            of_community=neighbour.of_community,
            secret_digest=digest(secret),
            until=now + BORROWED_FOR,
            created=now,
        )
        on_it = bool(may_work_on_case(actor, case))
        code = "borrowed" if on_it else "borrowed_by_reporter"
        line(case, code, by=actor if on_it else None, params={"name": str(row)}, now=now)
    return row


def end_borrowing(*, actor: Actor, borrowed: Borrowed, now: datetime) -> None:
    """End a neighbour's link; they may do it themselves.

    Raises:
        Refused: for who is not on the case.
    """
    with transaction.atomic():
        case = locked(borrowed.case)
        require(may_work_on_case(actor, case))
        if Borrowed.objects.filter(id=borrowed.id, ended=None).update(ended=now):
            line(case, "borrowed_ended", params={"name": str(borrowed)}, now=now)
