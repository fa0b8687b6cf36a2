"""What comes in and goes out, field by field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from commonhearth.foundation.api.routers import Router
from commonhearth.foundation.api.schemas import In, Long, Out, Page, Short, Text, Title, Whole

router = Router("agreements")
Number = Annotated[int, Field(ge=0, le=32_000)]


class ShortOut(Out):
    number: int
    short: str


class OutlineOut(Out):
    id: UUID
    title: str
    kind: str
    #: The short versions in force, by clause.
    in_force: list[ShortOut]


class WordingOut(Out):
    id: UUID
    short: str
    text: str
    rule_value: Any = None
    shown_from: datetime
    closes: datetime
    in_force_from: datetime | None
    replaced: datetime | None
    withdrawn: datetime | None
    #: When the circle wants to look whether it still fits; null for on no day.
    review_on: date | None


class ClauseOut(Out):
    number: int
    #: A value not to be given up: another wording needs a yes from everybody.
    fixed: bool
    #: The setting that it rules, or empty.
    rule_key: str
    in_force: WordingOut | None
    proposed: WordingOut | None


class AnswerOut(Out):
    id: UUID
    #: By their name in the circle; empty where you are kept apart.
    name: str
    #: Who wrote it down for somebody without a sign-in; empty where nobody did.
    written_by: str
    agrees: bool
    #: In words; empty where it was only spoken.
    concern: str
    #: Whether a voice note says it, to be heard on the page.
    spoken: bool
    settled: datetime | None
    yours: bool


class OneClauseOut(ClauseOut):
    proposed_by: str
    #: shown, concern, waits_for_all, passes; empty where nothing is proposed.
    stand: str
    answers: list[AnswerOut]
    history: list[WordingOut]


class AgreementOut(Out):
    id: UUID
    title: str
    kind: str
    circle: UUID
    clauses: Page[ClauseOut]


class BeginIn(In):
    title: Title
    kind: Literal["charter", "bylaws", "ground_rules", "other", "joint_letter"] = "ground_rules"


class BegunOut(Out):
    id: UUID


class ProposeIn(In):
    #: Five sentences at most, one idea each.
    short: Text
    #: Where the short version does not say it all.
    text: Whole = ""
    closes: AwareDatetime
    #: For a clause about a setting: what it shall be, as typed on the page.
    rule_value: Short = ""
    #: When to look at it again, after it closes; null for on no day.
    review_on: date | None = None


class LookAgainIn(In):
    review_on: date | None


class NewClauseIn(ProposeIn):
    fixed: bool = False
    rule_key: Short = ""


class ProposedOut(Out):
    wording: UUID
    number: int


class ConcernIn(In):
    concern: Annotated[Long, Field(min_length=1)]
