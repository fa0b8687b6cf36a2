"""The bodies of `hearth serve`, `hearth run`, `hearth demo` and `hearth migrate`.

They choose folder and address first, since Django's settings are read from the environment, then make the
host ready in this process, and hand over to the supervisor in its place, so that nothing of what made it
ready stays in memory.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from commonhearth.site.command import CommandFault, Out, default_folder
from commonhearth.site.serve import supervisor


class Serve:
    """hearth serve"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        supervisor.add_arguments(parser)

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        _choose(options, folder=default_folder())
        link = _ready(out, demo=None)
        if link:
            out.say("This host has nobody who looks after it yet. Whoever opens this link first, does:")
            out.say(f"  {link}")
        return _hand_over(options, out)


class Demo:
    """hearth demo"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        supervisor.add_arguments(parser)
        parser.add_argument("--fill-only", action="store_true", help="fill the demo host and do not serve it")

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        os.environ["HEARTH_DEMO"] = "1"
        _choose(options, folder=os.environ.get("HEARTH_DATA", "var/demo"))
        _ready(out, demo=True)
        people = _fill(out)
        if options.fill_only:
            return {"folder": os.environ["HEARTH_DATA"], "people": people}
        out.say("On the sign-in page you can be each of these people with one press:")
        for person in people:
            out.say(f"  {person}")
        return _hand_over(options, out)


class Migrate:
    """hearth migrate"""

    @staticmethod
    def add_arguments(parser: ArgumentParser) -> None:
        """It takes none."""

    @staticmethod
    def run(options: Namespace, out: Out) -> dict[str, Any]:
        os.environ.setdefault("HEARTH_DATA", default_folder())
        _ready(out, demo=None)
        out.say("This host is as this version needs it.")
        return {"folder": os.environ["HEARTH_DATA"]}


def _choose(options: Namespace, *, folder: str) -> None:
    """Settle folder, port and address in the environment, where the settings and all workers read them."""
    os.environ["HEARTH_DATA"] = folder
    if options.port is None:
        options.port = supervisor.free_port(options.address)
    os.environ.setdefault("HEARTH_URL", f"http://localhost:{options.port}")


def _ready(out: Out, *, demo: bool | None) -> str | None:
    """Make the host ready; return the first visitor's link while it has no operator.

    Args:
        demo: None keeps what it was made as, and makes a real one where there is none.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
    import django

    import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    from commonhearth.foundation.sealed.hostkey import HostKeyFault
    from commonhearth.foundation.sealed.starting import REMEDIES
    from commonhearth.site import checks, host, setup

    try:
        checks.refuse_unsafe_engine()
        setup.make_ready(demo=settings.HEARTH_DEMO if demo is None else demo, now=timezone.now(), say=out.say)
        checks.refuse_unsound_start()
        return None if settings.HEARTH_DEMO else host.first_link(now=timezone.now())
    except HostKeyFault as fault:
        raise CommandFault(f"host-key-{fault.code}", REMEDIES[fault.code], file=str(fault.file)) from None
    finally:
        connections.close_all()


def _fill(out: Out) -> list[str]:
    from django.db import connections
    from django.utils import timezone

    from commonhearth.site.demo import story

    try:
        out.say("Filling the demo ...")
        return [f"{person.demo_line}" for person in story.fill(now=timezone.now())]
    finally:
        connections.close_all()


def _hand_over(options: Namespace, out: Out) -> dict[str, Any]:
    """Become the supervisor. Does not come back."""
    out.say(os.environ["HEARTH_URL"])
    out.flush()
    words = [
        "--address", options.address, "--port", str(options.port), "--server", options.server,
        "--workers", str(options.workers), "--threads", str(options.threads), "--jobs", str(options.jobs),
    ]  # fmt: skip
    if options.only:
        words += ["--only", options.only]
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "commonhearth.site.serve.supervisor", *words]
    os.execve(sys.executable, command, supervisor.THRIFTY | os.environ)  # noqa: S606
