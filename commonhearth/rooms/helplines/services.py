"""Putting the shipped numbers into the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from commonhearth.rooms.helplines.models import Helpline
from commonhearth.rooms.helplines.reference import shipped_lines


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: how many rows were added, changed, removed, and left alone."""

    added: int
    changed: int
    removed: int
    same: int


def load_helplines() -> Loaded:
    """Make the table what the shipped file says. Again does nothing.

    Raises:
        WrongLine: when the file is not right; then nothing is changed.
    """
    lines = {line["key"]: line for line in shipped_lines()}
    with transaction.atomic():
        standing = {row.key: row for row in Helpline.objects.all()}
        added = [Helpline(**line) for key, line in lines.items() if key not in standing]
        changed = [row for key, row in standing.items() if key in lines and _take_over(row, lines[key])]
        gone = [row.pk for key, row in standing.items() if key not in lines]
        Helpline.objects.bulk_create(added)
        for row in changed:
            row.save()
        Helpline.objects.filter(pk__in=gone).delete()
    return Loaded(len(added), len(changed), len(gone), len(standing) - len(changed) - len(gone))


def _take_over(row: Helpline, line: dict[str, Any]) -> bool:
    """Put a line's values on its row; return whether any differed."""
    differs = False
    for name, value in line.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs


def after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Load the numbers after every migrate of the host's database."""
    if using == "default":
        load_helplines()
