"""When a beginning may become a community, and what is good to have before it grows.

Plain Python: facts come in, codes go out. The rule of three and the gates are our own exit criteria for
the stages that the source texts of the micro-utopia describe (docs/adr/0019-start-your-own.md).
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass

#: So many founders who have confirmed one text make a community.
ENOUGH = 3
#: The longest term that founders may give a first role, in months.
LONGEST_TERM = 12
#: More than this is no founding circle any more; then people join.
MOST_FOUNDERS = 20


class Lack(enum.StrEnum):
    """What a draft still needs before anybody can confirm it."""

    PURPOSE = "purpose"
    PLACE = "place"
    NAME = "name"
    AGREEMENTS = "agreements"
    STEWARD = "steward"


@dataclass(frozen=True, slots=True)
class Outline:
    """Whether each part without which there is no community has been said."""

    purpose: bool
    place: bool
    name: bool
    agreements: bool
    stewards: Collection[str]


def lacks(outline: Outline) -> tuple[Lack, ...]:
    """Return what is still to be said, in the order of the path; nothing means it can be confirmed."""
    said = {
        Lack.PURPOSE: outline.purpose,
        Lack.PLACE: outline.place,
        Lack.NAME: outline.name,
        Lack.AGREEMENTS: outline.agreements,
        Lack.STEWARD: bool(outline.stewards),
    }
    return tuple(lack for lack, there in said.items() if not there)


def begins(outline: Outline, confirmed: Collection[str]) -> bool:
    """Tell whether it becomes a community: all is said, three founders confirmed the text as it stands.

    One of them is named a steward, since nobody is given an office without their own yes and a community
    begins with somebody who can open its door.

    Args:
        confirmed: the founders who confirmed this very text, each once.
    """
    return (
        not lacks(outline)
        and len(set(confirmed)) >= ENOUGH
        and not set(outline.stewards).isdisjoint(confirmed)
    )


class Gate(enum.StrEnum):
    """Something that is good to have before a community grows to its next stage. It locks nothing."""

    CHARTER = "charter"
    TWO_OPEN_MEETINGS = "two_open_meetings"
    ROLES_END = "roles_end"
    HELPLINE_CARD = "helpline_card"
    THREE_MONTHS = "three_months"
    NEED_MET = "need_met"
    CHARTER_REVIEWED = "charter_reviewed"
    EXIT_TRIED = "exit_tried"
    LEGAL_FORM = "legal_form"
    TWO_SIGNATORIES = "two_signatories"
    TRIAL_RECORD = "trial_record"
    REHEARSED = "rehearsed"
    SKILLS_TWICE = "skills_twice"
    SUPPLIES = "supplies"
    QUORUM_KEPT = "quorum_kept"
    SAFEGUARDING = "safeguarding"
    AUDIT = "audit"
    BOTH_HALVES = "both_halves"
    OWN_DAYS = "own_days"
    FREE_TO_LEAVE = "free_to_leave"


#: The gates of each stage, from a circle of 5 to 20 people (0) to a federation (5).
GATES: Mapping[int, tuple[Gate, ...]] = {
    0: (Gate.CHARTER, Gate.TWO_OPEN_MEETINGS, Gate.ROLES_END, Gate.HELPLINE_CARD),
    1: (Gate.THREE_MONTHS, Gate.NEED_MET, Gate.CHARTER_REVIEWED, Gate.EXIT_TRIED),
    2: (Gate.LEGAL_FORM, Gate.TWO_SIGNATORIES, Gate.TRIAL_RECORD, Gate.REHEARSED, Gate.SKILLS_TWICE),
    3: (Gate.SUPPLIES, Gate.QUORUM_KEPT, Gate.SAFEGUARDING, Gate.AUDIT),
    4: (Gate.BOTH_HALVES,),
    5: (Gate.OWN_DAYS, Gate.FREE_TO_LEAVE),
}
#: What a path without land leaves out (a mental-health co-op needs no field of its own).
WITH_LAND_ONLY = frozenset({Gate.SUPPLIES, Gate.BOTH_HALVES, Gate.OWN_DAYS})
#: What the house sees from its own facts alone; of the rest a community may say that it is there.
SEEN_HERE = frozenset(
    {
        Gate.CHARTER,
        Gate.TWO_OPEN_MEETINGS,
        Gate.ROLES_END,
        Gate.HELPLINE_CARD,
        Gate.THREE_MONTHS,
        Gate.TRIAL_RECORD,
        Gate.SAFEGUARDING,
    }
)
#: At so many members' meetings enough people were there to decide.
QUORATE_MEETINGS = 4


@dataclass(frozen=True, slots=True)
class Stand:
    """How a gate stands: there, not yet, or (`None`) nothing this house can see."""

    gate: Gate
    there: bool | None


def stands(stage: int, facts: Mapping[Gate, bool], *, with_land: bool) -> tuple[Stand, ...]:
    """Return how the gates of a stage stand.

    Args:
        facts: what the house can see; a gate that is not among them cannot be seen here.
        with_land: whether this is a community with land of its own.
    """
    return tuple(
        Stand(gate, facts.get(gate)) for gate in GATES[stage] if with_land or gate not in WITH_LAND_ONLY
    )
