"""How long the real list of UK co-operatives takes to come in, by the command that people type."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import hosts

FILE = "directory/coops_uk_2022q2_standard.csv"
COMMAND = "import sys; from commonhearth.site.command import main; sys.exit(main())"


@dataclass(slots=True)
class Import:
    """Seconds on the clock, seconds of CPU, and the most memory the command took in MiB."""

    wall: float
    cpu: float
    most: float
    said: str


def file() -> Path | None:
    """Return the real file where this machine has it."""
    folder = os.environ.get("HEARTH_TEST_DATA", str(Path(__file__).parents[2] / "shared" / "data"))
    found = Path(folder) / FILE
    return found if found.exists() else None


def bring_in(folder: Path, path: Path) -> Import:
    """Import the file into a host without listings."""
    target = folder / "importing.sqlite3"
    shutil.copyfile(folder / "empty.sqlite3", target)
    environment = hosts.environment(folder, host="importing", settings="commonhearth.site.settings")
    words = [sys.executable, "-P", "-c", COMMAND, "import", "directory", str(path), "--json"]
    with (folder / "import.log").open("wb") as log:
        began = time.perf_counter()
        process = subprocess.Popen(words, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    said = (folder / "import.log").read_text()
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}: {said[-400:]}")
    return Import(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)
