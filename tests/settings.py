"""Settings of a test run: the host's own, on a temporary folder and a copy of a migrated database.

`tests.plugin` has put the choice of database into the environment before this is loaded.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="hearth-test-")
_owner = os.getpid()


@atexit.register
def _remove() -> None:
    if os.getpid() == _owner:  # not in a forked child
        shutil.rmtree(_data, ignore_errors=True)


os.environ["HEARTH_DATA"] = _data
os.environ["HEARTH_SECRET"] = "a signing key for tests, known to everybody who reads this"
for _name in ("HEARTH_DEMO", "HEARTH_URL", "HEARTH_KEY_FILE", "HEARTH_HOSTS", "HEARTH_PROXIES"):
    os.environ.pop(_name, None)
for _name in [name for name in os.environ if name.startswith(("HEARTH_EGRESS", "HEARTH_SMS"))]:
    os.environ.pop(_name)

from commonhearth.site.settings import *  # noqa: E402, F403
from commonhearth.site.settings import ALLOWED_HOSTS, DATABASES, HEARTH_DATA, STORAGES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
#: Real Argon2 costs half a second a sign-in; its own tests name the real hasher.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

#: A gateway that nobody can reach, so that the pages that need one are there; tests of its absence take it away.
HEARTH_SMS_URL = "https://sms.example.invalid/send?to={number}&text={text}"

#: Names without digests: nothing is collected, except for the browser.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The session's copy is thrown away: nothing has to survive a power cut here.
    DATABASES["default"]["NAME"] = str(HEARTH_DATA / "hearth.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
