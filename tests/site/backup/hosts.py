"""A second host on this machine: an empty folder, and on PostgreSQL an empty database, to restore into."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from commonhearth.foundation.sealed import hostkey
from tests import databases


class Host:
    """A host in another folder, asked and told things by starting processes."""

    def __init__(self, data: Path, place: dict[str, str]) -> None:
        self.data = data
        self.environment = os.environ | place | {"HEARTH_DATA": str(data), "PYTHONPATH": str(databases.ROOT)}
        for name in ("HEARTH_KEY_FILE", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)

    @property
    def key_file(self) -> Path:
        return self.data / "keys" / "host.key"

    def take_key(self) -> None:
        """Do what the operator does first: put the copy of the host key in its place."""
        self.key_file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(hostkey.key_file(), self.key_file)

    def hearth(self, *words: str, **more: str) -> dict[str, Any]:
        """Run a command and return its JSON object."""
        done = subprocess.run(
            [sys.executable, "-m", "commonhearth.site.command", *words, "--json"],
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            cwd=databases.ROOT,
        )
        assert done.stdout, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        found["status"] = done.returncode
        return found

    def ask(self, question: str) -> Any:
        """Run some lines of Python on this host; what they leave in `answer` comes back."""
        before = "import json, commonhearth, django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", before + question + "\nprint(json.dumps(answer, default=str))"],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "commonhearth.site.settings"},
            capture_output=True,
            text=True,
            check=False,
            cwd=databases.ROOT,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def empty(folder: Path) -> Iterator[Host]:
    """Give a host that is nothing yet but a place."""
    folder.mkdir(parents=True)
    place = {"HEARTH_SECRET": settings.SECRET_KEY}
    if not databases.on_postgres():
        yield Host(folder, place | {"DATABASE_URL": f"sqlite:///{folder / 'hearth.sqlite3'}"})
        return
    from tests import postgres

    name = f"hearth_empty_{uuid.uuid4().hex[:12]}"
    postgres.execute(f'CREATE DATABASE "{name}" OWNER {postgres.OWNER} TEMPLATE template0')
    try:
        yield Host(
            folder,
            place
            | {
                "DATABASE_URL": postgres.url(name),
                "DATABASE_OWNER_URL": postgres.url(name, role=postgres.OWNER),
            },
        )
    finally:
        postgres.drop(name)
