"""Facts of care, one file per noun."""

from commonhearth.rooms.care.models.accompanying import Companion, Errand
from commonhearth.rooms.care.models.cases import About, Case, Entry, KeptOff, OnCase
from commonhearth.rooms.care.models.duty import Borrowed, DutyHours, Neighbour
from commonhearth.rooms.care.models.ground_rules import TakenRule
from commonhearth.rooms.care.models.measures import (
    Appeal,
    Measure,
    Panellist,
    Step,
    StepKind,
    Tally,
    What,
)
from commonhearth.rooms.care.models.openings import Opening, OpeningKind
from commonhearth.rooms.care.models.plan import PlanPart, PlanShare
from commonhearth.rooms.care.models.remembering import Farewell, LastWish, Remembered
from commonhearth.rooms.care.models.stepping import Handover, Need
from commonhearth.rooms.care.models.supporting import Buddies, Load, Offer, QuietWish, Worry

__all__ = [
    "About",
    "Appeal",
    "Borrowed",
    "Buddies",
    "Case",
    "Companion",
    "DutyHours",
    "Entry",
    "Errand",
    "Farewell",
    "Handover",
    "KeptOff",
    "LastWish",
    "Load",
    "Measure",
    "Need",
    "Neighbour",
    "Offer",
    "OnCase",
    "Opening",
    "OpeningKind",
    "Panellist",
    "PlanPart",
    "PlanShare",
    "QuietWish",
    "Remembered",
    "Step",
    "StepKind",
    "TakenRule",
    "Tally",
    "What",
    "Worry",
]
