"""What a circle may decide about its meetings, as clauses of its agreements."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonhearth.core import quorum
from commonhearth.foundation.agreements.rules import RULES, BadValue, Setting, between


def _quorum(typed: str) -> str:
    try:
        quorum.read(typed)
    except quorum.NoQuorum:
        raise BadValue("rule_quorum") from None
    return "".join(typed.split())


def _quorum_said(value: Any) -> str:
    return str(value) if value else str(_("nothing is said"))


def _days_said(value: Any) -> str:
    if not value:
        return str(_("no notes are kept"))
    return ngettext("%(n)s day", "%(n)s days", int(value)) % {"n": value}


def declare() -> None:
    """Put the settings of meetings into the register."""
    RULES.add(
        "quorum",
        Setting(
            _("How many must be at a board meeting or an assembly, as a number or like 50%"),
            _quorum,
            _quorum_said,
            root_only=False,
        ),
    )
    RULES.add(
        "note_days",
        Setting(
            _("Days after which agreed notes of a support circle fade; 0 for no notes"),
            between(0, 365),
            _days_said,
            default=0,
            root_only=False,
        ),
    )
