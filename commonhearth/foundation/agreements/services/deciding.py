"""A wording comes in force: when its time is over and no concern stands open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import law
from commonhearth.foundation.agreements.access import KEEPER, may_put_in_force
from commonhearth.foundation.agreements.events import VersionInForce
from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.agreements.rules import RULES, rule
from commonhearth.foundation.agreements.selectors.counting import count_of, needs_all
from commonhearth.foundation.agreements.services.proposing import locked, write
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.communities.services import apply_rule
from commonhearth.foundation.events import announce
from commonhearth.foundation.tenancy import current_community


class NotPassed(Exception):
    """It cannot come in force now."""

    def __init__(self, stand: law.Stand) -> None:
        super().__init__(stand.value)
        self.stand = stand


def put_in_force(*, actor: Any, version: ClauseVersion, now: datetime) -> ClauseVersion:
    """Put a wording in force: the one before it is replaced, the setting it rules is set. Once.

    Raises:
        Refused: when the actor may not, or it is over already.
        NotPassed: when its time is not over, a concern stands, or not everybody has agreed who must.
    """
    with transaction.atomic():
        version = locked(version)
        require(may_put_in_force(actor, version))
        stand = law.stand(
            closes=version.closes, now=now, count=count_of(version), needs_all=needs_all(version)
        )
        if stand != law.Stand.PASSES:
            raise NotPassed(stand)
        clause = version.clause
        if clause.rule_key:
            version.rule_before = rule(version.circle, clause.rule_key, now)
        ClauseVersion.objects.filter(clause=clause, in_force_from__isnull=False, replaced=None).update(
            replaced=now
        )
        version.decision = write(
            version.circle,
            actor=actor,
            verb="agreement.in_force",
            now=now,
            agreement=clause.agreement,
            number=clause.number,
        )
        version.in_force_from = now
        version.save(update_fields=["in_force_from", "rule_before", "decision"])
        if clause.rule_key and version.circle.is_root and RULES[clause.rule_key].column:
            community = Community.objects.select_for_update().get(id=current_community())
            apply_rule(community=community, key=clause.rule_key, value=version.rule_value, now=now)
        announce(VersionInForce(version.id, version.circle_id, now))
    return version


def put_due_in_force(*, now: datetime) -> int:
    """Put in force every wording of the community in reach whose time is over and that passes.

    Each in its own transaction, so that one that does not pass holds up no other.

    Returns:
        How many came in force.
    """
    due = ClauseVersion.objects.filter(
        in_force_from=None, withdrawn=None, closes__lte=now, circle__closed_on=None
    ).order_by("closes", "created", "id")
    passed = 0
    for version in due:
        try:
            put_in_force(actor=KEEPER, version=version, now=now)
        except NotPassed:
            continue
        passed += 1
    return passed
