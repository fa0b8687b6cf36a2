"""What founders write before their community exists, and what it sets out with."""

from commonhearth.rooms.founding.models.beginnings import Beginning, Shown
from commonhearth.rooms.founding.models.drafts import Draft, DraftClause, FirstRole
from commonhearth.rooms.founding.models.founders import Founder, FounderLink

__all__ = ["Beginning", "Draft", "DraftClause", "FirstRole", "Founder", "FounderLink", "Shown"]
