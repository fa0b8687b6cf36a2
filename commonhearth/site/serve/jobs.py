"""The body of `hearth jobs`: what was put aside, and giving it new tries."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from django.utils import timezone

from commonhearth.foundation.jobs import selectors, services
from commonhearth.site.command import Out


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--again", action="store_true", help="give every parked job its tries again")


def run(options: Namespace, out: Out) -> dict[str, Any]:
    now = timezone.now()
    here = selectors.standing(now=now)
    parked = selectors.parked()
    out.say(f"{here.waiting} waiting, {here.parked} put aside.")
    for job in parked:
        out.say(f"  {job.task}  since {job.created:%Y-%m-%d %H:%M}  {job.error_code} {job.error_type}")
    again = [job for job in parked if options.again and services.try_again(job_id=job.id, now=now)]
    if options.again:
        out.say(f"{len(again)} are tried again.")
    return {
        "waiting": here.waiting,
        "parked": [
            {"id": job.id, "task": job.task, "created": job.created.isoformat(), "code": job.error_code}
            for job in parked
        ],
        "again": len(again),
    }
