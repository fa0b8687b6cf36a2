"""Doing what the preview said: some rows at once, the rest by a job that can be stopped between two pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.models import Agreement
from commonhearth.foundation.circles.selectors import acting, root_circle
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members import services as members
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.selectors import email_digest
from commonhearth.foundation.tenancy import current_community
from commonhearth.rooms.founding.access import Actor, may_bring
from commonhearth.rooms.founding.models import (
    Bringing,
    BringingPage,
    BroughtClause,
    BroughtDate,
    BroughtDecision,
    BroughtPerson,
    Kind,
    State,
)
from commonhearth.rooms.founding.reading.calendars import upcoming
from commonhearth.rooms.founding.services.bringing import pages
from commonhearth.rooms.founding.services.bringing.before import date_fields, written_to
from commonhearth.rooms.founding.services.bringing.meeting import take_up_dates
from commonhearth.rooms.founding.services.bringing.taking import locked

#: Pages done in one transaction; what a job does before it can be stopped.
AT_ONCE = 3


class NothingTaken(ValueError):
    """No row is ticked, so nothing would happen."""


def confirm(*, actor: Actor, run: Bringing, now: datetime) -> Bringing:
    """Do what the preview says: its first pages now, the others by a job.

    Raises:
        Refused: when the actor may not.
        NotNow: when it has been confirmed or put away meanwhile.
        NothingTaken: when every row is left out.
    """
    require(may_bring(actor))
    assert isinstance(actor, Member)
    with transaction.atomic():
        run = locked(run, State.READY)
        if not run.counts["taken"]:
            raise NothingTaken
        run.state, run.by, run.done = State.CARRYING, actor, 0
        run.counts = {"rows": run.counts["rows"], "taken": run.counts["taken"]}
        run.save(update_fields=["state", "by", "done", "counts"])
        _carry(run, actor, now)
    return run


def carry_on(*, run: Bringing, now: datetime) -> bool:
    """Do the next pages as whoever confirmed it; return whether more remain.

    It ends where that person may no longer bring anything.
    """
    with transaction.atomic():
        found = Bringing.objects.select_for_update().filter(id=run.id, state=State.CARRYING).first()
        if found is None:  # stopped meanwhile
            return False
        person = found.by.person if found.by else None
        actor = acting(person, now=now)
        if actor is None or not may_bring(actor):
            end(found, State.STOPPED, now)
            return False
        return _carry(found, actor, now)


def stop(*, actor: Actor, run: Bringing, now: datetime) -> Bringing:
    """Stop what is being carried out. What has happened stays, and can be undone.

    Raises:
        Refused: when the actor may not.
        NotNow: when it has ended by itself.
    """
    require(may_bring(actor))
    with transaction.atomic():
        run = locked(run, State.CARRYING)
        end(run, State.STOPPED, now)
    return run


def end(run: Bringing, state: State, now: datetime) -> None:
    """Let a run end: nothing of its preview is kept."""
    BringingPage.objects.filter(bringing=run).delete()
    run.state, run.ended = state, now
    run.save(update_fields=["state", "ended", "done", "counts"])


def _carry(run: Bringing, actor: Member, now: datetime) -> bool:
    from commonhearth.rooms.founding.tasks import carry_on as later

    # One list at a time in a community, so that two of them never write to one person twice.
    community = Community.objects.select_for_update().get(id=current_community())
    waiting = BringingPage.objects.filter(bringing=run).exclude(number=pages.HEAD).order_by("number")
    counts = Counter(run.counts)
    for page in list(waiting[:AT_ONCE]):
        rows = pages.read(page, viewer=actor)
        taken = [row for row in rows if row["take"]]
        counts.update(CARRIERS[Kind(run.kind)](run, taken, actor, community, now))
        run.done += len(rows)
        page.delete()
    run.counts = dict(counts)
    if waiting.exists():
        run.save(update_fields=["done", "counts"])
        later.enqueue(str(run.id))
        return True
    logbook.write(actor=actor, verb=f"bringing.{run.kind}", now=now, about={"bringing": str(run.id)})
    end(run, State.DONE, now)
    return False


def _invite(
    run: Bringing, rows: list[dict[str, Any]], actor: Member, community: Community, now: datetime
) -> dict[str, int]:
    known = written_to([row["email"] for row in rows], now=now)
    letters = [members.Letter(row["email"], row["name"]) for row in rows if row["email"] not in known]
    digests = [email_digest(letter.email) for letter in letters]
    BroughtPerson.objects.filter(email_digest__in=digests).delete()  # their time was over
    made = (
        members.invite_by_letter(actor=actor, community=community, letters=letters, now=now)
        if letters
        else []
    )
    BroughtPerson.objects.bulk_create(
        [
            BroughtPerson(
                bringing=run,
                email_digest=digest,
                invitation=invitation,
                expires=now + timedelta(days=members.letters.DAYS),
                created=now,
            )
            for digest, invitation in zip(digests, made, strict=True)
        ]
    )
    return {}  # how many letters that was would tell who is here already


def _keep_dates(
    run: Bringing, rows: list[dict[str, Any]], actor: Member, community: Community, now: datetime
) -> dict[str, int]:
    known = {
        (one.uid, one.recurrence): one
        for one in BroughtDate.objects.filter(uid__in=[row["uid"] for row in rows])
    }
    new, changed = [], []
    for row in rows:
        one = known.get((row["uid"], row["recurrence"]))
        fields = {**date_fields(row), "upcoming": upcoming(row, now=now)}
        if one is None:
            ids = {"uid": row["uid"], "recurrence": row["recurrence"]}
            new.append(BroughtDate(bringing=run, created=now, **ids, **fields))
            continue
        for name, value in fields.items():
            setattr(one, name, value)
        changed.append(one)
    BroughtDate.objects.bulk_create(new)
    for one in changed:
        one.save()
    take_up_dates([*new, *changed], actor=actor, now=now)
    return {"new": len(new), "changed": len(changed)}


def _keep_decisions(
    run: Bringing, rows: list[dict[str, Any]], actor: Member, community: Community, now: datetime
) -> dict[str, int]:
    names = ("title", "about", "outcome", "result", "decided", "source")
    known = {
        one.origin: one for one in BroughtDecision.objects.filter(origin__in=[row["origin"] for row in rows])
    }
    new, changed = [], []
    for row in rows:
        fields = {name: row[name] for name in names}
        one = known.get(row["origin"])
        if one is None:
            new.append(BroughtDecision(bringing=run, created=now, origin=row["origin"], **fields))
            continue
        for name, value in fields.items():
            setattr(one, name, value)
        changed.append(one)
    BroughtDecision.objects.bulk_create(new)
    for one in changed:
        one.save()
    return {"new": len(new), "changed": len(changed)}


def _propose(
    run: Bringing, rows: list[dict[str, Any]], actor: Member, community: Community, now: datetime
) -> dict[str, int]:
    """Put each clause before everyone, in the actor's name; agreements' own rules say when it is agreed."""
    agreement = Agreement.objects.select_related("circle").filter(id=run.choices["agreement"] or None).first()
    if agreement is None:
        title = pages.head(run, viewer=actor).get("title", "")
        circle = root_circle(now=now)
        agreement = agreements.begin_agreement(
            actor=actor, circle=circle, kind=run.choices["kind"], title=title, now=now
        )
        run.choices = {**run.choices, "agreement": str(agreement.id)}
        run.save(update_fields=["choices"])
    closes = now + timedelta(days=run.choices["days"])
    counts: Counter[str] = Counter()
    for row in rows:
        try:
            version = agreements.propose_version(
                actor=actor,
                agreement=agreement,
                text=row["text"],
                short=row["short"],
                closes=closes,
                number=row["number"],
                now=now,
            )
        except (agreements.ProposalOpen, agreements.NothingNew):
            counts["stood"] += 1
            continue
        BroughtClause.objects.create(bringing=run, version=version, created=now)
        counts["new"] += 1
    return dict(counts)


Carrier = Callable[[Bringing, list[dict[str, Any]], Member, Community, datetime], dict[str, int]]
CARRIERS: dict[Kind, Carrier] = {
    Kind.PEOPLE: _invite,
    Kind.CALENDAR: _keep_dates,
    Kind.AGREEMENTS: _propose,
    Kind.DECISIONS: _keep_decisions,
}
