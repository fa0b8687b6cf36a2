"""The starter kit: what founders wrote, made ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from commonhearth.core.places.countries import country_name
from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.agreements.models import AgreementKind, ClauseVersion
from commonhearth.foundation.agreements.rules import RULES
from commonhearth.foundation.circles.models import CircleKind
from commonhearth.foundation.communities.models import Community
from commonhearth.kit.saying import day_time
from commonhearth.rooms.founding.access import may_see_growing
from commonhearth.rooms.founding.models import Beginning, Shown
from commonhearth.rooms.founding.selectors.countries import Topic, topics_of
from commonhearth.rooms.founding.selectors.drafts import draft_for
from commonhearth.rooms.founding.selectors.growing import coming_up, town_time
from commonhearth.rooms.founding.wording.clauses import TITLES
from commonhearth.rooms.helplines.selectors import Section, helplines_of


@dataclass(frozen=True, slots=True)
class KitClause:
    """A clause on paper."""

    short: str
    text: str
    fixed: bool
    #: What it rules, and to what.
    setting: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that is printed before the first open meeting.

    Attributes:
        where: for those who hold the meeting; `where_for_all` stands on the poster.
    """

    name: str
    purpose: str
    for_whom: str
    texts: tuple[tuple[Any, str, tuple[KitClause, ...]], ...]
    when: str
    where: str
    where_for_all: str
    expect: str
    helplines: list[Section]
    helplines_country: str
    country: str
    country_code: str
    topics: list[Topic]

    @property
    def ground_rules(self) -> tuple[KitClause, ...]:
        """The clauses of the ground rules card."""
        return next(
            (clauses for _title, kind, clauses in self.texts if kind == AgreementKind.GROUND_RULES), ()
        )


def kit_of_draft(viewer: Any, draft_id: UUID, *, now: datetime) -> Kit:
    """Return the kit of a draft, for its founders.

    Raises:
        NotVisible: for everybody else.
    """
    view = draft_for(viewer, draft_id)
    draft = view.draft
    when = ""
    if draft.meets_on and draft.meets_clock:
        when = day_time(datetime.combine(draft.meets_on, draft.meets_clock))
    return _kit(
        name=draft.name,
        purpose=draft.purpose,
        for_whom=draft.for_whom,
        texts=[
            (kind, KitClause(clause.short, clause.text, clause.fixed, str(clause.setting), clause.value))
            for kind in TITLES
            for clause in view.clauses
            if clause.taken and clause.kind == kind
        ],
        when=when,
        where=draft.meets_where,
        district=draft.meets_district,
        shown=draft.meets_shown,
        expect=draft.meets_expect,
        helplines=draft.helplines or draft.country,
        country=draft.country,
        viewer=viewer,
    )


def kit_of_community(viewer: Any, *, community: Community, now: datetime) -> Kit:
    """Return the kit of a living community, for its members: what is in force, and its next open meeting.

    Raises:
        NotVisible: for whoever is not inside.
    """
    if not may_see_growing(viewer):
        raise NotVisible
    beginning = Beginning.objects.first()
    upcoming = coming_up(now)
    in_force = ClauseVersion.objects.filter(
        circle__circle_kind=CircleKind.ROOT, in_force_from__isnull=False, replaced=None
    ).select_related("clause__agreement")
    texts = [
        (version.clause.agreement.agreement_kind, _in_force(version))
        for version in in_force.order_by("clause__agreement__created", "clause__number", "id")
    ]
    return _kit(
        name=community.name,
        purpose=community.purpose,
        for_whom=community.for_whom,
        texts=texts,
        when=day_time(town_time(upcoming)) if upcoming else "",
        where=upcoming.meets_where if upcoming else "",
        district=upcoming.meets_district if upcoming else "",
        shown=upcoming.meets_shown if upcoming else Shown.DISTRICT,
        expect=upcoming.meets_expect if upcoming else "",
        helplines=(beginning.helplines if beginning else "") or community.country,
        country=community.country,
        viewer=viewer,
    )


def _in_force(version: ClauseVersion) -> KitClause:
    setting = RULES[version.clause.rule_key] if version.clause.rule_key else None
    return KitClause(
        version.short,
        version.text,
        version.clause.fixed,
        str(setting.says) if setting else "",
        setting.say(version.rule_value) if setting else "",
    )


def _kit(
    *,
    name: str,
    purpose: str,
    for_whom: str,
    texts: list[tuple[str, KitClause]],
    when: str,
    where: str,
    district: str,
    shown: str,
    expect: str,
    helplines: str,
    country: str,
    viewer: Any,
) -> Kit:
    return Kit(
        name=name,
        purpose=purpose,
        for_whom=for_whom,
        texts=tuple(
            (title, kind, ours)
            for kind, title in TITLES.items()
            if (ours := tuple(clause for of, clause in texts if of == kind))
        ),
        when=when,
        where=where,
        where_for_all=where if shown == Shown.EXACT else district,
        expect=expect,
        helplines=helplines_of(helplines, viewer=viewer) if helplines else [],
        helplines_country=country_name(helplines) if helplines else "",
        country=country_name(country) if country else "",
        country_code=country,
        topics=topics_of(country),
    )
