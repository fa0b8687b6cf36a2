"""What `hearth check` says about the numbers."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.registry import Finding
from commonhearth.rooms.helplines.models import Helpline
from commonhearth.rooms.helplines.reference import shipped_lines
from commonhearth.rooms.helplines.wording import FINDINGS


def findings(now: datetime) -> list[Finding]:
    """Return a warning per number read too long ago, and one when the table is not what was shipped."""
    rows = {row.key: row for row in Helpline.objects.all()}
    found = [
        _warning(
            "old-number",
            key=row.key,
            name=row.name,
            days=(now.date() - row.read_on).days,
            source=row.source_url,
        )
        for row in rows.values()
        if row.is_old(today=now.date())
    ]
    shipped = {line["key"]: line for line in shipped_lines()}
    differing = shipped.keys() ^ rows.keys()
    for key in shipped.keys() & rows.keys():
        if any(getattr(rows[key], name) != value for name, value in shipped[key].items()):
            differing.add(key)
    if differing:
        found.append(_warning("numbers-not-loaded", keys=", ".join(sorted(differing))))
    return found


def _warning(code: str, **params: str | int) -> Finding:
    return Finding(f"helplines.{code}", str(FINDINGS[code]) % params, serious=False)
