"""A throw-away PostgreSQL for the hosts, made as the tests make theirs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres


@contextmanager
def serving() -> Iterator[str]:
    """Run a cluster with the two roles and an empty database for the large host; give its port."""
    cluster = postgres.Cluster.start()
    os.environ[postgres.PLACE] = cluster.place
    try:
        postgres.execute(
            f"CREATE ROLE {postgres.OWNER} LOGIN BYPASSRLS",
            f"CREATE ROLE {postgres.RUNTIME} LOGIN",
            f"CREATE DATABASE large OWNER {postgres.OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
        )
        yield cluster.place
    finally:
        cluster.stop()
