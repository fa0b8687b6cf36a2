"""What founders confirmed together comes in force with the community, without being proposed first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from commonhearth.foundation import logbook
from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import law, words
from commonhearth.foundation.agreements.access import may_agree_from_the_start
from commonhearth.foundation.agreements.events import VersionInForce
from commonhearth.foundation.agreements.models import (
    Agreement,
    AgreementKind,
    Clause,
    ClauseVersion,
    Response,
)
from commonhearth.foundation.agreements.rules import RULES, before_any
from commonhearth.foundation.agreements.services.proposing import NoShortVersion, ShortTooLong
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import apply_rule
from commonhearth.foundation.events import announce
from commonhearth.foundation.tenancy import current_community


@dataclass(frozen=True, slots=True)
class FirstClause:
    """A clause as the founders confirmed it."""

    text: str
    short: str
    fixed: bool = False
    rule_key: str = ""
    rule_value: str = ""


def agree_from_the_start(
    *,
    actor: Actor,
    circle: Circle,
    kind: str,
    title: str,
    clauses: Sequence[FirstClause],
    by: Sequence[CircleMembership],
    now: datetime,
) -> Agreement:
    """Put an agreement in force that founders confirmed before their community existed.

    One logbook line, the founders' decision, puts every clause in force; each founder's yes is written down
    as an answer to each, so that it reads as any wording that people agreed to.

    Args:
        actor: the founders together, see `communities.access.FOUNDERS`.
        by: the founders who confirmed, as they are known in the circle.

    Raises:
        Refused: for anybody else, and once anything was agreed here in another way.
        NoShortVersion, ShortTooLong, BadValue: as for a proposed wording.
    """
    require(may_agree_from_the_start(actor, circle))
    with transaction.atomic():
        # A moment apart, so that they stand in the order in which they were put in force.
        moment = timedelta(microseconds=Agreement.objects.filter(circle=circle).count())
        agreement = Agreement(circle=circle, agreement_kind=AgreementKind(kind), created=now + moment)
        words.put(agreement, circle, title=title.strip())
        agreement.save()
        decision = logbook.write(
            actor=actor,
            verb="agreement.founded",
            now=now,
            about={"agreement": str(agreement.id)},
            details={"names": ", ".join(str(one) for one in by)},
        )
        for number, given in enumerate(clauses, start=1):
            if not given.short.strip():
                raise NoShortVersion
            if law.sentences_in(given.short) > law.SHORT_SENTENCES:
                raise ShortTooLong(law.sentences_in(given.short))
            clause = Clause.objects.create(
                agreement=agreement,
                circle=circle,
                number=number,
                fixed=given.fixed,
                rule_key=given.rule_key,
                created=now,
            )
            version = ClauseVersion(
                clause=clause, circle=circle, closes=now, in_force_from=now, decision=decision, created=now
            )
            if given.rule_key:
                setting = RULES[given.rule_key]
                version.rule_value = setting.parse(given.rule_value)
                version.rule_before = before_any(setting)
            words.put(version, circle, text=given.text.strip(), short=given.short.strip())
            version.save()
            Response.objects.bulk_create(
                Response(version=version, circle=circle, by=one, agrees=True, created=now) for one in by
            )
            if given.rule_key and RULES[given.rule_key].column:
                community = Community.objects.select_for_update().get(id=current_community())
                apply_rule(community=community, key=given.rule_key, value=version.rule_value, now=now)
            announce(VersionInForce(version.id, circle.id, now))
    return agreement
