"""What `make test` runs, part by part, with the time of each and one closing line.

python -m tests.suite all | fast | check | faults | audit | pot
"""

from __future__ import annotations

import atexit
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests import checks, chromium, databases, plugin, postgres, translations

ROOT = Path(__file__).parents[1]
#: Many rounds of every fault, for `make faults`.
LONG_ROUNDS = "25"
#: Modules named at the end of a run, by the time they took.
LONGEST = 12


@dataclass
class Part:
    """One part of a run and what came of it."""

    name: str
    seconds: float = 0.0
    #: Seconds of a core. On two cores, much less than twice `seconds` means that others had them too.
    cpu: float = 0.0
    ok: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    #: Seconds that the tests of each module took, the longest first.
    modules: list[tuple[str, float]] = field(default_factory=list)


def pytest_part(name: str, *arguments: str, workers: int = 2) -> Part:
    """Run pytest once and count what it says."""
    part = Part(name)
    print(f"\n=== {name} ===", flush=True)
    began, spent = time.monotonic(), _cpu()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
        if workers > 1:
            command += ["-n", str(workers), "--dist", "worksteal"]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if report.exists():
            part.counts, part.modules = _counts(report), _modules(report)
    part.seconds, part.cpu = time.monotonic() - began, _cpu() - spent
    part.ok = code == 0 or (code == 5 and not part.counts.get("tests"))
    return part


def _cpu() -> float:
    """Return the seconds of a core that everything started from here has used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _counts(report: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        for key in ("tests", "failures", "errors", "skipped"):
            counts[key] = counts.get(key, 0) + int(suite.get(key, "0"))
    return counts


def _modules(report: Path) -> list[tuple[str, float]]:
    seconds: dict[str, float] = {}
    for test in ElementTree.parse(report).getroot().iter("testcase"):
        module = test.get("classname", "").removeprefix("tests.")
        seconds[module] = seconds.get(module, 0.0) + float(test.get("time", "0"))
    return sorted(seconds.items(), key=lambda one: -one[1])


def check_part() -> Part:
    """Run `make check` as a part."""
    part = Part("check")
    print("\n=== check ===", flush=True)
    began, spent = time.monotonic(), _cpu()
    part.ok = checks.run()
    part.seconds, part.cpu = time.monotonic() - began, _cpu() - spent
    return part


#: The journeys in a browser. No other part reads them in, and their part nothing else.
JOURNEYS = "tests/browser"


def sqlite_part() -> Part:
    """What needs neither PostgreSQL nor a browser."""
    return pytest_part("on SQLite", f"--ignore={JOURNEYS}", "-m", "not faults")


def fast_part() -> Part:
    """The law, the kit, the foundation, on tables made without migrating: an answer within a minute."""
    left = [f"--ignore=tests/{path}" for path in plugin.THOROUGH if "::" not in path]
    chosen = ("-m", "not faults and not thorough", "--no-migrations")
    return pytest_part("fast, on SQLite", f"--ignore={JOURNEYS}", *left, "--ignore-glob=*pages.py", *chosen)


def databases_part() -> Part:
    """Migrate a database of each kind, to be copied by the tests: side by side, since each takes one core."""
    part = Part("two databases to copy")
    began, spent = time.monotonic(), _cpu()
    cluster = postgres.Cluster.start()
    atexit.register(cluster.stop)
    os.environ[postgres.PLACE] = cluster.place
    with ThreadPoolExecutor() as beside:
        template = beside.submit(databases.sqlite_template)
        try:
            postgres.migrate_template()
            template.result()
            part.ok = True
        except subprocess.CalledProcessError as failure:
            print(failure)  # what the migrations said stands above; the other parts go on
    part.seconds, part.cpu = time.monotonic() - began, _cpu() - spent
    return part


def modules_of_faults() -> list[str]:
    """Return the modules with a test that breaks something: few, so that the others need not be read."""
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(path.relative_to(ROOT)) for path in modules if "mark.faults" in path.read_text()]


def parts_of_all() -> list[Callable[[], Part]]:
    """Return the parts of `make test` in order."""
    return [
        check_part,
        databases_part,
        sqlite_part,
        lambda: pytest_part("on PostgreSQL", f"--ignore={JOURNEYS}", "--on", "postgres", "-m", "not faults"),
        lambda: pytest_part("faults, one round each", *modules_of_faults(), "-m", "faults"),
        lambda: pytest_part("browser", JOURNEYS),
    ]


def parts_of_faults() -> list[Callable[[], Part]]:
    """Return the parts of `make faults`."""
    os.environ["HEARTH_FAULT_ROUNDS"] = os.environ.get("HEARTH_FAULT_ROUNDS", LONG_ROUNDS)
    long = (*modules_of_faults(), "-m", "faults", "--timeout", "1800")
    return [
        lambda: pytest_part("faults, on SQLite", *long, workers=1),
        lambda: pytest_part("faults, on PostgreSQL", "--on", "postgres", *long, workers=1),
    ]


#: Programs that tests read our answers with; each is its Debian package too.
SMALL_PROGRAMS = ("curl", "khal")


def missing_programs(*, browser: bool) -> list[str]:
    """Return the Debian packages that this run needs and the machine has not."""
    missing = [name for name in SMALL_PROGRAMS if not shutil.which(name)]
    if not postgres.programs():
        missing.append("postgresql")
    return missing + (chromium.missing() if browser else [])


def bring_programs(*, browser: bool) -> bool:
    """Install what is missing where we may; elsewhere print the one line to type."""
    missing = missing_programs(browser=browser)
    wished = chromium.wished() if browser else []
    if (missing or wished) and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing from Debian: {' '.join(missing + wished)} ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        # What is only wished for comes by itself, since apt-get installs nothing where it lacks one.
        for command in (["apt-get", "update", "-qq"], [*install, *missing], [*install, *wished]):
            done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
        missing = missing_programs(browser=browser)
    if missing:
        print(f"To run every test, type:  sudo apt-get install --no-install-recommends {' '.join(missing)}")
        print("What needs neither runs with:  make test-fast")
    return not missing


def close(parts: list[Part], began: float) -> int:
    """Print the time by part and one closing line; return the exit status."""
    total: dict[str, int] = {}
    print(f"\n{'part':<26}{'tests':>7}{'time':>9}{'cpu':>9}")
    for part in parts:
        for key, number in part.counts.items():
            total[key] = total.get(key, 0) + number
        tests = str(part.counts["tests"]) if part.counts else "-"
        print(
            f"{part.name:<26}{tests:>7}{part.seconds:>8.1f}s{part.cpu:>8.1f}s{'' if part.ok else '   FAILED'}"
        )
    for part in parts:
        if part.modules:
            longest = ", ".join(f"{name} {seconds:.0f}s" for name, seconds in part.modules[:LONGEST])
            print(f"\nlongest {part.name}: {longest}")
    failed = total.get("failures", 0)
    errors = total.get("errors", 0)
    passed = total.get("tests", 0) - failed - errors - total.get("skipped", 0)
    said = [f"{passed} passed"]
    for word, number in (("failed", failed), ("skipped", total.get("skipped", 0)), ("errors", errors)):
        if number:
            said.append(f"{number} {word}")
    broken = [part.name for part in parts if not part.ok and not part.counts]
    if broken:
        said.append(f"not passed: {', '.join(broken)}")
    seconds = time.monotonic() - began
    line = f" {', '.join(said)} in {seconds:.2f}s ({int(seconds) // 60}:{int(seconds) % 60:02d} min) "
    print(f"\n{line:=^100}")
    return 0 if all(part.ok for part in parts) else 1


def main(word: str) -> int:
    """Run one of the runs by name; return the exit status."""
    began = time.monotonic()
    # Hundreds of processes start from here: what the first has compiled, the others need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if word == "pot":
        return translations.write()
    if word == "audit":
        return checks.audit_strictly()
    if word == "check":
        return close([check_part()], began)
    if word == "fast":
        return close([fast_part()], began)
    if not bring_programs(browser=word == "all"):
        return 1
    parts = parts_of_all() if word == "all" else parts_of_faults()
    return close([part() for part in parts], began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
