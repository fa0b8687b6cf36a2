"""Proposing rules of the library to a circle; the circle agrees by consent, each rule by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from commonhearth.foundation.access import require
from commonhearth.foundation.agreements import services as agreements
from commonhearth.foundation.agreements.access import may_propose_version
from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle
from commonhearth.rooms.care import library
from commonhearth.rooms.care.models import TakenRule
from commonhearth.rooms.care.selectors.ground_rules import agreement_of_rules, taken_in


class NothingChosen(ValueError):
    """No rule was chosen, or only ones that stand already."""


def propose_rules(
    *,
    actor: Actor,
    circle: Circle,
    chosen: Mapping[str, str],
    title: str,
    language: str,
    closes: datetime,
    now: datetime,
) -> int:
    """Propose what somebody chose from the library; return how many wordings are before the circle now.

    A rule that the circle took before is proposed as another wording of that clause. One that says what is in
    force already, or whose clause has a wording before the circle, is passed over.

    Args:
        chosen: rule of the library -> its choice.
        title: what the circle's ground rules are called, where they begin with this.

    Raises:
        Refused: when the actor does not decide in this circle.
        NothingChosen: when nothing is left to propose.
        ClosesTooSoon, RuledElsewhere: as for any wording.
    """
    require(may_propose_version(actor, circle))
    wanted = [
        (key, choice)
        for key, one in chosen.items()
        if (choice := library.choice(language, key, one)) is not None
    ]
    if not wanted:
        raise NothingChosen
    proposed = 0
    with transaction.atomic():
        agreement = agreement_of_rules(circle) or agreements.begin_agreement(
            actor=actor, circle=circle, kind="ground_rules", title=title, now=now
        )
        taken = taken_in(circle)
        for key, choice in wanted:
            try:
                with transaction.atomic():
                    version = agreements.propose_version(
                        actor=actor,
                        agreement=taken[key].agreement if key in taken else agreement,
                        number=taken[key].number if key in taken else None,
                        text=choice.text,
                        short=choice.short,
                        rule_key=choice.rule_key,
                        rule_value=choice.rule_value,
                        closes=closes,
                        now=now,
                    )
            except (agreements.NothingNew, agreements.ProposalOpen):
                continue
            if key not in taken:
                TakenRule.objects.create(clause=version.clause, key=key, created=now)
            proposed += 1
        if not proposed:
            raise NothingChosen
    return proposed
