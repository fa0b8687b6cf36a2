"""Which SQLite may keep a write-ahead log. Loads no Django, so that settings can ask.

Builds from 3.7.0 to before 3.51.3 can damage a database in WAL mode when a checkpoint resets the log
while others write (the "WAL-reset bug"), except the branches it was mended in: 3.50.7 and later of 3.50,
3.44.6 and later of 3.44.

Source: SQLite 3.51.3 release notes.
"""

from __future__ import annotations

Version = tuple[int, int, int]


def wal_is_safe(version: Version) -> bool:
    """Tell whether this SQLite may be used in WAL mode.

    Args:
        version: such as (3, 51, 3).
    """
    if version < (3, 7, 0):
        return False  # has no WAL mode
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


class UnsafeEngine(RuntimeError):
    """A database in WAL mode on an SQLite that can damage it.

    Attributes:
        version: the build's version, as text.
    """

    code = "unsafe-sqlite"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"SQLite {version} can damage a database in WAL mode (the WAL-reset bug, mended in 3.51.3). "
            "Install the engine we ship (make setup), or take HEARTH_SQLITE_JOURNAL=WAL out of the "
            "environment: then the rollback journal is used, "
            "which is safe with every SQLite."
        )
        self.version = version
