"""How much memory the served host takes. MiB."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from bench.served import Server, Visitor


@dataclass(slots=True)
class Memory:
    """Proportional set size by process name, and the web worker's resident size as load goes on."""

    idle: dict[str, float] = field(default_factory=dict)
    loaded: dict[str, float] = field(default_factory=dict)
    #: (requests answered, resident MiB of the largest web process)
    resident: list[tuple[int, float]] = field(default_factory=list)


def pss(pid: int) -> float:
    """Return a process's proportional set size: its own memory, and its share of what it shares."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), flags=re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def rss(pid: int) -> float:
    """Return a process's resident set size."""
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), flags=re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def take(server: Server) -> dict[str, float]:
    """Return each process's proportional set size by name."""
    found: dict[str, float] = {}
    for pid, name in server.processes().items():
        found[name] = found.get(name, 0.0) + pss(pid)
    return found


def load(
    server: Server, asks: list[tuple[str, str]], *, requests: int, steps: int = 4
) -> list[tuple[int, float]]:
    """Ask for the pages in turn, over one connection per visitor; return how the web process grows.

    Args:
        asks: (session, address).
    """
    visitors = {session: Visitor(server.port, session) for session, _ in asks}
    grown = [(0, max(rss(pid) for pid in server.web()))]
    for number in range(1, requests + 1):
        session, address = asks[number % len(asks)]
        visitors[session].ask(address)
        if number % max(1, requests // steps) == 0:
            grown.append((number, max(rss(pid) for pid in server.web())))
    for visitor in visitors.values():
        visitor.close()
    return grown
