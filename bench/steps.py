"""The steps of a run; each leaves what it found as `<step>.json` in the folder."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import hosts
from bench.pages import PAGES, PageOf

#: Pages that memory is loaded with, and whose first view is taken.
VISITED = ("front", "find", "home", "circles tree", "circle", "people, 50 rows", "notices, 30 rows", "help")
FIFTY = "people, 50 rows"


def load() -> list[float]:
    """Return how busy the machine is: its load averages of 1, 5 and 15 minutes."""
    return list(os.getloadavg())


def _ready() -> None:
    import django

    import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads

    django.setup()


COLLECT = (
    "import commonhearth, django; django.setup(); from commonhearth.site import setup; setup.collect(print)"
)


def _collect(python: str = sys.executable) -> None:
    """Collect styles and scripts anew where they changed since, or belong to what another Python has."""
    subprocess.run([python, "-P", "-c", COLLECT], check=True)


def _who(folder: Path) -> Any:
    return json.loads((folder / "who.json").read_text())


def _application() -> Any:
    """Return the application as the web server has it."""
    from django.core.wsgi import get_wsgi_application

    from commonhearth.site.serve.web import settle

    application = get_wsgi_application()
    settle()
    return application


def make(given: argparse.Namespace) -> None:
    """Make the hosts."""
    _ready()
    scale = hosts.Scale(people=2_000, listings=1_000, lines=1_000) if given.quick else hosts.Scale()
    hosts.make(given.folder, seed=given.seed, scale=scale, say=print)


def inside(given: argparse.Namespace) -> Any:
    """Measure pages inside this process."""
    _ready()
    from bench.inside import costs

    yard, found = costs(
        _application(),
        _who(given.folder),
        lambda host: hosts.on(given.folder, host),
        rounds=given.rounds,
    )
    return {"yard": yard, "pages": [asdict(cost) | {"page": cost.page.name, "body": ""} for cost in found]}


def _asks(folder: Path, page: PageOf) -> tuple[str, str]:
    who = _who(folder)["large"]
    return page.session(who, "threehundred"), page.address(who, "threehundred")


def served(given: argparse.Namespace) -> Any:
    """Measure pages through the web server."""
    from bench.first_view import first_view
    from bench.pages import YARDSTICKS
    from bench.served import per_second, serving, waits

    _collect()
    asks, rounds, seconds = (60, 3, 2.0) if given.quick else (100, 3, 5.0)
    found: dict[str, Any] = {"pages": {}, "first views": {}, "per second": {}}
    with serving(given.folder, only_web=True) as server:
        for page in (*YARDSTICKS, *PAGES):
            session, address = _asks(given.folder, page)
            one = waits(server, session, address, htmx=page.kind == "part", asks=asks, rounds=rounds)
            found["pages"][page.name] = asdict(one)
        for page in PAGES:
            if page.kind not in ("part", "frame"):
                found["first views"][page.name] = asdict(
                    first_view(server, *_asks(given.folder, page), rounds=20 if given.quick else 40)
                )
        both = [
            next(one for one in (*YARDSTICKS, *PAGES) if one.name == name)
            for name in ("L: 50 plain rows", FIFTY)
        ]
        rates: dict[str, list[float]] = {page.name: [] for page in both}
        for _ in range(3):
            for page in both:
                rates[page.name].append(
                    per_second(server, *_asks(given.folder, page), visitors=4, seconds=seconds)
                )
        found["per second"] = rates
    return found


def memory(given: argparse.Namespace) -> Any:
    """Measure the whole host's memory, as `hearth serve` runs it."""
    import time

    from bench import memory as taking
    from bench.served import serving

    of_hosts = hosts.python_of_hosts()
    _collect(of_hosts)
    asks = [_asks(given.folder, page) for page in PAGES if page.name in VISITED]
    with serving(given.folder, settings="commonhearth.site.settings", python=of_hosts) as server:
        time.sleep(4)  # until the job worker has begun too
        idle = taking.take(server)
        resident = taking.load(server, asks, requests=given.requests)
        loaded = taking.take(server)
    return {"idle": idle, "loaded": loaded, "resident": resident}


def mails(given: argparse.Namespace) -> Any:
    """Measure mail on a copy of the large host."""
    shutil.copyfile(given.folder / "large.sqlite3", given.folder / "mailing.sqlite3")
    os.environ.update(hosts.environment(given.folder, host="mailing"))
    _ready()
    from bench.mails import fan_out

    return asdict(fan_out(_who(given.folder)["large"]["threehundred"]["community_id"]))


def imports(given: argparse.Namespace) -> Any:
    """Measure the import of the real file, where this machine has it."""
    from bench import imports as importing

    path = importing.file()
    return asdict(importing.bring_in(given.folder, path)) if path else None


def directory(given: argparse.Namespace) -> Any:
    """Search a directory of the size of the largest open aggregator, and take all of it away."""
    hosts.copy(given.folder, "empty", "wide")
    os.environ.update(hosts.environment(given.folder, host="wide"))
    _ready()
    from bench import searching, taking

    count = 5_000 if given.quick else hosts.WIDE
    hosts.fill_wide(seed=given.seed, count=count)
    asked = searching.searches(
        _application(),
        seed=given.seed,
        count=60 if given.quick else 300,
        rounds=15 if given.quick else 40,
    )
    _collect()
    taken = taking.exports(given.folder)
    return {
        "listings": count,
        "searches": {name: asdict(one) for name, one in asked.items()},
        "exports": {name: asdict(one) for name, one in taken.items()},
    }


def talk(given: argparse.Namespace) -> Any:
    """Read and write in a community that talks much."""
    hosts.copy(given.folder, "empty", "talk")
    os.environ.update(hosts.environment(given.folder, host="talk"))
    _ready()
    from bench.talking import talking

    who, sessions = hosts.fill_talk(seed=given.seed, quick=given.quick)
    return talking(_application(), who, sessions, rounds=given.rounds)


def backup(given: argparse.Namespace) -> Any:
    """Back up the large host while it serves."""
    from bench import taking

    _collect()
    return asdict(
        taking.backup(given.folder, [_asks(given.folder, page) for page in PAGES if page.name in VISITED])
    )


STEPS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "make": make, "inside": inside, "served": served, "memory": memory, "mails": mails, "imports": imports,
    "directory": directory, "talk": talk, "backup": backup,
}  # fmt: skip
#: What is measured on PostgreSQL too.
ON_POSTGRES = ("make", "inside", "served", "directory", "talk")
SAYS = {
    "make": "making the hosts",
    "inside": "asking for pages inside the process",
    "served": "asking for pages through the web server",
    "memory": "watching the memory under load",
    "mails": "writing letters",
    "imports": "importing the real list",
    "directory": "searching 75,000 listings and taking them away",
    "talk": "reading and writing among 100,000 posts",
    "backup": "backing up while serving",
}


def run(given: argparse.Namespace) -> None:
    """Run one step and keep what it found, with how busy the machine was."""
    before = load()
    found = STEPS[given.step](given)
    told = {"found": found, "load": [before, load()]}
    (given.folder / f"{given.step}.json").write_text(json.dumps(told, indent=1, default=str))
