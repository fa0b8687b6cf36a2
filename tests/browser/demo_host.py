"""A demo host of its own, as `make demo` makes it, with the real list of co-operatives brought in."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser.eyes import HEIGHTS, PATIENCE, PHONE, Watch
from tests.databases import ROOT, sqlite_template
from tests.ports import free_port

HEARTH = (sys.executable, "-m", "commonhearth.site.command")
#: Seconds until we give up on a host that was started, or told to end.
STARTING, ENDING = 300, 120


def environment_of(folder: Path, **settings: str) -> dict[str, str]:
    """Return what a command needs to know to speak to the host in a folder, and nothing of this test's own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HEARTH_", "DATABASE_", "DJANGO_"))
    }
    return kept | {"HEARTH_DATA": str(folder), "PYTHONPATH": str(ROOT)} | settings


def hearth(folder: Path, *words: str, **settings: str) -> str:
    """Type a command at the host in a folder; return what it prints, and fail where it says no."""
    done = subprocess.run(
        [*HEARTH, *words], env=environment_of(folder, **settings), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, f"hearth {' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def fill(folder: Path, listings: Path | None = None, **settings: str) -> None:
    """Fill a demo host in a folder as `make demo` does, and bring a list into its directory.

    Its tables stand already, since most of what filling takes goes into them: `tests.databases` has made them, from
    nothing at all and by the same lines.
    """
    folder.mkdir(parents=True)
    shutil.copyfile(sqlite_template(), folder / "hearth.sqlite3")
    hearth(folder, "demo", "--fill-only", **settings)
    if listings is not None:
        hearth(folder, "import", "directory", str(listings), **settings)


def filled_once(shelf: Path, listings: Path) -> Path:
    """Return a demo host's folder to copy, filled by the first of this run's processes that asks for it."""
    folder, done = shelf / "demo", shelf / "demo-is-filled"
    with (shelf / "demo-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            fill(folder, listings)
            done.touch()
    return folder


@contextmanager
def serving_demo(folder: Path, **settings: str) -> Iterator[str]:
    """Serve the demo host in a folder; gives its address."""
    port = free_port()
    with (folder / "served.log").open("wb") as log:
        host = subprocess.Popen(
            [*HEARTH, "demo", "--port", str(port)],
            env=environment_of(folder, **settings),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_it_answers(host, f"http://127.0.0.1:{port}/elsewhere/", folder / "served.log")
            yield f"http://localhost:{port}"
        finally:
            host.terminate()
            host.wait(timeout=ENDING)


def _wait_until_it_answers(host: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and host.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        try:
            host.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("the demo host did not start:\n" + log.read_text()[-3000:])


@dataclass
class Visits:
    """The windows that people of one test have open on the demo host."""

    chromium: Any
    address: str
    opened: list[tuple[Any, Watch]] = field(default_factory=list)

    def visitor(self, *, width: int = PHONE, script: bool = True, dark: bool = False) -> Any:
        """Open a window in which nobody is signed in."""
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(self.address)
        watch.over(context)
        self.opened.append((context, watch))
        return context.new_page()

    def somebody(self, name: str, **how: Any) -> Any:
        """Open a window and be one of the demo's made-up people."""
        page = self.visitor(**how)
        page.goto("/accounts/login/")
        page.get_by_role("button", name=re.compile(rf"^{name}\b")).click()
        page.wait_for_url("**/home/")
        return page

    def newest_letter(self, to: str) -> str:
        """Return the text of the newest letter to an address, from the demo's mailbox."""
        page = self.visitor()
        page.goto("/mailbox/")
        text = page.locator("section", has_text=f"To {to}").first.inner_text()
        page.context.close()
        return str(text)

    def newest_code(self, to: str) -> str:
        """Return the code in the newest letter to an address."""
        found = re.search(r"\b\d{4} \d{4}\b", self.newest_letter(to))
        assert found, "a letter with a code"
        return found.group()

    def newest_link(self, to: str) -> str:
        """Return the first link in the newest letter to an address."""
        found = re.search(r"http://\S+", self.newest_letter(to))
        assert found, "a letter with a link"
        return found.group()

    def ended(self) -> None:
        """Close every window, and fail if one asked for anything off this host or was refused something."""
        for context, _watch in self.opened:
            context.close()
        for _context, watch in self.opened:
            watch.is_clean()


def as_slow_as_a_person(page: Any) -> None:
    """Wait until a form is as old as a person needs to fill it in; programs are told that they are too quick.

    It is as old as its first byte here, or older: the host has written it before it sent it.
    """
    age = page.evaluate("performance.now() - performance.getEntriesByType('navigation')[0].responseStart")
    page.wait_for_timeout(max(0, 2_100 - age))
