"""Settings of a served host in tests: the host's own, with the test pages beside its own."""

import os

from commonhearth.site.settings import *  # noqa: F403
from commonhearth.site.settings import ALLOWED_HOSTS

ROOT_URLCONF = "tests.site.doors"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
if os.environ.get("HEARTH_TEST_PLAIN_STATIC"):
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
