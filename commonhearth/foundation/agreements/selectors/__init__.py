"""Agreements as a viewer may read them."""

from commonhearth.foundation.agreements.rules import RULES, rule
from commonhearth.foundation.agreements.selectors.assent import (
    BESIDE_RULES,
    GroundRules,
    RulesLink,
    ground_rules,
    keeps_to_rules,
)
from commonhearth.foundation.agreements.selectors.counting import count_of, needs_all, stand_of
from commonhearth.foundation.agreements.selectors.reading import (
    Answer,
    ClauseView,
    Outline,
    agreement_for,
    agreements_of,
    clause_for,
    clauses_of,
    letter_of,
    response_for,
    version_for,
    waiting_in,
)
from commonhearth.foundation.agreements.selectors.telling import as_text, outline_of

__all__ = [
    "BESIDE_RULES",
    "RULES",
    "Answer",
    "ClauseView",
    "GroundRules",
    "Outline",
    "RulesLink",
    "agreement_for",
    "agreements_of",
    "as_text",
    "clause_for",
    "clauses_of",
    "count_of",
    "ground_rules",
    "keeps_to_rules",
    "letter_of",
    "needs_all",
    "outline_of",
    "response_for",
    "rule",
    "stand_of",
    "version_for",
    "waiting_in",
]
