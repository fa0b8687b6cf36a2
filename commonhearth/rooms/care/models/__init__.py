"""Facts of care, one file per noun."""

from commonhearth.rooms.care.models.ground_rules import TakenRule
from commonhearth.rooms.care.models.plan import PlanPart, PlanShare

__all__ = ["PlanPart", "PlanShare", "TakenRule"]
