"""How much room is left on the disk: the host stops writing while it still can stop cleanly."""

from __future__ import annotations

import os
import time
from pathlib import Path

#: On small disks a twentieth; on others 200 MB. Below it writes are answered "not now"; reading goes on.
SHARE = 0.05
BYTES = 200 * 1024 * 1024
#: Seconds for which one look at the disk is believed.
BELIEVED = 5.0

_seen: dict[Path, tuple[float, bool]] = {}


def free_and_whole(folder: Path) -> tuple[int, int]:
    """Return the bytes free and the size of the disk that a folder is on."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize


def may_write(folder: Path, clock: float | None = None) -> bool:
    """Tell whether there is room to write. A disk that cannot be asked counts as having room."""
    here = time.monotonic() if clock is None else clock
    when, answer = _seen.get(folder, (-BELIEVED, True))
    if here - when < BELIEVED:
        return answer
    try:
        free, whole = free_and_whole(folder)
    except OSError:
        return True
    answer = free >= min(BYTES, int(whole * SHARE))
    _seen[folder] = (here, answer)
    return answer
