"""A draft as one of its founders sees it: four queries, whatever there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonhearth.core.founding import ENOUGH, Lack, lacks
from commonhearth.foundation.access import NotVisible, Verdict
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.agreements.rules import RULES
from commonhearth.foundation.circles.wording import OFFICES
from commonhearth.foundation.communities.wording import KIND
from commonhearth.rooms.founding.access import (
    may_change_draft,
    may_confirm_draft,
    may_see_draft,
    may_step_out,
    may_take_up_draft,
)
from commonhearth.rooms.founding.models import Draft, DraftClause, FirstRole, Founder, FounderLink
from commonhearth.rooms.founding.services.text import digest, outline
from commonhearth.rooms.founding.steps import LEAVABLE, STEPS
from commonhearth.rooms.founding.wording.clauses import TITLES
from commonhearth.rooms.founding.wording.steps import TITLES as STEP_TITLES
from commonhearth.rooms.founding.wording.steps import WAITS

#: From what age one may be a member where no clause says so; what communities begin with.
ADULT = 18


@dataclass(frozen=True, slots=True)
class FounderView:
    """One who begins it."""

    id: UUID
    name: str
    plain_name: str
    word: str
    mine: bool
    confirmed: bool
    #: They confirmed another text than the one that stands.
    confirmed_before: bool
    has_card: bool


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause of the agreements to be; `setting` says what it rules, `value` to what."""

    id: UUID
    kind: str
    number: int
    text: str
    short: str
    fixed: bool
    taken: bool
    rule_key: str
    rule_value: str
    setting: Any
    value: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """Somebody named to an office."""

    office: str
    label: Any
    holder_id: UUID
    holder: str
    months: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step: what of it has been said, in a line, and how it stands: done | now | later | left_out."""

    key: str
    title: Any
    line: str
    state: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link for one person that was made."""

    id: UUID
    note: str
    made_by: str
    expires: datetime
    is_open: bool
    used: bool


@dataclass(frozen=True, slots=True)
class MyDraft:
    """One of a person's own drafts, for a list."""

    id: UUID
    called: str
    kind: Any
    changed: datetime
    put_away: bool


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with all that its pages show."""

    draft: Draft
    kind: Any
    me: FounderView
    founders: tuple[FounderView, ...]
    clauses: tuple[ClauseView, ...]
    roles: tuple[RoleView, ...]
    steps: tuple[StepView, ...]
    lacks: tuple[Lack, ...]
    text: str
    may_change: Verdict
    may_confirm: Verdict
    may_take_up: Verdict
    may_step_out: Verdict

    @property
    def confirmed(self) -> int:
        """How many founders have confirmed the text as it stands."""
        return sum(founder.confirmed for founder in self.founders)

    @property
    def still(self) -> int:
        """How many more have to."""
        return max(0, ENOUGH - self.confirmed)

    @property
    def steward_confirmed(self) -> bool:
        """Whether one of those named steward is among them."""
        stewards = {role.holder_id for role in self.roles if role.office == "steward"}
        return any(founder.confirmed and founder.id in stewards for founder in self.founders)

    @property
    def lowest_age(self) -> int:
        """From what age one may be a member, by the clause that says so."""
        said = [one.rule_value for one in self.clauses if one.taken and one.rule_key == "lowest_age"]
        return int(said[0]) if said else ADULT

    @property
    def kept_until(self) -> datetime | None:
        """Until when a draft that was put away is kept."""
        return self.draft.put_away + Draft.kept_longer if self.draft.put_away else None

    @property
    def next_step(self) -> StepView | None:
        """The first step that is still to be said, before those that can wait."""
        waiting = [step for step in self.steps if step.state == "now"]
        return waiting[0] if waiting else None

    def step(self, key: str) -> StepView:
        """Return a step."""
        return next(step for step in self.steps if step.key == key)

    def after(self, key: str) -> str:
        """Return the step after one; empty after the last."""
        place = STEPS.index(key) + 1
        return STEPS[place] if place < len(STEPS) else ""

    def texts(self) -> list[tuple[Any, list[ClauseView]]]:
        """Return the texts with their clauses, those left out among them."""
        return [(title, [one for one in self.clauses if one.kind == kind]) for kind, title in TITLES.items()]


def draft_for(viewer: Any, draft_id: UUID) -> DraftView:
    """Return a draft as one of its founders sees it.

    Raises:
        NotVisible: for everybody else.
    """
    founders = list(Founder.objects.filter(draft_id=draft_id).select_related("draft__community"))
    me = next((one for one in founders if one.person_id == getattr(viewer, "id", None)), None)
    if me is None or not may_see_draft(viewer, me.draft, me):
        raise NotVisible
    draft = me.draft
    if draft.published and draft.community is None:
        raise NotVisible  # what it became is not on this host any more
    clauses = list(DraftClause.objects.filter(draft=draft))
    roles = list(FirstRole.objects.filter(draft=draft))
    text = digest(draft, clauses, roles)
    named = {founder.id: str(founder) for founder in founders}
    seen = tuple(_founder(one, me, text) for one in founders)
    lacking = lacks(outline(draft, clauses, roles))
    role_views = tuple(
        RoleView(role.office, OFFICES[role.office], role.holder_id, named[role.holder_id], role.months)
        for role in roles
    )
    return DraftView(
        draft=draft,
        kind=KIND[draft.community_kind],
        me=next(one for one in seen if one.mine),
        founders=seen,
        clauses=tuple(_clause(one) for one in clauses),
        roles=role_views,
        steps=tuple(_step(key, draft, seen, clauses, role_views) for key in STEPS),
        lacks=lacking,
        text=text,
        may_change=may_change_draft(viewer, draft, me),
        may_confirm=may_confirm_draft(viewer, draft, me, complete=not lacking),
        may_take_up=may_take_up_draft(viewer, draft, me),
        may_step_out=may_step_out(viewer, draft, me),
    )


def begins_with(person: Person, draft_id: UUID) -> bool:
    """Whether somebody is among the founders of a draft."""
    return Founder.objects.filter(draft_id=draft_id, person=person).exists()


def my_drafts(person: Person | None) -> list[MyDraft]:
    """Return what a person is beginning, what they wrote on last first. One query."""
    if person is None:
        return []
    rows = Draft.objects.filter(founders__person=person, published=None).order_by("-changed", "id")
    return [
        MyDraft(
            row.id,
            row.name or _("Without a name yet"),
            KIND[row.community_kind],
            row.changed,
            bool(row.put_away),
        )
        for row in rows[:50]
    ]


def links_of(viewer: Person, draft_id: UUID, *, now: datetime) -> list[LinkView]:
    """Return the links that founders made, the newest first. For founders, who see the draft.

    Raises:
        NotVisible
    """
    rows = FounderLink.objects.filter(draft_id=draft_id, draft__founders__person=viewer)
    return [
        LinkView(
            row.id,
            row.note,
            str(row.made_by),
            row.expires,
            is_open=row.used is None and row.revoked is None and row.expires > now,
            used=row.used is not None,
        )
        for row in rows.select_related("made_by").order_by("-created", "id")[:60]
    ]


def _founder(row: Founder, me: Founder, text: str) -> FounderView:
    return FounderView(
        id=row.id,
        name=str(row),
        plain_name=row.name,
        word=row.word,
        mine=row.id == me.id,
        confirmed=row.confirmed_text == text,
        confirmed_before=bool(row.confirmed_text) and row.confirmed_text != text,
        has_card=row.card is not None,
    )


def _clause(row: DraftClause) -> ClauseView:
    setting = RULES[row.rule_key] if row.rule_key else None
    return ClauseView(
        id=row.id,
        kind=row.agreement_kind,
        number=row.number,
        text=row.text,
        short=row.short,
        fixed=row.fixed,
        taken=row.taken,
        rule_key=row.rule_key,
        rule_value=row.rule_value,
        setting=setting.says if setting else "",
        value=setting.say(row.rule_value) if setting else "",
    )


def _step(
    key: str,
    draft: Draft,
    founders: tuple[FounderView, ...],
    clauses: list[DraftClause],
    roles: tuple[RoleView, ...],
) -> StepView:
    line = _said(key, draft, founders, clauses, roles)
    if line and not (key == "founders" and len(founders) < ENOUGH):
        return StepView(key, STEP_TITLES[key], line, "done")
    state = "left_out" if key in draft.left_out else "later" if key in LEAVABLE else "now"
    return StepView(key, STEP_TITLES[key], line or str(WAITS[state]), state)


def _said(
    key: str,
    draft: Draft,
    founders: tuple[FounderView, ...],
    clauses: list[DraftClause],
    roles: tuple[RoleView, ...],
) -> str:
    """Say in a line what a step holds; nothing when nothing was said in it."""
    if key == "founders":
        return ", ".join(founder.name for founder in founders)
    if key == "agreements":
        taken = sum(clause.taken for clause in clauses)
        if not taken:
            return ""
        return ngettext("%(n)s clause to begin with", "%(n)s clauses to begin with", taken) % {"n": taken}
    if key == "roles":
        named = [role for role in roles if role.office == "steward"] and roles
        return ", ".join(f"{role.holder}: {role.label}" for role in named or ())
    if key == "meeting":
        return _meeting(draft.meets_on, draft)
    if key == "helplines":
        return draft.helplines and _country(draft.helplines)
    held: str = {"purpose": draft.purpose, "people": draft.for_whom, "place": draft.town, "name": draft.name}[
        key
    ]
    return held if len(held) <= 100 else held[:97].rstrip() + " …"


def _meeting(day: date | None, draft: Draft) -> str:
    if day is None:
        return ""
    where = draft.meets_district or draft.meets_where
    return ", ".join(part for part in (date_format(day, "l j F"), where) if part)


def _country(code: str) -> str:
    from commonhearth.rooms.helplines.selectors import countries

    return dict(countries()).get(code, code)
