"""A port for a server that a test starts."""

from __future__ import annotations

import itertools
import os
import socket

#: Below what the system gives to outgoing lines: such a port could be somebody’s before our server has it.
_next = itertools.cycle(range(20_000 + os.getpid() * 37 % 10_000, 32_000))


def free_port() -> int:
    """Return a port on which nobody listens, another each time."""
    for port in itertools.islice(_next, 1000):
        with socket.socket() as door:
            try:
                door.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port in a thousand")
