"""Taking a run back, as far as nobody has built on it; and forgetting previews whose time is over."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import Refused, require
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.members import services as members
from commonhearth.foundation.tenancy.lasting import over
from commonhearth.rooms.founding.access import Actor, may_bring
from commonhearth.rooms.founding.models import Bringing, BringingPage, BroughtPerson, Kind, State
from commonhearth.rooms.founding.services.bringing.meeting import put_back_dates
from commonhearth.rooms.founding.services.bringing.taking import locked


def undo(*, actor: Actor, run: Bringing, now: datetime) -> Bringing:
    """Take back what a run did. What somebody has built on stays, and `counts` says how much of what.

    Raises:
        Refused: when the actor may not.
        NotNow: when it is still going on, or undone already.
    """
    require(may_bring(actor))
    with transaction.atomic():
        run = locked(run, State.DONE, State.STOPPED)
        stays = _UNDO[Kind(run.kind)](run, actor, now)
        run.state, run.undone = State.UNDONE, now
        run.counts = {**run.counts, "stays": {code: count for code, count in stays.items() if count}}
        run.save(update_fields=["state", "undone", "counts"])
        logbook.write(actor=actor, verb="bringing.undone", now=now, about={"bringing": str(run.id)})
    return run


def put_away(*, actor: Actor, run: Bringing) -> None:
    """Drop a preview that nothing has come of.

    Raises:
        Refused: when the actor may not.
        NotNow: when it has been confirmed.
    """
    require(may_bring(actor))
    with transaction.atomic():
        locked(run, State.COLUMNS, State.READY).delete()


def forget_old(*, now: datetime) -> int:
    """Delete, in the community in reach, previews nobody confirmed and digests whose invitation is over."""
    with transaction.atomic():
        gone = over(Bringing, now=now)
        count = gone.count()
        gone.delete()
        over(BringingPage, now=now).delete()
        over(BroughtPerson, now=now).delete()
    return count


def _people(run: Bringing, actor: Actor, now: datetime) -> Counter[str]:
    rows = list(run.people.select_related("invitation"))
    invitations = [row.invitation for row in rows if row.invitation]
    members.revoke_letters(invitations=invitations, now=now)
    run.people.all().delete()
    return Counter(came=sum(invitation.used_by_id is not None for invitation in invitations))


def _dates(run: Bringing, actor: Actor, now: datetime) -> Counter[str]:
    put_back_dates(list(run.dates.all()), actor=actor, now=now)
    run.dates.all().delete()
    return Counter(changed=run.counts.get("changed", 0))


def _decisions(run: Bringing, actor: Actor, now: datetime) -> Counter[str]:
    run.decisions.all().delete()
    return Counter(changed=run.counts.get("changed", 0))


def _clauses(run: Bringing, actor: Actor, now: datetime) -> Counter[str]:
    """Take back each wording that nobody has answered and that is not agreed; the agreements' own rules say which."""
    stays: Counter[str] = Counter()
    for row in run.clauses.select_related("version"):
        version = row.version
        if version.in_force_from:
            stays["agreed"] += 1
        elif version.withdrawn:
            continue
        elif version.responses.exists():
            stays["answered"] += 1
        else:
            try:
                agreements.withdraw(actor=actor, version=version, now=now)
            except Refused:
                stays["not-yours"] += 1
    return stays


_UNDO = {Kind.PEOPLE: _people, Kind.CALENDAR: _dates, Kind.AGREEMENTS: _clauses, Kind.DECISIONS: _decisions}
