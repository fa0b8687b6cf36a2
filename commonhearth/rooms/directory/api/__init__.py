"""The directory for programs: finding for everybody; correcting for those who look after a listing; being started.

The desk of this host's reviewers has no API: it weighs what others sent, page beside page.
"""

from commonhearth.rooms.directory.api import starting, tending  # noqa: F401
from commonhearth.rooms.directory.api.finding import host

__all__ = ["host"]
