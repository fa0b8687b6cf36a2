"""The agreements to be, the first roles, and confirming the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from commonhearth.core.founding import LONGEST_TERM, begins, lacks
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.agreements.law import SHORT_SENTENCES, sentences_in
from commonhearth.foundation.agreements.models import AgreementKind
from commonhearth.foundation.agreements.rules import RULES
from commonhearth.foundation.agreements.services import NoShortVersion, ShortTooLong
from commonhearth.foundation.circles.models import Office
from commonhearth.rooms.founding.access import Actor, may_confirm_draft
from commonhearth.rooms.founding.models import Draft, DraftClause, FirstRole, Founder
from commonhearth.rooms.founding.services.drafts import changing, locked
from commonhearth.rooms.founding.services.publishing import publish
from commonhearth.rooms.founding.services.text import digest_of, outline

#: The offices that founders may fill, in the order in which they are asked for.
OFFICES = (Office.STEWARD, Office.TREASURER, Office.WELCOMER, Office.REGISTRAR)
MOST_CLAUSES = 60


class TextChanged(Exception):
    """Somebody changed a word since this page was opened; what would be confirmed is not what was read."""


class TooManyClauses(Exception):
    """Sixty clauses are more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named to an office for a number of months."""

    office: str
    founder_id: UUID
    months: int = LONGEST_TERM


def word_clause(
    *,
    actor: Actor,
    draft_id: UUID,
    clause_id: UUID,
    text: str,
    short: str,
    fixed: bool,
    rule_value: str = "",
    now: datetime,
) -> DraftClause:
    """Word a clause anew; whoever words one takes it in.

    Raises:
        NotVisible, Refused
        NoShortVersion, ShortTooLong: the short version is what people read first.
        BadValue: when `rule_value` is no value of the setting that the clause rules.
    """
    _short_enough(short)
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        clause = _clause(draft, clause_id)
        if clause.rule_key:
            RULES[clause.rule_key].parse(rule_value)
            clause.rule_value = rule_value.strip()
        clause.text, clause.short, clause.fixed, clause.taken = text.strip(), short.strip(), fixed, True
        clause.save()
    return clause


def add_clause(
    *, actor: Actor, draft_id: UUID, kind: str, text: str, short: str, fixed: bool, now: datetime
) -> DraftClause:
    """Add a clause of the founders' own at the end of one of the texts.

    Raises:
        NotVisible, Refused, NoShortVersion, ShortTooLong, TooManyClauses
    """
    _short_enough(short)
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        clauses = DraftClause.objects.filter(draft=draft)
        if clauses.count() >= MOST_CLAUSES:
            raise TooManyClauses
        last = clauses.filter(agreement_kind=kind).aggregate(last=Max("number"))["last"] or 0
        return DraftClause.objects.create(
            draft=draft,
            agreement_kind=AgreementKind(kind),
            number=last + 1,
            text=text.strip(),
            short=short.strip(),
            fixed=fixed,
            created=now,
        )


def take_clause(*, actor: Actor, draft_id: UUID, clause_id: UUID, taken: bool, now: datetime) -> None:
    """Take a clause in, or leave it out; its words are kept either way.

    Raises:
        NotVisible, Refused
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        clause = _clause(draft, clause_id)
        clause.taken = taken
        clause.save(update_fields=["taken"])


def name_roles(*, actor: Actor, draft_id: UUID, named: Sequence[Named], now: datetime) -> None:
    """Say who holds which office from the first day, and for how many months, a year at most.

    Naming is no giving: whoever does not confirm the text holds nothing.

    Raises:
        NotVisible: when somebody named is not a founder.
        Refused
        ValueError: for an office that founders do not fill, or a term that is none.
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (draft, _founder):
        founders = set(Founder.objects.filter(draft=draft).values_list("id", flat=True))
        wanted = {(one.office, one.founder_id): one for one in named}
        for one in wanted.values():
            if one.founder_id not in founders:
                raise NotVisible
            if one.office not in OFFICES or not 1 <= one.months <= LONGEST_TERM:
                raise ValueError(f"{one.office} for {one.months} months")
        kept = {(role.office, role.holder_id): role for role in FirstRole.objects.filter(draft=draft)}
        FirstRole.objects.filter(id__in=[role.id for key, role in kept.items() if key not in wanted]).delete()
        for key, one in wanted.items():
            role = kept.get(key) or FirstRole(draft=draft, office=one.office, holder_id=one.founder_id)
            role.months = one.months
            role.save()


def confirm(*, actor: Actor, draft_id: UUID, text: str, now: datetime) -> Draft:
    """Confirm the text as it stands. With the third founder's yes the community begins, once.

    Args:
        text: the digest of what they read.

    Raises:
        NotVisible, Refused
        TextChanged: when it is another text by now.
    """
    with transaction.atomic():
        draft, founder = locked(actor, draft_id)
        clauses = list(DraftClause.objects.filter(draft=draft))
        roles = list(FirstRole.objects.filter(draft=draft).select_related("holder").order_by("created", "id"))
        said = outline(draft, clauses, roles)
        require(may_confirm_draft(actor, draft, founder, complete=not lacks(said)))
        if text != digest_of(draft):
            raise TextChanged
        founder.confirmed_text, founder.confirmed = text, now
        founder.save(update_fields=["confirmed_text", "confirmed"])
        founders = list(Founder.objects.filter(draft=draft).select_related("person"))
        confirmed = [one for one in founders if one.confirmed_text == text]
        if begins(said, [str(one.id) for one in confirmed]):
            waiting = [one for one in founders if one.confirmed_text != text]
            publish(draft, clauses, roles, confirmed=confirmed, waiting=waiting, now=now)
    return draft


def take_back(*, actor: Actor, draft_id: UUID, now: datetime) -> None:
    """Take one's confirmation back, before it is published.

    Raises:
        NotVisible, Refused
    """
    with changing(actor=actor, draft_id=draft_id, now=now) as (_draft, founder):
        founder.confirmed_text, founder.confirmed = "", None
        founder.save(update_fields=["confirmed_text", "confirmed"])


def _clause(draft: Draft, clause_id: UUID) -> DraftClause:
    found = DraftClause.objects.filter(draft=draft, id=clause_id).first()
    if found is None:
        raise NotVisible
    return found


def _short_enough(short: str) -> None:
    if not short.strip():
        raise NoShortVersion
    if sentences_in(short) > SHORT_SENTENCES:
        raise ShortTooLong(sentences_in(short))
