"""Making a host ready: folder, keys, tables, styles, reference data. Done again it changes nothing.

`hearth serve`, `hearth demo` and `hearth migrate` come through here before anything else.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonhearth.foundation.sealed import starting
from commonhearth.foundation.tenancy import guards
from commonhearth.rooms.directory.gazetteer import loading
from commonhearth.site import host

#: What is the same on every host and comes with the code. Each loads only what is not there yet.
#: (The helplines' numbers follow each migrate by themselves.)
REFERENCE: list[Callable[[], object]] = [loading.ensure_loaded]


def make_ready(*, demo: bool, now: datetime, say: Callable[[str], object]) -> None:
    """Make the host ready to be served.

    Args:
        demo: whether this is a demo host; decided once, when it is made.
        now: the present time.
        say: told in a sentence what takes a while.

    Raises:
        MadeOtherwise: when the host was made as the other kind.
        HostKeyFault: when its key is gone or is another's.
    """
    make_folder()
    migrate(say)
    host.mark(demo=demo, now=now)
    if demo:
        (settings.HEARTH_DATA / "demo-host").touch()
    starting.set_up()
    fault = starting.fault()
    if fault is not None:
        raise fault
    collect(say)
    for load in REFERENCE:
        load()


def make_folder() -> None:
    """Make the data folder, which nobody else on the machine may look into."""
    new = not (settings.HEARTH_DATA / "static").exists()
    settings.HEARTH_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    if new:
        settings.HEARTH_DATA.chmod(0o700)
    (settings.HEARTH_DATA / "keys").mkdir(exist_ok=True, mode=0o700)


def migrate(say: Callable[[str], object]) -> None:
    """Bring the tables up to this version, as their owner where that is another role."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say("Making the tables ready ...")
        _as_owner("migrate")
    elif any(guards.missing_and_strange()):
        say("Putting the guards of the database back ...")
        _as_owner("migrate")


def _as_owner(*command: str) -> None:
    if connection.vendor != "postgresql" or not settings.DATABASE_OWNER_URL:
        call_command(*command, verbosity=0, interactive=False)
        return
    # Another role, so another process: this one's connection stays the one without those rights.
    connection.close()
    subprocess.run(
        [sys.executable, "-m", "django", *command, "--verbosity", "0", "--no-input"],
        env=os.environ | {"HEARTH_AS_OWNER": "1", "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings"},
        check=True,
    )


def collect(say: Callable[[str], object]) -> None:
    """Put styles and scripts, under names that carry their digest, where the web worker hands them out."""
    if static_is_fresh():
        return
    say("Collecting styles and scripts ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    _noted().write_text(_static_digest())


def static_is_fresh() -> bool:
    """Tell whether what was collected is what this version brings."""
    try:
        return (
            _noted().read_text() == _static_digest() and (settings.STATIC_ROOT / "staticfiles.json").exists()
        )
    except FileNotFoundError:
        return False


def _noted() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _static_digest() -> str:
    parts = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = os.stat(storage.path(path))
            parts.update(f"{path}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return parts.hexdigest()
