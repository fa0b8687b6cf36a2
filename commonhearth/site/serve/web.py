"""The web server: granian, or gunicorn where that is asked for. Both serve the same WSGI application."""

from __future__ import annotations

import argparse
import gc
import os
import sys

APPLICATION = "commonhearth.site.wsgi:application"


def granian(options: argparse.Namespace) -> None:
    """Serve with granian."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    Granian(
        APPLICATION,
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        runtime_threads=1,
        backlog=256,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),  # milliseconds
        websockets=False,
        log_enabled=False,  # its messages do not pass our gate (site/logs.py)
        respawn_failed_workers=True,
        respawn_interval=0.5,  # seconds
        workers_kill_timeout=10,
    ).serve()


def gunicorn(options: argparse.Namespace) -> None:
    """Serve with gunicorn, in place of this process."""
    command = [sys.executable, "-m", "gunicorn", APPLICATION, "--bind", f"{options.address}:{options.port}"]
    command += [
        "--worker-class",
        "gthread",
        "--workers",
        str(options.workers),
        "--threads",
        str(options.threads),
    ]
    command += ["--graceful-timeout", "10", "--log-level", "critical", "--no-control-socket"]
    os.execv(sys.executable, command)  # noqa: S606


def settle() -> None:
    """Take what is loaded out of the rounds of Python's collector of cycles; it stays as long as the process.

    Otherwise all of it is gone through again and again, and who asks for something large in that moment waits for it.
    """
    gc.collect()
    gc.freeze()


def serve(options: argparse.Namespace) -> None:
    """Serve until told to stop, as `hearth serve` was asked to."""
    {"granian": granian, "gunicorn": gunicorn}[options.server](options)
