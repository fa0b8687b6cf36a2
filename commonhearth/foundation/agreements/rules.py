"""Settings that a decision may change, and what each was or is at any time.

    rule(circle, "answer_days", now)   # 7

A clause may rule a setting. The clause of the circle itself goes first, then the community's (held
by its root circle), then what the community had before any clause spoke of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.agreements.models import ClauseVersion
from commonhearth.foundation.circles.models import Circle, CircleKind, Openness
from commonhearth.foundation.communities.models import Admission, Community, Economy
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy import current_community


class BadValue(ValueError):
    """What was typed is no value of this setting. Carries the code of the sentence that says what is."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that a clause may rule.

    Attributes:
        says: what it is, on screen.
        parse: from what was typed to the value as JSON; raises `BadValue`.
        say: the value in words.
        column: the community's column that holds the value in force now; empty for a room's own setting.
        default: before anything was agreed, for settings without a column.
        root_only: whether only the whole membership decides it.
        inherits: whether a circle without a clause of its own has what the community has.
        choices: where it is one of a few, gives them: (typed, in words).
    """

    says: str | Promise
    parse: Callable[[str], Any]
    say: Callable[[Any], str]
    column: str = ""
    default: Any = None
    root_only: bool = True
    inherits: bool = True
    choices: Callable[[], list[tuple[str, str | Promise]]] | None = None


def between(least: int, most: int) -> Callable[[str], int]:
    """Return a parser of whole numbers from `least` to `most`."""

    def parse(typed: str) -> int:
        try:
            value = int(typed.strip())
        except ValueError:
            raise BadValue("rule_number", least=least, most=most) from None
        if not least <= value <= most:
            raise BadValue("rule_number", least=least, most=most)
        return value

    return parse


def one_of(choices: tuple[tuple[str, str | Promise], ...]) -> Callable[[str], str]:
    """Return a parser of one of a few."""

    def parse(typed: str) -> str:
        if typed not in dict(choices):
            raise BadValue("rule_choice")
        return typed

    return parse


def _circle_that_admits(typed: str) -> str | None:
    """A circle by id that everyone may know of; empty means none."""
    if not typed.strip():
        return None
    try:
        circle_id = UUID(typed.strip())
    except ValueError:
        raise BadValue("rule_circle") from None
    known = Circle.objects.filter(id=circle_id, closed_on=None).exclude(openness=Openness.CONFIDENTIAL)
    if not known.exists():
        raise BadValue("rule_circle")
    return str(circle_id)


def _circles_to_trust() -> list[tuple[str, str | Promise]]:
    circles = Circle.objects.filter(closed_on=None).exclude(openness=Openness.CONFIDENTIAL).exclude(name="")
    return [
        ("", _("none")),
        *[(str(circle.id), circle.name) for circle in circles.order_by("name", "id")[:200]],
    ]


def _circle_said(value: Any) -> str:
    circle = value and Circle.objects.filter(id=value).exclude(openness=Openness.CONFIDENTIAL).first()
    return circle.name if circle else "–"


_ADMISSION: tuple[tuple[str, str | Promise], ...] = (
    (Admission.STEWARD, _("a steward or welcomer")),
    (Admission.TWO_MEMBERS, _("any two members")),
    (Admission.CIRCLE, _("a circle that is trusted with it")),
)
_ECONOMY: tuple[tuple[str, str | Promise], ...] = (
    (Economy.GIFT, _("gifts, nothing counted")),
    (Economy.TIME, _("time credit")),
    (Economy.BARTER, _("barter")),
    (Economy.MONEY, _("money")),
    (Economy.MIXED, _("mixed")),
)


def _chosen(choices: tuple[tuple[str, str | Promise], ...]) -> Callable[[Any], str]:
    return lambda value: str(dict(choices).get(value, value))


#: Filled here with the community's own; rooms add theirs in `apps.ready()`.
RULES: Point[Setting] = Point("agreements.rules")
RULES.add("admission", Setting(_("Who lets people in"), one_of(_ADMISSION), _chosen(_ADMISSION), "admission",
                               choices=lambda: list(_ADMISSION)))  # fmt: skip
RULES.add("admission_circle", Setting(_("Which circle lets people in"), _circle_that_admits, _circle_said,
                                      "admission_circle", choices=_circles_to_trust))  # fmt: skip
RULES.add("answer_days", Setting(_("Days within which somebody who asks to join is answered"), between(1, 60), str,
                                 "answer_days"))  # fmt: skip
RULES.add("trial_days", Setting(_("Days of getting to know each other"), between(0, 730), str, "trial_days"))
RULES.add("lowest_age", Setting(_("Lowest age for joining"), between(12, 99), str, "lowest_age"))
RULES.add("economy", Setting(_("How we share and trade"), one_of(_ECONOMY), _chosen(_ECONOMY), "economy",
                             choices=lambda: list(_ECONOMY)))  # fmt: skip


def rule(holder: Circle | Member, key: str, at: datetime) -> Any:
    """Return the value of a setting for a holder at a moment, in one or two queries.

    Args:
        holder: a circle; the whole membership is its root circle; a member has what the community has.
        key: a key of `RULES`.

    Raises:
        KeyError: when no such setting is declared.
    """
    setting = RULES[key]
    whose = Q(circle__circle_kind=CircleKind.ROOT) if setting.inherits else Q(pk=None)
    if isinstance(holder, Circle):
        whose |= Q(circle_id=holder.id)
    history = list(
        ClauseVersion.objects.filter(whose, clause__rule_key=key, in_force_from__isnull=False)
        .order_by("in_force_from", "created", "id")
        .values_list(
            "circle_id", "circle__circle_kind", "in_force_from", "replaced", "rule_value", "rule_before"
        )
    )
    own = [row for row in history if isinstance(holder, Circle) and row[0] == holder.id]
    root = [row for row in history if row[1] == CircleKind.ROOT and setting.inherits]
    for rows in (own, root):
        for _circle, _kind, since, until, value, _before in rows:
            if since <= at and (until is None or at < until):
                return value
    if root:  # the first clause came later than `at`; what it replaced was kept
        return root[0][5]
    return before_any(setting)


def ruled_now() -> set[str]:
    """Return the settings of the community in reach that a clause of its root circle rules now."""
    rows = ClauseVersion.objects.filter(
        circle__circle_kind=CircleKind.ROOT, in_force_from__isnull=False, replaced=None, withdrawn=None
    ).exclude(clause__rule_key="")
    return set(rows.values_list("clause__rule_key", flat=True))


def before_any(setting: Setting) -> Any:
    """Return what a setting is while no clause of the community speaks of it."""
    if not setting.column:
        return setting.default
    value = getattr(Community.objects.get(id=current_community()), setting.column)
    return str(value) if isinstance(value, UUID) else value
