"""What founders write before their community exists, and what it sets out with."""

from commonhearth.rooms.founding.models.beginnings import Beginning, Shown
from commonhearth.rooms.founding.models.bringing import (
    Bringing,
    BringingPage,
    BroughtClause,
    BroughtDate,
    BroughtDecision,
    BroughtPerson,
    Kind,
    State,
)
from commonhearth.rooms.founding.models.drafts import Draft, DraftClause, FirstRole
from commonhearth.rooms.founding.models.founders import Founder, FounderLink
from commonhearth.rooms.founding.models.saying import Statement

__all__ = [
    "Beginning",
    "Bringing",
    "BringingPage",
    "BroughtClause",
    "BroughtDate",
    "BroughtDecision",
    "BroughtPerson",
    "Draft",
    "DraftClause",
    "FirstRole",
    "Founder",
    "FounderLink",
    "Kind",
    "Shown",
    "State",
    "Statement",
]
