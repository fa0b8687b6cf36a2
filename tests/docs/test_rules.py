"""Rules of the house that no linter knows: rooms meet only through their doors, drawers have names."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.databases import ROOT

PACKAGE = ROOT / "commonhearth"
#: What one room may ask of another.
DOORS = {"services", "selectors", "access", "events"}
DRAWERS = {"utils", "helpers", "common", "misc", "base", "lib"}
#: Lines; a file much beyond is split by noun.
LONGEST = 450


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def imports_of(path: Path) -> set[str]:
    """Return the dotted names that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_rooms_meet_only_through_their_doors():
    wrong = []
    for path in modules():
        place = path.relative_to(PACKAGE).parts
        if place[0] != "rooms" or len(place) < 3:
            continue
        for name in imports_of(path):
            parts = name.split(".")
            if (
                parts[:2] == ["commonhearth", "rooms"]
                and parts[2] != place[1]
                and not DOORS & set(parts[3:4])
            ):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_no_drawers():
    assert [str(path) for path in modules() if path.stem in DRAWERS] == []


def test_files_stay_short():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_core_takes_time_and_chance_as_arguments():
    """`random.Random(seed)` and values of `datetime` are arguments: neither clock nor dice are asked."""
    asked = {"now", "utcnow", "today"}
    wrong = []
    for path in (PACKAGE / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and (
                (node.attr in asked and getattr(node.value, "id", "") in {"datetime", "date", "timezone"})
                or (getattr(node.value, "id", "") == "random" and node.attr != "Random")
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
