"""python -m bench: make the hosts, measure, print the table, judge it.

    make bench                          everything; about ten minutes on a small machine
    python -m bench --quick             a small host and few rounds, to see that it works
    python -m bench --on postgres       the page table and the directory on a throw-away PostgreSQL
    python -m bench --folder DIR        keep the hosts there, and use them again if they are there

Each step is a process of its own, because Django's settings are read once. All of it happens in a
temporary folder and on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from bench import hosts, postgres, steps
from bench.report import report

#: Seconds that any one step may take.
LIMIT = 1800


def options() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small host and few rounds")
    parser.add_argument(
        "--on", choices=("sqlite", "postgres"), default="sqlite", help="the database of the hosts"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=None, help="rounds inside the process (60)")
    parser.add_argument("--requests", type=int, default=None, help="requests for the memory (10,000)")
    parser.add_argument("--folder", type=Path, default=None, help="keep the hosts here")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(steps.STEPS),
        default=None,
        help="only these steps, in a kept folder",
    )
    parser.add_argument("--json", type=Path, default=None, help="write every number to this file too")
    parser.add_argument("--step", choices=sorted(steps.STEPS), default=None, help=argparse.SUPPRESS)
    found = parser.parse_args()
    found.rounds = found.rounds or (10 if found.quick else 60)
    found.requests = found.requests or (1_000 if found.quick else 10_000)
    return found


def main() -> int:
    """Run one step, or all of them."""
    given = options()
    # Told to end, it ends what it started and removes its folder.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
    if given.step:
        steps.run(given)
        return 0
    if given.on == "postgres":
        given.only = given.only or list(steps.ON_POSTGRES)
        with postgres.serving() as port:
            os.environ[hosts.POSTGRES] = port
            return _all(given)
    return _all(given)


def _all(given: argparse.Namespace) -> int:
    """Run the steps in a folder, and print what they found."""
    keep = (
        nullcontext(str(given.folder))
        if given.folder
        else tempfile.TemporaryDirectory(prefix="hearth-bench-")
    )
    with keep as name:
        folder = Path(name).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        given.folder = folder
        began = time.monotonic()
        for step in steps.STEPS:
            if given.only and step not in given.only:
                continue
            if step == "make" and (folder / "who.json").exists():
                continue
            print(f"... {steps.SAYS[step]}", flush=True)
            _run(step, folder)
        text, numbers, ok = report(folder, given, seconds=time.monotonic() - began)
        print(text)
        if given.json:
            given.json.write_text(json.dumps(numbers, indent=1, default=str))
    return 0 if ok else 1


def _run(step: str, folder: Path) -> None:
    """Run one step in a process of its own, whose log stands in the folder."""
    command = [sys.executable, "-m", "bench", *sys.argv[1:], "--step", step, "--folder", str(folder)]
    environment = hosts.environment(folder) | {
        name: os.environ[name] for name in ("HEARTH_TEST_DATA",) if name in os.environ
    }
    log = folder / f"{step}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            process.wait(timeout=LIMIT)
        finally:
            # Asked, not killed: it ends the host that it serves.
            process.terminate()
            process.wait(timeout=60)
    if process.returncode:
        raise SystemExit(f"{steps.SAYS[step]} failed:\n{log.read_text()[-3000:]}")


if __name__ == "__main__":
    sys.exit(main())
