"""Beginning an agreement, proposing a wording of a clause, taking it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import law, words
from commonhearth.foundation.agreements.access import (
    may_begin_agreement,
    may_begin_joint_letter,
    may_propose_version,
    may_withdraw_version,
)
from commonhearth.foundation.agreements.events import VersionProposed
from commonhearth.foundation.agreements.models import Agreement, AgreementKind, Clause, ClauseVersion
from commonhearth.foundation.agreements.rules import RULES, BadValue
from commonhearth.foundation.circles.access import Actor, seat_in
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.events import announce

#: The shortest time a wording is shown, so that who is not at the table today can see it.
SHORTEST = timedelta(hours=24)


class NoShortVersion(ValueError):
    """A wording without a short version is not proposed."""


class ShortTooLong(ValueError):
    """The short version has more sentences than it may."""

    def __init__(self, sentences: int) -> None:
        super().__init__(sentences)
        self.sentences = sentences


class ClosesTooSoon(ValueError):
    """The wording would be shown for less than the shortest time."""

    def __init__(self, earliest: datetime) -> None:
        super().__init__(earliest)
        self.earliest = earliest


class LookTooSoon(ValueError):
    """The day to look again is not after the day from which one would."""

    def __init__(self, after: date) -> None:
        super().__init__(after)
        self.after = after


class ProposalOpen(Exception):
    """Another wording of this clause is before the circle; one at a time."""


class RuledElsewhere(Exception):
    """Another clause of this circle rules this setting; change that one."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingNew(ValueError):
    """The wording says what is in force already."""


def begin_agreement(*, actor: Actor, circle: Circle, kind: str, title: str, now: datetime) -> Agreement:
    """Begin an agreement of a circle. It says nothing yet: its clauses are proposed and agreed one by one.

    Raises:
        Refused: when the actor does not decide in this circle, or a letter is not everyone's.
    """
    of_kind = may_begin_joint_letter if kind == AgreementKind.JOINT_LETTER else may_begin_agreement
    require(of_kind(actor, circle))
    with transaction.atomic():
        agreement = Agreement(circle=circle, agreement_kind=AgreementKind(kind), created=now)
        words.put(agreement, circle, title=title.strip())
        agreement.save()
        write(circle, actor=actor, verb="agreement.begun", now=now, agreement=agreement)
    return agreement


def propose_version(
    *,
    actor: Actor,
    agreement: Agreement,
    text: str,
    short: str,
    closes: datetime,
    now: datetime,
    number: int | None = None,
    fixed: bool = False,
    rule_key: str = "",
    rule_value: str = "",
    review_on: date | None = None,
) -> ClauseVersion:
    """Propose a wording of a clause. It is shown until `closes`, then in force unless a concern stands.

    Args:
        short: at most five sentences, one idea each; shown first.
        number: the clause; None for a new one at the end.
        fixed: for a new clause, whether it is a value that the circle does not give up.
        rule_key: for a new clause, the setting it rules, if any.
        rule_value: what the setting shall be, as typed.
        review_on: when the circle looks at it again, after it is agreed; None for on no day.

    Raises:
        Refused: when the actor does not decide in this circle.
        NoShortVersion, ShortTooLong, ClosesTooSoon, LookTooSoon, ProposalOpen, RuledElsewhere, NothingNew: see each.
        BadValue: when `rule_value` is no value of the setting.
    """
    require(may_propose_version(actor, agreement.circle))
    if not short.strip():
        raise NoShortVersion
    if law.sentences_in(short) > law.SHORT_SENTENCES:
        raise ShortTooLong(law.sentences_in(short))
    if closes < now + SHORTEST:
        raise ClosesTooSoon(now + SHORTEST)
    if review_on is not None and review_on <= closes.date():
        raise LookTooSoon(closes.date())
    with transaction.atomic():
        circle = Circle.objects.select_for_update().get(id=agreement.circle_id)
        clause = _clause(agreement, circle, number, fixed=fixed, rule_key=rule_key, now=now)
        value = _value(clause, circle, rule_value)
        if ClauseVersion.objects.filter(clause=clause, in_force_from=None, withdrawn=None).exists():
            raise ProposalOpen
        _is_new(clause, text.strip(), short.strip(), value, actor)
        seat = seat_in(actor, circle)
        version = ClauseVersion(
            clause=clause,
            circle=circle,
            rule_value=value,
            proposed_by_id=seat.membership_id if seat else None,
            closes=closes,
            review_on=review_on,
            created=now,
        )
        words.put(version, circle, text=text.strip(), short=short.strip())
        version.save()
        write(
            circle, actor=actor, verb="agreement.proposed", now=now, agreement=agreement, number=clause.number
        )
        announce(VersionProposed(version.id, circle.id, closes, now))
    return version


def _clause(
    agreement: Agreement, circle: Circle, number: int | None, *, fixed: bool, rule_key: str, now: datetime
) -> Clause:
    known = {clause.number: clause for clause in Clause.objects.filter(agreement=agreement)}
    if number is not None and number in known:
        return known[number]
    if rule_key:
        if rule_key not in RULES or (RULES[rule_key].root_only and not circle.is_root):
            raise BadValue("rule_not_here")
        ruling = Clause.objects.filter(circle=circle, rule_key=rule_key).first()
        if ruling is not None:
            raise RuledElsewhere(ruling.number)
    return Clause.objects.create(
        agreement=agreement,
        circle=circle,
        number=number or max(known, default=0) + 1,
        fixed=fixed,
        rule_key=rule_key,
        created=now,
    )


def _value(clause: Clause, circle: Circle, typed: str) -> Any:
    return RULES[clause.rule_key].parse(typed) if clause.rule_key else None


def _is_new(clause: Clause, text: str, short: str, value: Any, actor: Actor) -> None:
    current = ClauseVersion.objects.filter(clause=clause, in_force_from__isnull=False, replaced=None).first()
    if current is None:
        return
    words.read([current], viewer=actor)
    if (current.text, current.short, current.rule_value) == (text, short, value):
        raise NothingNew


def withdraw(*, actor: Actor, version: ClauseVersion, now: datetime) -> None:
    """Take a proposed wording back. What was in force stays in force.

    Raises:
        Refused: when the actor may not, or it is over.
    """
    with transaction.atomic():
        version = locked(version)
        require(may_withdraw_version(actor, version, now=now))
        version.withdrawn = now
        version.save(update_fields=["withdrawn"])
        write(
            version.circle,
            actor=actor,
            verb="agreement.withdrawn",
            now=now,
            agreement=version.clause.agreement,
            number=version.clause.number,
        )


def locked(version: ClauseVersion) -> ClauseVersion:
    """Return a version locked, with its clause, agreement and circle, inside a transaction."""
    rows = ClauseVersion.objects.select_for_update(of=("self",)).select_related("clause__agreement", "circle")
    return rows.get(id=version.id)


def write(
    circle: Circle, *, actor: Any, verb: str, now: datetime, agreement: Agreement, number: int | None = None
) -> Any:
    """Write an agreement's logbook line. Those of the root circle are the community's own."""
    about = {"agreement": str(agreement.id)}
    if not circle.is_root:
        about["circle"] = str(circle.id)
    return logbook.write(
        actor=actor,
        verb=verb,
        now=now,
        about=about,
        details={"number": number} if number is not None else {},
        circle_id=None if circle.is_root else circle.id,
    )
