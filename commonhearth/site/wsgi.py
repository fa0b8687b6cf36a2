"""What the web server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse

import commonhearth  # noqa: F401  puts the shipped SQLite in place before any database is opened
from commonhearth.site.serve.web import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonhearth.site.settings")
os.environ["HEARTH_SERVING"] = "1"
application = get_wsgi_application()


def _look_before_serving() -> None:
    from commonhearth.site import checks, logs

    logs.guard_crashes()
    try:
        checks.refuse_unsound_start()
    except checks.NotSound as fault:
        sys.exit(f"{fault}")
    finally:
        connections.close_all()  # opened to look; each thread that answers requests opens its own


_look_before_serving()
# The first address that is looked up loads every room's addresses and views: now, before anybody waits for it.
reverse("front")
settle()
