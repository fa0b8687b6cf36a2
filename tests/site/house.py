"""A served host for tests: started as a person starts it, on a free port, and always ended."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
#: Seconds until we give up. What waits here waits for something to happen.
PATIENCE = 240.0


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str] = field(repr=False)


@dataclass
class House:
    """A host being served."""

    port: int
    folder: Path
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.port, "GET", path, headers=headers)

    def write(self, key: str, *, token: tuple[str, str] | None = None) -> Answer:
        """Send a form with a key; `token` (csrf token and cookie) from `self.token()`."""
        word, cookie = token or self.token()
        body = f"key={key}&csrfmiddlewaretoken={word}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return ask(self.port, "POST", "/t/write/", body=body, headers=headers)

    def token(self) -> tuple[str, str]:
        answer = self.get("/t/token/")
        return answer.text, answer.headers["set-cookie"].split(";")[0]

    def is_up(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get("/t/read/").status == 200
        return False

    def processes(self) -> dict[int, str]:
        """Return what runs for this host, by process id."""
        return {pid: line for pid, line in _running().items() if f"--port {self.port}" in line}

    def of(self, kind: str) -> list[int]:
        """Return the process ids of a kind of worker: "web" or "job"; the oldest first."""
        return sorted(pid for pid in self.processes() if _name(pid) == f"{kind}-worker")

    def end(self) -> int:
        """Tell it to stop; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)


def ask(
    port: int, method: str, path: str, *, body: str = "", headers: dict[str, str] | None = None
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        text = response.read().decode()
        return Answer(response.status, text, {name.lower(): value for name, value in response.getheaders()})
    finally:
        connection.close()


def _running() -> dict[int, str]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z":
                    found[int(entry.name)] = line
    return found


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def wait_until(what: object, seconds: float = PATIENCE) -> bool:
    """Ask a function again until it says yes; return whether it did."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def served(folder: Path, environment: dict[str, str], *words: str) -> Iterator[House]:
    """Serve the host in a folder until the test is through with it."""
    port = free_port()
    log = folder / "served.log"
    code = "import sys; from commonhearth.site.command import main; sys.exit(main())"
    clean = {name: value for name, value in environment.items() if name != "HEARTH_SECRET"}
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", "--port", str(port), *words],
            env=clean
            | {
                "HEARTH_DATA": str(folder),
                "DJANGO_SETTINGS_MODULE": "tests.site.serving",
                "HEARTH_LOG": "info",
            },
            cwd=ROOT,
            stdout=stream,
            stderr=subprocess.STDOUT,
            text=True,
        )
    house = House(port, folder, process, log)
    try:
        assert wait_until(house.is_up), log.read_text()[-3000:]
        yield house
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        for pid in list(house.processes()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def without_places() -> None:
    """Put one place into the database in use, so that serving does not load two hundred thousand."""
    from commonhearth.rooms.directory.models import Place

    if not Place.objects.exists():
        fields: dict[str, object] = {
            name.name: ("" if name.get_internal_type() in ("CharField", "TextField") else 0)
            for name in Place._meta.concrete_fields
            if name.name not in ("id", "created") and not name.has_default() and not name.null
        }
        Place.objects.create(**fields, created=timezone.now())


def link_of(log: Path) -> str | None:
    """Return the first visitor's link that was printed."""
    found = re.search(r"http://localhost:\d+/first/[\w-]+/", log.read_text())
    return found[0] if found else None


def copy_of(database: Path, folder: Path) -> None:
    """Put a copy of an SQLite database where a host in a folder looks for it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, folder / "hearth.sqlite3")
