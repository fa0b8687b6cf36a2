"""S04: no user's text becomes a pattern, and no pattern of ours can be made to work for minutes."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = sorted((ROOT / "commonhearth").rglob("*.py"))
#: Functions of `re` whose first argument is a pattern.
TAKES_PATTERN = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
LENGTH = 100_000
#: Of a core, which a busy machine does not spend: far above the 50 ms each may take, far below what backtracks takes.
SECONDS = 20

#: Text that makes careless patterns try every way of cutting it up.
HOSTILE = [
    "a" * LENGTH,
    "a " * (LENGTH // 2),
    "1" * LENGTH + "x",
    "." * LENGTH + "!",
    "-" * LENGTH,
    "a." * (LENGTH // 2) + "@",
    "a@" * (LENGTH // 2),
    "(" * LENGTH,
    '"' * LENGTH,
    "<" * LENGTH,
    " " * LENGTH + "x",
    "\n" * LENGTH + "x",
    "\t \n" * (LENGTH // 3),
    "é" * LENGTH + "\u0000",
    "%41" * (LENGTH // 3),
    "aA1_-" * (LENGTH // 5) + "\u2028",
    "http://" * (LENGTH // 7),
]


def _calls() -> list[tuple[str, ast.Call]]:
    found = []
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in TAKES_PATTERN
            ):
                found.append((f"{path.relative_to(ROOT)}:{node.lineno}", node))
    return found


def _constant(node: ast.expr) -> str | None:
    """Return a pattern that stands in the code, or None for one that is made while running."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_patterns_stand_in_the_code() -> None:
    """A pattern that is put together names only constants of its own module, in capitals, or escapes what it takes."""
    made = []
    for place, call in _calls():
        pattern = call.args[0]
        if _constant(pattern) is not None:
            continue
        names = [part for part in ast.walk(pattern) if isinstance(part, ast.Name)]
        own = all(name.id.lstrip("_").isupper() or name.id == "re" for name in names)
        escapes = any(isinstance(part, ast.Attribute) and part.attr == "escape" for part in ast.walk(pattern))
        if not (own or escapes):
            made.append(place)
    assert made == []


def test_no_pattern_can_be_made_to_work_for_minutes() -> None:
    patterns = sorted({text for _, call in _calls() if (text := _constant(call.args[0])) is not None})
    assert len(patterns) > 10
    code = (
        "import re, resource, sys, json\n"
        f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))\n"
        "patterns, texts = json.load(sys.stdin)\n"
        "for pattern in patterns:\n"
        "    print(pattern, flush=True)\n"
        "    compiled = re.compile(pattern)\n"
        "    for text in texts:\n"
        "        compiled.match(text)\n"
        "        compiled.fullmatch(text)\n"
        "        for _ in compiled.finditer(text): pass\n"
        "print('through')\n"
    )
    given = json.dumps([patterns, HOSTILE])
    ended = subprocess.run(
        [sys.executable, "-c", code], input=given, capture_output=True, text=True, check=False
    )
    last = ended.stdout.splitlines()[-1]
    assert last == "through", f"this pattern can be made to work for minutes: {last}{ended.stderr}"
