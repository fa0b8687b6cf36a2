"""Keeps the web worker and the job worker running; ends both when told to.

python -m commonhearth.site.serve.supervisor --address 127.0.0.1 --port 8000

On Linux it loads the whole application once and then forks: all processes share what is loaded, page by page
until one of them writes there, so that a host needs about 40 MB less than with each loading it for itself.
"""

from __future__ import annotations

import argparse
import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from types import FrameType

from commonhearth.site.serve import web, worker

#: Seconds that workers have to finish what they are at.
GRACE = 25.0
#: A worker that dies this often within a minute is not started again.
MOST_DEATHS = 5
#: What this process is started with, for the C library reads it once: one heap for all threads of a process in
#: place of one for each, since they wait for Python's lock anyway.
THRIFTY = {"MALLOC_ARENA_MAX": "1"}
_FORKS = sys.platform == "linux"
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15


def _work(name: str, work: Callable[[], int | None]) -> None:
    """Be a worker: in a group of its own, so that nothing it starts outlives it and holds the port."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "linux":
        # The name stands in `top`; the kernel ends this process when the supervisor is killed without a word.
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NAME, name.replace(" ", "-").encode())
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    try:
        status = work()
    except Exception:  # through the gate (site/logs.py), where multiprocessing would write out its message
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.exit(status)


@dataclass
class Child:
    """One worker, with the processes that it starts itself."""

    name: str
    work: Callable[[], int | None]
    process: BaseProcess | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        how = multiprocessing.get_context("fork" if _FORKS else "spawn")
        self.process = how.Process(target=_work, args=(self.name, self.work))
        self.process.start()

    def send(self, number: int) -> None:
        if self.process is not None and self.process.pid is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass

    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def may_start_again(self, now: float) -> bool:
        """Note a death; tell whether starting again makes sense."""
        self.deaths = [when for when in self.deaths if now - when < 60] + [now]
        return len(self.deaths) < MOST_DEATHS


class Supervisor:
    """Runs its children until SIGTERM or SIGINT."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self) -> int:
        """Return the exit status: 0 when told to stop, 1 when a worker kept dying."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        status = 0
        while not self.stopping:
            time.sleep(0.25)
            for child in self.children:
                if child.is_alive() or self.stopping:
                    continue
                child.send(signal.SIGKILL)  # what it left behind
                if not child.may_start_again(time.monotonic()):
                    sys.stderr.write(f"hearth: the {child.name} keeps dying; stopping. Run “hearth check”.\n")
                    status, self.stopping = 1, True
                    break
                sys.stderr.write(f"hearth: the {child.name} died and is started again.\n")
                child.start()
        self._end()
        return status

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        for child in self.children:
            # Only its first process: that one tells those it started, in its own order.
            if child.is_alive() and child.process is not None:
                child.process.terminate()
        until = time.monotonic() + GRACE
        for child in self.children:
            if child.process is not None:
                child.process.join(timeout=max(0.1, until - time.monotonic()))
            child.send(signal.SIGKILL)


def children_of(options: argparse.Namespace) -> list[Child]:
    """Return what is to be run."""
    found = []
    if options.only != "jobs":
        found.append(Child("web worker", partial(web.serve, options)))
    if options.only != "web":
        found += [Child("job worker", worker.main) for _ in range(options.jobs)]
    return found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `hearth serve` and this module take alike."""
    parser.add_argument(
        "--address", default="127.0.0.1", help="where to listen (127.0.0.1: this machine only)"
    )
    parser.add_argument("--port", type=int, default=None, help="default 8000, or the next free one")
    parser.add_argument("--server", choices=("granian", "gunicorn"), default="granian", help="the web server")
    parser.add_argument("--workers", type=int, default=1, help="web workers (processes)")
    parser.add_argument("--threads", type=int, default=8, help="requests that one web worker answers at once")
    parser.add_argument("--jobs", type=int, default=1, help="job workers (processes)")
    parser.add_argument("--only", choices=("web", "jobs"), default=None, help="run only this kind of worker")


def free_port(address: str, first: int = 8000) -> int:
    """Return the first port from `first` on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((address, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {first} to {first + 99}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="commonhearth.site.serve.supervisor")
    add_arguments(parser)
    options = parser.parse_args()
    options.port = options.port or free_port(options.address)
    if _FORKS:
        import commonhearth.site.wsgi  # noqa: F401  before anything is forked
    return Supervisor(children_of(options)).run()


if __name__ == "__main__":
    sys.exit(main())
