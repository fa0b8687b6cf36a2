"""No path in the code removes or down-ranks a member for absence: said structurally, so that none can come in quietly.

Whoever reads this because it failed: a membership here never expires for silence, and nothing counts who was there.
"""

from __future__ import annotations

import ast
from pathlib import Path

from commonhearth.foundation.jobs import SCHEDULE
from commonhearth.foundation.tenancy.models import house_models
from commonhearth.rooms.care.models import Case, Entry, OnCase

ROOT = Path(__file__).parents[2] / "commonhearth"
SOURCES = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
#: What would have to be known of somebody to hold their absence against them.
SILENCE = (
    "last_seen",
    "last_login",
    "last_active",
    "last_visit",
    "absences",
    "absent",
    "attendance_rate",
    "streak",
)
#: Who ends a standing or a place in a circle, and whose press, or two people's, stands behind it.
MAY_END = {
    ("foundation/members/services/leaving.py", "_go"),  # one's own leaving; two people's asking to leave
    ("foundation/members/services/standing.py", "set_standing"),
    ("foundation/members/services/joining.py", "*"),  # an asking answered, or taken back
    ("foundation/members/services/invitations.py", "*"),
    ("foundation/members/services/erasing.py", "erase_own"),  # one's own erasing
    ("foundation/members/services/apart.py", "lift_bar"),  # of who is outside, so that they may ask again
    ("foundation/members/services/dying.py", "*"),  # two people said so; undone in one step
    ("foundation/circles/services/entering.py", "*"),  # one's own leaving of a circle
    ("foundation/circles/services/opening.py", "*"),  # a circle ended by its own
    ("foundation/circles/handlers.py", "*"),  # who left the community leaves its circles
    ("foundation/members/handlers.py", "*"),  # founders come in
    ("foundation/members/services/arriving.py", "*"),
    ("foundation/members/services/register.py", "*"),
    ("foundation/members/services/away.py", "*"),  # one's own pause, and coming back
}
ENDS = {"FORMER", "REMOVED"}


def _functions(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def _ends_somebody(node: ast.AST) -> bool:
    """Whether code sets a standing to an end, or a leaving date on a place in a circle."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            called = part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
            names = [n.attr for n in ast.walk(part) if isinstance(n, ast.Attribute)]
            if called in ("set_standing", "_go") and ENDS & set(names):
                return True
            if called == "update" and any(word.arg == "standing" for word in part.keywords):
                return True
    return False


def test_nothing_that_is_kept_of_a_member_says_when_they_were_last_here():
    found = [
        f"{model.__name__}.{field.name}"
        for model in house_models()
        for field in model._meta.concrete_fields
        if any(word in field.name for word in SILENCE)
    ]
    assert (
        found == ["Person.last_login"] or found == []
    )  # Django's own, of a sign-in; read by nothing (below)


def test_nothing_reads_when_somebody_signed_in_last():
    readers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if any(
            isinstance(node, ast.Attribute) and node.attr in SILENCE
            for node in ast.walk(ast.parse(path.read_text()))
        )
    ]
    assert readers == []


def test_only_these_end_a_membership_and_none_of_them_counts_days_of_silence():
    ending = set()
    for path in SOURCES:
        for function in _functions(ast.parse(path.read_text())):
            if _ends_somebody(function):
                ending.add((str(path.relative_to(ROOT)), function.name))
    known = {place for place, name in MAY_END if name == "*"}
    strangers = {one for one in ending if one not in MAY_END and one[0] not in known}
    assert strangers <= {("foundation/members/services/leaving.py", "leave"),
                         ("foundation/members/services/leaving.py", "carry_out_removals")}, strangers  # fmt: skip
    assert ending, "the test still finds those who do"


def test_the_only_job_that_ends_a_membership_carries_out_what_two_people_confirmed():
    source = (ROOT / "foundation/members/services/leaving.py").read_text()
    carry = next(node for node in _functions(ast.parse(source)) if node.name == "carry_out_removals")
    text = ast.unparse(carry)
    assert "seconded_by__isnull=False" in text and "takes_effect__lte" in text
    jobs = {name for name in SCHEDULE._entries if "remov" in name or "absence" in name or "expire" in name}
    assert jobs == {"members.removals"}


def test_people_are_ordered_by_when_they_came_and_by_name_alone():
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by":
                keys = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
                words = [key for key in keys if isinstance(key, str)]
                wrong += [f"{path.name}: {key}" for key in words if any(one in key for one in SILENCE)]
    assert wrong == []


def test_nothing_in_a_case_counts_what_somebody_did():
    for model in (Case, Entry, OnCase):
        names = {field.name for field in model._meta.concrete_fields}
        assert not names & {"score", "rank", "points", "strikes", "level", "severity"}
