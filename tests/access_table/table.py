"""Reads `urls.txt`: address, method, state of the thing, and an answer for each of the cast.

    /c/<slug:slug>/circles/<uuid:circle_id>/
      GET  open     404 404 404 200 200 200 404 404 200 200 200 404 404
      GET  hidden   404 404 404 404 200 404 404 404 200 404 404 404 404
      POST open     405*

An answer is a status; `in` means sent to sign in first (a program: to bring a key); `me?` sent to show again
that it is them; `ok>` done, or not for them, and sent on to another page; `=` as in the state before; one
answer with a star stands for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.world import CAST

FILE = Path(__file__).with_name("urls.txt")
Key = tuple[str, str, str]  # route, method, state


@dataclass
class Table:
    """The declared answers, by address, method and state."""

    rows: dict[Key, dict[str, str]] = field(default_factory=dict)

    def of(self, route: str) -> dict[tuple[str, str], dict[str, str]]:
        """Return an address's rows by method and state."""
        return {(method, state): row for (at, method, state), row in self.rows.items() if at == route}

    @property
    def routes(self) -> set[str]:
        """Every address that has a row."""
        return {route for route, _method, _state in self.rows}


class NotATable(ValueError):
    """`urls.txt` has a line that cannot be read. Says which."""


def read(text: str | None = None) -> Table:
    """Read the table.

    Raises:
        NotATable: with the number of the line that is wrong.
    """
    table = Table()
    route = ""
    for number, line in enumerate((FILE.read_text() if text is None else text).splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            route = line.strip()
            continue
        method, state, *answers = line.split()
        if len(answers) == 1 and answers[0].endswith("*"):
            answers = [answers[0][:-1]] * len(CAST)
        if not route or method not in ("GET", "POST") or len(answers) != len(CAST):
            raise NotATable(f"urls.txt line {number}: {line.strip()}")
        if (route, method, state) in table.rows:
            raise NotATable(f"urls.txt line {number}: {route} {method} {state} stands here twice")
        table.rows[route, method, state] = dict(zip(CAST, answers, strict=True))
    return table


def one_for_each_answer(row: dict[str, str]) -> dict[str, str]:
    """Return of a row the first who gets each answer, and that answer."""
    first = {answer: who for who, answer in reversed(row.items()) if answer != "="}
    return {who: answer for answer, who in first.items()}


def write_row(method: str, state: str, answers: dict[str, str]) -> str:
    """Return a row as it stands in the file."""
    if len(set(answers.values())) == 1:
        return f"  {method:<4} {state:<9} {next(iter(answers.values()))}*"
    return f"  {method:<4} {state:<9} " + " ".join(f"{answers[who]:<3}" for who in CAST).rstrip()
