"""The agreements to begin with, in our own words. Founders keep, change, leave out and add.

Each clause is said twice: in full, and short, at most five sentences. A *fixed* one is a value that the
members do not give up: later only a yes from everybody changes it. A clause that rules a setting names
no number of its own; the setting stands beside it, so the two can never say different things.

These are words to begin with and no legal advice: a legal form brings rules of its own.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.founding.wording.bylaws import BYLAWS
from commonhearth.rooms.founding.wording.charter import CHARTER
from commonhearth.rooms.founding.wording.ground_rules import GROUND_RULES

#: What each text is called, in the order in which they are read.
TITLES: dict[str, Promise | str] = {
    "charter": _("How we belong"),
    "bylaws": _("How we run things"),
    "ground_rules": _("How we are with each other"),
}


def clauses_for(kind: str) -> list[dict[str, Any]]:
    """Return the clauses to begin with for a kind of community, in the language in use, numbered text by text."""
    found: list[dict[str, Any]] = []
    for templates in (CHARTER, BYLAWS, GROUND_RULES):
        fitting = [template for template in templates if kind in template.of]
        for number, template in enumerate(fitting, start=1):
            rule_key, rule_value = template.rule
            found.append(
                {
                    "agreement_kind": template.kind,
                    "number": number,
                    "key": template.key,
                    "text": str(template.text),
                    "short": str(template.short),
                    "fixed": template.fixed,
                    "rule_key": rule_key,
                    "rule_value": rule_value,
                    "taken": template.taken,
                }
            )
    return found
