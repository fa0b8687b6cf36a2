"""What `make check` looks at without running the product: style, types, floors, migrations, deployment.

Every check runs even when one has failed; two at a time, since most wait for one core each.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Outcome:
    """What one check said. `word` is ok, FAILED or NOT RUN."""

    name: str
    word: str
    output: str
    seconds: float

    @property
    def ok(self) -> bool:
        return self.word != "FAILED"


def _tool(name: str, *arguments: str, environment: dict[str, str] | None = None) -> Outcome:
    began = time.monotonic()
    label, *command = [name, *arguments]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={name: value for name, value in (os.environ | (environment or {})).items() if value},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    word = "ok" if done.returncode == 0 else "FAILED"
    return Outcome(label, word, done.stdout.strip(), time.monotonic() - began)


def _django(name: str, *arguments: str, **environment: str) -> Outcome:
    with tempfile.TemporaryDirectory() as data:
        fresh = {
            "HEARTH_DATA": data,
            "DJANGO_SETTINGS_MODULE": "commonhearth.site.settings",
            "HEARTH_DEMO": "",
        }
        return _tool(name, sys.executable, "-m", "django", *arguments, environment={**fresh, **environment})


def ruff() -> Outcome:
    return _tool("ruff check", str(BIN / "ruff"), "check", "--quiet", ".")


def formatting() -> Outcome:
    return _tool("ruff format", str(BIN / "ruff"), "format", "--check", ".")


def types() -> Outcome:
    return _tool("mypy", str(BIN / "mypy"))


def templates() -> Outcome:
    return _tool("djlint", str(BIN / "djlint"), "--lint", "--quiet", "commonhearth")


def floors() -> Outcome:
    return _tool("import floors", str(BIN / "lint-imports"), "--no-cache")


def migrations() -> Outcome:
    return _django("migrations", "makemigrations", "--check", "--dry-run")


def deployment() -> Outcome:
    """Django's own list for a host on the web, with nothing left open."""
    return _django(
        "deployment",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        HEARTH_URL="https://hearth.example",
        HEARTH_SECRET="",
    )


def sentences() -> Outcome:
    return _tool("translations", sys.executable, "-m", "tests.translations", "check")


def documents() -> Outcome:
    return _tool(
        "map and documents", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/docs"
    )


def audit() -> Outcome:
    """Ask the public advisory list about the locked packages; say so when it cannot be asked."""
    outcome = _tool(
        "advisories",
        str(BIN / "pip-audit"),
        "--requirement", "requirements/run.txt", "--disable-pip", "--require-hashes",
        "--vulnerability-service", "osv", "--timeout", "4", "--progress-spinner", "off",
    )  # fmt: skip
    if outcome.ok:
        return outcome
    if "known vulnerabilit" in outcome.output:
        return Outcome(outcome.name, "FOUND", outcome.output, outcome.seconds)
    return Outcome(outcome.name, "NOT RUN", "The advisory list could not be reached.", outcome.seconds)


CHECKS = [types, floors, ruff, formatting, templates, migrations, deployment, sentences, documents, audit]


def run() -> bool:
    """Run every check; print a line for each and the output of those that failed.

    A published advisory is printed and does not fail the run: it is news about the world, not a fault
    of the change at hand. `make audit` fails on it.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda check: check(), CHECKS))
    for outcome in outcomes:
        print(f"{outcome.name:<20}{outcome.word:>8}{outcome.seconds:>8.1f}s", flush=True)
    for outcome in outcomes:
        if outcome.word != "ok":
            print(f"\n--- {outcome.name}: {outcome.word}\n{outcome.output[-6000:]}", flush=True)
    return all(outcome.ok for outcome in outcomes)


def audit_strictly() -> int:
    """Run the advisory audit alone; 0 only when it ran and found nothing."""
    outcome = audit()
    print(f"{outcome.name}: {outcome.word}\n{outcome.output}")
    return 0 if outcome.word == "ok" else 1
