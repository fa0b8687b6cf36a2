"""What `hearth check` says about the rights that are shipped."""

from __future__ import annotations

from datetime import datetime

from commonhearth.foundation.registry import Finding
from commonhearth.rooms.resources import rights
from commonhearth.rooms.resources.wording import FINDINGS


def findings(now: datetime) -> list[Finding]:
    """Return a warning for each right whose source was read too long ago."""
    today = now.date()
    return [
        Finding(
            "resources.old-right",
            str(FINDINGS["old-right"])
            % {"key": one.key, "days": (today - one.read_on).days, "source": one.source_url},
            serious=False,
        )
        for country in rights.pages().values()
        for one in country.rights
        if one.is_old(today=today)
    ]
