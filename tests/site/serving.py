"""Settings of a served host in tests: the host's own, with the test pages beside its own."""

import os

from commonhearth.site.settings import *  # noqa: F403
from commonhearth.site.settings import DATABASES

ROOT_URLCONF = "tests.site.doors"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Seconds to wait for the write lock: shorter than a real host's, so that a test need not wait as long.
    DATABASES["default"]["OPTIONS"]["timeout"] = int(os.environ.get("HEARTH_TEST_PATIENCE", "15"))
    if "HEARTH_TEST_PAGES" in os.environ:
        # A database that may not grow, which is what SQLite finds on a full disk. (SQLite takes a limit
        # below the present size as the present size.)
        DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA max_page_count=1;"
