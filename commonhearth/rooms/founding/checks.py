"""What `hearth check` says about the facts per country."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.registry import Finding
from commonhearth.rooms.founding.countries import shipped
from commonhearth.rooms.founding.wording.countries import FINDINGS


def findings(now: datetime) -> list[Finding]:
    """Return a warning for each fact whose source was read more than a year ago."""
    return [
        Finding(
            "founding.old-fact",
            str(FINDINGS["old-fact"])
            % {"key": fact.key, "days": (now.date() - fact.read_on).days, "source": fact.source_url},
            serious=False,
        )
        for fact in shipped()
        if fact.is_old(today=now.date())
    ]
