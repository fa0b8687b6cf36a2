"""What `hearth check` says about the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from commonhearth.rooms.helplines.models import Helpline
from commonhearth.rooms.helplines.reference import shipped_lines


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a code that `wording.FINDINGS` has a sentence for, and its parameters."""

    code: str
    params: dict[str, str | int]


def findings(*, now: datetime) -> list[Finding]:
    """Return a warning per number read too long ago, and one when the table is not what was shipped."""
    rows = {row.key: row for row in Helpline.objects.all()}
    found = [
        Finding(
            "old-number",
            {
                "key": row.key,
                "name": row.name,
                "days": (now.date() - row.read_on).days,
                "source": row.source_url,
            },
        )
        for row in rows.values()
        if row.is_old(today=now.date())
    ]
    shipped = {line["key"]: line for line in shipped_lines()}
    differing = shipped.keys() ^ rows.keys()
    differing |= {
        key for key in shipped.keys() & rows.keys()
        if any(getattr(rows[key], name) != value for name, value in shipped[key].items())
    }  # fmt: skip
    if differing:
        found.append(Finding("numbers-not-loaded", {"keys": ", ".join(sorted(differing))}))
    return found
