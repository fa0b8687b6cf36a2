"""Facts of care, one file per noun."""

from commonhearth.rooms.care.models.cases import About, Case, Entry, KeptOff, OnCase
from commonhearth.rooms.care.models.duty import Borrowed, DutyHours, Neighbour
from commonhearth.rooms.care.models.ground_rules import TakenRule
from commonhearth.rooms.care.models.plan import PlanPart, PlanShare

__all__ = [
    "About",
    "Borrowed",
    "Case",
    "DutyHours",
    "Entry",
    "KeptOff",
    "Neighbour",
    "OnCase",
    "PlanPart",
    "PlanShare",
    "TakenRule",
]
