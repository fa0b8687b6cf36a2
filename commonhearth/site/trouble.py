"""Turned away or not now: what is said when a request is not taken, or the database cannot take it.

These answers ask the database nothing and have no frame around them.
"""

from __future__ import annotations

import sys

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.problems import Words, problem

BUSY = Words(
    _("Too much is happening at once"),
    _("The house could not write down what you sent just now, and kept nothing of it."),
    _("Go back one page and send it again in a few seconds."),
)
NO_ROOM = Words(
    _("You can read, and nothing can be changed for now"),
    _("The disk of this host is nearly full, so we stopped writing before anything could be lost."),
    _("Whoever runs this host has to make room. Go back and keep a copy of what you wrote."),
)
FOREIGN_FORM = Words(
    _("This came from another website"),
    _("We take forms only from our own pages, so that nobody can act in your name. Nothing was changed."),
    _("Open the page here and send it again."),
)
TOO_LARGE = Words(
    _("That is too large for us"),
    _("We stopped reading it. Nothing was changed."),
    _("Go back one page and send something smaller."),
)
NO_SUCH_ACT = Words(
    _("That cannot be done with this address"),
    _("The request was of a kind that no page here takes. Nothing was changed."),
    _("Go back one page and use its own buttons."),
)


def turned_away(status: int, words: Words, *, wait_seconds: float | None = None) -> HttpResponse:
    """Answer a request that is not taken."""
    return problem(None, status, words=words, wait_seconds=wait_seconds)


def busy() -> HttpResponse:
    """Answer a write that found the database locked; trying again soon makes sense."""
    return _soon(turned_away(503, BUSY), 5)


def no_room() -> HttpResponse:
    """Answer a write while the disk is nearly full."""
    return _soon(turned_away(503, NO_ROOM), 600)


def _soon(response: HttpResponse, seconds: int) -> HttpResponse:
    response.headers["Retry-After"] = str(seconds)
    return response


# --- What SQLite and PostgreSQL say when they are busy or full ---------------------------------------
_SQLITE = {5: "busy", 6: "busy", 13: "no-room"}  # SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL
_POSTGRESQL = {
    "55P03": "busy",  # lock_not_available
    "57014": "busy",  # query_canceled: statement_timeout
    "40001": "busy",  # serialization_failure
    "40P01": "busy",  # deadlock_detected
    "53300": "busy",  # too_many_connections
    "57P01": "busy",  # admin_shutdown: it is restarting
    "57P03": "busy",  # cannot_connect_now
    "08006": "busy",  # connection_failure
    "53100": "no-room",  # disk_full
}
_WORDS = {
    "database is locked": "busy",
    "table is locked": "busy",
    "disk is full": "no-room",
    "connection failed": "busy",
    "connection refused": "busy",
    "server closed the connection": "busy",
}


def trouble_of(error: BaseException | None) -> str:
    """Return "busy" or "no-room" when that is what a database fault says, otherwise ""."""
    while error is not None:
        if isinstance(error, DatabaseFault):
            cause = error.__cause__
            found = _POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", "")
            found = found or _SQLITE.get((getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF, "")
            found = found or next((what for words, what in _WORDS.items() if words in str(error).lower()), "")
            if found:
                return found
        error = error.__cause__ or error.__context__
    return ""


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database was busy or the disk full, otherwise 500 (`handler500`)."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble == "busy":
        return busy()
    if trouble == "no-room":
        return no_room()
    return problem(None, 500)
