"""Taking much out of a host while it serves: the whole directory in each format, and a backup."""

from __future__ import annotations

import http.client
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import hosts
from bench.imports import COMMAND
from bench.memory import rss
from bench.served import Server, Visitor, serving

EXPORTS = {
    "GeoJSON": "/open-data/listings.geojson",
    "CSV": "/open-data/listings.csv",
    "JSON-LD": "/open-data/listings.jsonld",
    "HSDS": "/open-data/hsds.zip",
}


@dataclass(slots=True)
class Export:
    """Seconds until the last byte, megabytes, and by how many MiB the web process grew meanwhile."""

    seconds: float
    megabytes: float
    grew: float


@dataclass(slots=True)
class Backup:
    """Seconds and megabytes of a backup; what visitors waited meanwhile, in milliseconds."""

    seconds: float
    megabytes: float
    p50: float
    p95: float
    answers: int


def exports(folder: Path) -> dict[str, Export]:
    """Take every listing of the wide host through the web server, once in each format."""
    found = {}
    with serving(folder, host="wide", only_web=True) as server:
        for name, address in EXPORTS.items():
            found[name] = _export(server, address)
    return found


def _export(server: Server, address: str) -> Export:
    def resident() -> float:
        return max(rss(pid) for pid in server.web())

    before = most = resident()
    began, size = time.perf_counter(), 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("GET", address, headers={"Host": "localhost"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    while part := answer.read(1_000_000):
        size += len(part)
        most = max(most, resident())
    connection.close()
    return Export(time.perf_counter() - began, size / 1e6, most - before)


def backup(folder: Path, asks: list[tuple[str, str]]) -> Backup:
    """Run `hearth backup` of the large host while a visitor keeps asking for its pages."""
    target = folder / "backups"
    shutil.rmtree(target, ignore_errors=True)
    waits: list[float] = []
    with serving(folder, settings="commonhearth.site.settings") as server:
        visitors = [(Visitor(server.port, session), address) for session, address in asks]
        environment = hosts.environment(folder, settings="commonhearth.site.settings")
        words = [sys.executable, "-P", "-c", COMMAND, "backup", str(target), "--json"]
        with (folder / "backup-command.log").open("wb") as log:
            began = time.perf_counter()
            process = subprocess.Popen(
                words, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
            while process.poll() is None:
                for visitor, address in visitors:
                    got = visitor.ask(address)
                    if got.status != 200:
                        raise RuntimeError(f"{address}: {got.status} during a backup")
                    waits.append(1000 * got.seconds)
            seconds = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError((folder / "backup-command.log").read_text()[-400:])
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Backup(
        seconds, size / 1e6, statistics.median(waits), statistics.quantiles(waits, n=20)[-1], len(waits)
    )
