"""Saying that something isn't right; taking it, writing to each other about it, closing it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements.selectors import rule
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import as_actor, root_circle
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.notices.telling import tell
from commonhearth.rooms.care.access.cases import (
    Actor,
    may_add_to_case,
    may_bring_in,
    may_report,
    may_take_case,
    may_work_on_case,
)
from commonhearth.rooms.care.models import About, Borrowed, Case, Entry, KeptOff, OnCase
from commonhearth.rooms.care.selectors.cases import digest, with_readers, wrote_post
from commonhearth.rooms.care.selectors.team import households, pairs_apart, team_for, tiers
from commonhearth.rooms.care.services.tally import count_one

#: Of a receipt's number: no letter that reads like another, no digit that reads like a letter.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: A secret that somebody typed instead of keeping the one on the page would open to a guess.
SHORTEST_SECRET = 22


class BadSecret(ValueError):
    """The form came without the secret its page carried."""


def new_secret() -> str:
    """Return what a receipt's address carries."""
    return secrets.token_urlsafe(24)


def new_number() -> str:
    """Return a receipt's number, drawn at random."""
    drawn = [secrets.choice(ALPHABET) for _place in range(8)]
    return "".join(drawn[:4]) + "-" + "".join(drawn[4:])


def report(
    *,
    actor: Actor,
    words: str,
    about: str,
    secret: str,
    number: str,
    now: datetime,
    circle: Circle | None = None,
    membership: CircleMembership | None = None,
    post: UUID | None = None,
    place: str = "",
    say_where: bool = False,
    with_name: bool = True,
    danger: bool = False,
    leave_out: Iterable[Member] = (),
) -> Case:
    """Say that something isn't right. The same secret twice is one report.

    Args:
        secret: what the page of the receipt will be found by; only its digest is kept.
        number: what is printed on the receipt.
        circle: where it happened, as the reporter sees it, with its name.
        membership: whom it is about, in that circle. They never see the case, whether or not it says who they are.
        place: what it is about in words, where that is neither a person nor a post.
        say_where: whether the case names circle, person and post; without it only the words go on.
        with_name: whether those on the case learn who reported it; without it nothing leads to the reporter.
        leave_out: who shall not see it, as the reporter wishes.

    Raises:
        Refused: for whoever does not belong here.
        BadSecret: when the secret is too short to keep others out.
    """
    require(may_report(actor))
    assert isinstance(actor, Member)
    if len(secret) < SHORTEST_SECRET:
        raise BadSecret
    with transaction.atomic():
        before = Case.objects.filter(secret_digest=digest(secret)).first()
        if before is not None:
            return before
        told = say_where and circle is not None
        case = Case(
            number=number,
            secret_digest=digest(secret),
            about=About(about) if told or about == About.SITUATION else About.SITUATION,
            reporter=actor if with_name else None,
            circle=circle if told else None,
            membership=membership if told else None,
            post=post if told else None,
            danger=danger,
            created=now,
        )
        case.words = words.strip()
        if told and circle is not None:
            case.where_said = place or _where(circle, membership)
        case.save()
        off = {one.id for one in leave_out} | _too_close(
            actor, membership, with_name=with_name, told=told, now=now
        )
        if post is not None and membership is None:
            off |= {
                one.id for one in tiers(now=now).people.values() if wrote_post(as_actor(one, now=now), post)
            }
        KeptOff.objects.bulk_create(KeptOff(case=case, member_id=one, created=now) for one in off)
        line(case, "received", now=now)
        count_one("reported", now=now)
        _ask(case, now=now)
    return case


def _where(circle: Circle, membership: CircleMembership | None) -> str:
    place = circle.called or gettext("a circle")
    return f"{membership}, {place}" if membership else place


def _too_close(
    actor: Member, membership: CircleMembership | None, *, with_name: bool, told: bool, now: datetime
) -> set[UUID]:
    """Return who is kept off by what the case itself does not say; what it says is asked anew each time.

    Of a reporter without a name only those of their own who might be asked are noted: the rest would say who
    they are to somebody who reads the database.
    """
    found: set[UUID] = set()
    if not with_name:
        theirs = {actor.id} | pairs_apart({actor.id})[actor.id]
        found |= theirs & set(tiers(now=now).people)
    if membership is not None and not told:
        other = membership.member_id
        found |= {other} | pairs_apart({other})[other] | households({other})[other]
    return found


def _ask(case: Case, *, now: datetime, but: Iterable[UUID] = ()) -> None:
    """Tell those who may look at it that something waits. The notice says nothing of what."""
    skip = set(but)
    for member in team_for(case, now=now):
        if member.id not in skip:
            code = "care.danger_waits" if case.danger else "care.waits"
            tell(member=member, code=code, url_name="care:desk", now=now)


def line(
    case: Case,
    code: str,
    *,
    now: datetime,
    by: Any = None,
    words: str = "",
    shown: bool = True,
    params: dict[str, str] | None = None,
) -> Entry:
    """Write a line into a case's timeline; a reporter with a name is told that there is something new."""
    row = Entry(case=case, code=code, shown=shown, params=params or {}, created=_moment(case, now))
    if isinstance(by, Borrowed):
        row.borrowed = by
    elif isinstance(by, Member):
        row.by = by
    if words.strip():
        row.words = words.strip()
    row.save()
    if shown and row.by_id != case.reporter_id and case.reporter is not None and code != "received":
        tell(
            member=case.reporter,
            code="care.news",
            url_name="care:reported",
            url_args=[str(case.id)],
            now=now,
        )
    return row


def _moment(case: Case, now: datetime) -> datetime:
    """Return a moment after the last line, so that what happened at once stands in the order in which it was done."""
    last = Entry.objects.filter(case=case).order_by("-created").values_list("created", flat=True).first()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def locked(case: Case) -> Case:
    """Return a case locked, with who reads it, inside a transaction."""
    found = Case.objects.select_for_update().get(id=case.id)
    with_readers([found])
    return found


def add_words(*, actor: Actor, case: Case, words: str, now: datetime) -> Entry:
    """Add something as the reporter.

    Raises:
        Refused: for anybody else, and when it is closed.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_add_to_case(actor, case))
        row = Entry(case=case, code="added", created=_moment(case, now))
        row.words = words.strip()
        row.save()
        for member in Member.objects.filter(id__in=case.readers):
            tell(member=member, code="care.added", url_name="care:case", url_args=[str(case.id)], now=now)
    return row


def take(*, actor: Actor, case: Case, now: datetime) -> Case:
    """Look at a case from now on; the reporter sees who does. Twice is as once.

    Raises:
        Refused: for whoever is not asked about it, or too close to it.
    """
    with transaction.atomic():
        case = locked(case)
        if isinstance(actor, Member) and actor.id in case.readers:
            return case
        require(may_take_case(actor, case, team_for(case, now=now)))
        _join(case, actor, now=now)
    return case


def _join(case: Case, member: Any, *, now: datetime) -> None:
    OnCase.objects.create(case=case, member=member, created=now)
    case.readers |= {member.id}
    line(case, "taken", by=member, now=now)


def bring_in(*, actor: Actor, case: Case, member: Member, now: datetime) -> Case:
    """Ask another full member to be the second pair of eyes; they read it from now on.

    Raises:
        Refused: for whoever is not on it, and for somebody who is too close to it.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_bring_in(actor, case, member, off=set(case.off)))
        _join(case, member, now=now)
        tell(member=member, code="care.brought_in", url_name="care:case", url_args=[str(case.id)], now=now)
    return case


def step_off(*, actor: Actor, case: Case, now: datetime) -> None:
    """Say that one is too close to it. From now on one sees nothing of it any more; others are asked.

    Raises:
        Refused: for whoever is not on it.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_work_on_case(actor, case))
        assert isinstance(actor, Member)
        OnCase.objects.filter(case=case, member=actor, left=None).update(left=now)
        KeptOff.objects.get_or_create(case=case, member=actor, defaults={"created": now})
        line(case, "stepped_off", by=actor, now=now)
        if case.readers <= {actor.id}:
            _ask(case, now=now, but=[actor.id])


def let_go_of(member_id: UUID, *, for_good: bool, now: datetime) -> None:
    """Ask others about the open cases that only somebody looked at who has gone.

    Args:
        for_good: whether they are off their cases; else these stay theirs.
    """
    for row in OnCase.objects.filter(member=member_id, left=None).select_related("case").order_by("case_id"):
        case = locked(row.case)
        if for_good:
            OnCase.objects.filter(id=row.id).update(left=now)
        if case.closed is None and case.readers <= {member_id}:
            _ask(case, now=now, but=[member_id])


def note(*, actor: Actor, case: Case, words: str, now: datetime) -> Entry:
    """Write something for those on the case; the reporter does not read it.

    Raises:
        Refused: for whoever is not on it, and when it is closed.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_work_on_case(actor, case))
        return line(case, "note", by=actor, words=words, shown=False, now=now)


def answer(*, actor: Actor, case: Case, words: str, now: datetime) -> Entry:
    """Write to the reporter.

    Raises:
        Refused: for whoever is not on it, and when it is closed.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_work_on_case(actor, case))
        return line(case, "answer", by=actor, words=words, now=now)


def close(*, actor: Actor, case: Case, outcome: str, words: str, now: datetime) -> Case:
    """Close a case and tell the reporter how it ended. Its file is erased after the agreed number of months.

    Args:
        outcome: a code of `wording.cases.OUTCOMES`; counted over the year, if there are enough.
        words: what the reporter is told.

    Raises:
        Refused: for whoever is not on it, and when it is closed.
    """
    with transaction.atomic():
        case = locked(case)
        require(may_work_on_case(actor, case))
        months = int(rule(root_circle(now=now), "care_keep_months", now))
        case.closed, case.outcome = now, outcome
        case.keep_until = (now + relativedelta(months=months)).date() + timedelta(days=1)
        case.save(update_fields=["closed", "outcome", "keep_until"])
        count_one("closed", now=now)
        line(case, "closed", by=actor, words=words, params={"outcome": outcome}, now=now)
    return case
