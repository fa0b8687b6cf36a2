"""Writers and checkpointers at one SQLite file, as the WAL-reset bug needs them.

    python -m tests.site.stress FILE SECONDS

Prints how many rows the writers were told are written.
"""

from __future__ import annotations

import multiprocessing
import sys
import time

import commonhearth  # noqa: F401  the shipped SQLite

WRITERS, CHECKPOINTERS = 4, 3


def _open(file: str):
    import sqlite3

    connection = sqlite3.connect(file, timeout=300, isolation_level=None)
    for words in ("journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=50"):
        connection.execute(f"PRAGMA {words}").fetchall()
    return connection


def write(file: str, writer: int, seconds: float, together, acked) -> None:
    connection = _open(file)
    number = 0
    together.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE counter SET value = value + 1 WHERE writer = ?", (writer,))
        connection.execute("INSERT INTO line VALUES (?, ?, ?)", (writer, number, "x" * (number % 900)))
        connection.execute("COMMIT")
        number += 1
    acked.put((writer, number))


def checkpoint(file: str, seconds: float, together) -> None:
    connection = _open(file)
    together.wait()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def main(file: str, seconds: float) -> int:
    connection = _open(file)
    connection.execute("CREATE TABLE counter (writer INTEGER PRIMARY KEY, value INTEGER)")
    connection.execute(
        "CREATE TABLE line (writer INTEGER, number INTEGER, filling TEXT, UNIQUE (writer, number))"
    )
    connection.executemany("INSERT INTO counter VALUES (?, 0)", [(writer,) for writer in range(WRITERS)])
    connection.close()  # none is carried into another process
    apart = multiprocessing.get_context("spawn")
    acked = apart.Queue()
    # Starting a process may take longer than all it has to do: they begin when the last one is there.
    together = apart.Barrier(WRITERS + CHECKPOINTERS)
    processes = [
        apart.Process(target=write, args=(file, writer, seconds, together, acked))
        for writer in range(WRITERS)
    ]
    processes += [
        apart.Process(target=checkpoint, args=(file, seconds, together)) for _ in range(CHECKPOINTERS)
    ]
    for process in processes:
        process.start()
    told = dict(acked.get(timeout=seconds + 600) for _ in range(WRITERS))
    for process in processes:
        process.join()
    connection = _open(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert dict(connection.execute("SELECT writer, value FROM counter")) == told
    assert dict(connection.execute("SELECT writer, count(*) FROM line GROUP BY writer")) == told
    sys.stdout.write(f"{sum(told.values())}\n")
    return 0 if all(process.exitcode == 0 for process in processes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
