"""Debian's Chromium: its build without windows, which draws the same pages with less work, and the whole one."""

from __future__ import annotations

import os
from pathlib import Path

#: Each is a Debian package and its program. The first lets nobody record from a microphone; the whole one does all.
SMALL, WHOLE = "chromium-headless-shell", "chromium"


def program(*, whole: bool = False) -> str | None:
    """Return the browser that journeys are made in: what `HEARTH_CHROMIUM` names, else the smallest that can."""
    chosen = os.environ.get("HEARTH_CHROMIUM")
    names = [WHOLE] if whole else [SMALL, WHOLE]
    programs = [chosen] if chosen else [f"/usr/bin/{name}" for name in names]
    return next((program for program in programs if Path(program).exists()), None)


def missing() -> list[str]:
    """Return the package without which some journey cannot be made."""
    return [] if program(whole=True) else [WHOLE]


def wished() -> list[str]:
    """Return the package without which all journeys are made in the whole Chromium, with more work."""
    chosen = os.environ.get("HEARTH_CHROMIUM")
    return [] if chosen or Path(f"/usr/bin/{SMALL}").exists() else [SMALL]
