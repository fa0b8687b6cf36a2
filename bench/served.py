"""The host as it is served: `hearth serve`'s own supervisor, web worker and job worker on 127.0.0.1."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench import hosts
from commonhearth.site.serve.supervisor import THRIFTY

#: Seconds that a host may take to answer for the first time.
PATIENCE = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


class NotServing(RuntimeError):
    """The host did not come up; its own words stand in the log beside its data."""


@dataclass(slots=True)
class Server:
    """A host that is being served."""

    port: int
    process: subprocess.Popen[bytes]

    def processes(self) -> dict[int, str]:
        """Return every process of it by id: supervisor, web, web worker, job worker."""
        found = {self.process.pid: "supervisor"}
        parents = _parents()
        while True:
            more = [pid for pid, parent in parents.items() if parent in found and pid not in found]
            if not more:
                return found
            for pid in more:
                inside = found[parents[pid]] in ("web", "web worker")
                found[pid] = "jobs" if _name(pid) == "job-worker" else "web worker" if inside else "web"

    def web(self) -> list[int]:
        """Return the processes that answer requests."""
        return [pid for pid, name in self.processes().items() if name.startswith("web")]

    def web_cpu(self) -> float:
        """Return the CPU seconds that the web processes have used."""
        return sum(_cpu(pid) for pid in self.web())


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, ValueError):
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _cpu(pid: int) -> float:
    with suppress(OSError):
        after = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after[11]) + int(after[12])) / TICKS
    return 0.0


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def serving(
    folder: Path,
    *,
    host: str = "large",
    settings: str = "bench.settings",
    only_web: bool = False,
    python: str = sys.executable,
) -> Iterator[Server]:
    """Serve a host while the block runs; afterwards end what was started, by its id."""
    port = _free_port()
    words = ["--address", "127.0.0.1", "--port", str(port), "--workers", "1", "--jobs", "1"]
    words += ["--only", "web"] if only_web else []
    environment = (
        THRIFTY
        | hosts.environment(folder, host=host, settings=settings)
        | {"HEARTH_URL": f"http://localhost:{port}"}
    )
    with (folder / "served.log").open("ab") as log:
        process = subprocess.Popen(
            [python, "-m", "commonhearth.site.serve.supervisor", *words],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        server = Server(port, process)
        try:
            _wait(server)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        with suppress(OSError, http.client.HTTPException):
            if Visitor(server.port, "").ask("/help/").status == 200:
                return
        time.sleep(0.1)
    raise NotServing(f"the host on port {server.port} did not answer")


@dataclass(slots=True)
class Got:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


class Visitor:
    """One keep-alive connection with a session."""

    def __init__(self, port: int, session: str, *, htmx: bool = False) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {"session": session} if session else {}
        self.more = {"HX-Request": "true"} if htmx else {}

    def ask(self, address: str) -> Got:
        """Ask for an address and read the answer."""
        headers = {"Host": "localhost", "Accept-Encoding": "gzip", "Accept-Language": "en-GB,en", **self.more}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self.cookies[key] = kept
        return Got(answer.status, body, {n.lower(): v for n, v in answer.getheaders()}, seconds)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


@dataclass(slots=True)
class Waits:
    """How long one visitor waits for one page. Milliseconds."""

    p50: float = 0.0
    p95: float = 0.0
    cpu: float = 0.0
    rounds: list[tuple[float, float]] = field(default_factory=list)


def waits(server: Server, session: str, address: str, *, htmx: bool, asks: int, rounds: int) -> Waits:
    """Ask for one page again and again over one connection.

    p50 and p95 are medians over rounds, so that a moment in which somebody else has the machine does not
    decide; `cpu` is what the web processes used for one page.
    """
    visitor = Visitor(server.port, session, htmx=htmx)
    for _ in range(10):
        visitor.ask(address)
    found = Waits()
    before = server.web_cpu()
    for _ in range(rounds):
        seconds = sorted(visitor.ask(address).seconds for _ in range(asks))
        found.rounds.append((1000 * seconds[len(seconds) // 2], 1000 * seconds[int(len(seconds) * 0.95)]))
    found.cpu = 1000 * (server.web_cpu() - before) / (asks * rounds)
    found.p50 = statistics.median(p50 for p50, _ in found.rounds)
    # The ratio of the quietest round would flatter; the median of the rounds' own ratios is judged.
    found.p95 = found.p50 * statistics.median(p95 / p50 for p50, p95 in found.rounds)
    visitor.close()
    return found


def per_second(server: Server, session: str, address: str, *, visitors: int, seconds: float) -> float:
    """Return how many answers a second so many visitors get, who ask at the same time."""
    done: list[int] = []
    until = time.monotonic() + seconds

    def keep_asking() -> None:
        visitor, count = Visitor(server.port, session), 0
        while time.monotonic() < until:
            if visitor.ask(address).status == 200:
                count += 1
        visitor.close()
        done.append(count)

    threads = [threading.Thread(target=keep_asking) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds
