"""How passwords are hashed, and how many at a time.

Django's own Argon2 setting (100 MiB, 8 lanes) took about half a second of a small machine per guess, so
anybody could stop a host by guessing. Ours costs a thief about as much and a host less.

Source: RFC 9106, section 4 (memory-constrained recommendation: 64 MiB, 3 passes); we use one lane.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

#: Hashes at once in one process: each takes 64 MiB while it runs.
AT_ONCE = 2
#: Seconds that a sign-in waits for its turn before it is asked to come again.
PATIENCE = 8.0

_turns = BoundedSemaphore(AT_ONCE)


class HashingBusy(RuntimeError):
    """Too many sign-ins at once. Nothing was compared; answered 503 with a time to come again."""


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the places for hashing.

    Raises:
        HashingBusy: when no place came free in time.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise HashingBusy
    try:
        yield
    finally:
        _turns.release()


class HearthArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB, 3 passes, one lane, and at most `AT_ONCE` at a time."""

    time_cost = 3
    memory_cost = 64 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with turn():
            return super().verify(password, encoded)
