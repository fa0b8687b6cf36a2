"""How often a page asks the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

#: What PostgreSQL's second wall asks for itself, the same on every page, and the transaction that carries it.
WALLS = ("set_config", "current_setting", "SAVEPOINT")
AROUND = ("BEGIN", "COMMIT", "ROLLBACK")


def asked(caught: CaptureQueriesContext) -> int:
    """Count what was asked of tables; the wall's own settings and their transaction come on top."""
    said = [query["sql"] for query in caught]
    return sum(one not in AROUND and not any(word in one for word in WALLS) for one in said)


def queries(client: Client, path: str) -> int:
    """Return how often a page asks, when the process has read what it reads once."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return asked(caught)
