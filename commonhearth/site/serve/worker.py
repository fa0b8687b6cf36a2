"""The job worker as a process of its own."""

from __future__ import annotations

import os
import sys

import commonhearth  # noqa: F401  puts the shipped SQLite in place before Django loads


def main() -> int:
    """Take jobs until told to stop; return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
    os.environ["HEARTH_SERVING"] = "1"
    import django

    django.setup()
    from django.conf import settings

    from commonhearth.foundation.jobs.worker import run_until_signalled
    from commonhearth.site import checks, logs, space

    logs.guard_crashes()
    try:
        checks.refuse_unsound_start()
    except checks.NotSound as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    run_until_signalled(may_work=lambda: space.may_write(settings.HEARTH_DATA))
    return 0
