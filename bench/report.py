"""From what the steps left in the folder to the printed table and its verdicts."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
from pathlib import Path
from typing import Any

from bench import goals, table
from bench.first_view import FirstView
from bench.goals import Verdict
from bench.inside import Cost
from bench.pages import PAGES, TALK
from bench.served import Waits
from bench.steps import FIFTY

#: Load average per core above which others have the machine.
BUSY = 1.5


def report(folder: Path, given: argparse.Namespace, *, seconds: float) -> tuple[str, dict[str, Any], bool]:
    """Return the text, every number, and whether every goal was met."""
    numbers = {
        path.stem: json.loads(path.read_text())
        for path in sorted(folder.glob("*.json"))
        if path.stem != "who"
    }
    found = {name: told["found"] for name, told in numbers.items()}
    costs = [_cost(one) for one in found.get("inside", {}).get("pages", [])]
    waits = {name: Waits(**one) for name, one in found.get("served", {}).get("pages", {}).items()}
    lines = [
        _machine(numbers, seconds, given),
        "",
    ]
    if costs:
        lines += [*_yardsticks(found["inside"]["yard"], waits), ""]
        lines += _table(costs, waits)
    judged = [verdict for cost in costs for verdict in goals.of_page(cost)]
    judged += [
        goals.at_most(f"{name}: p95 to p50", one.p95 / one.p50, goals.STEADY, "times", by_the_clock=True)
        for name, one in waits.items()
    ]
    for part in (_first_views, _busy, _memory, _mails, _import, _directory, _talk, _backup):
        said, more = part(found)
        lines += said
        judged += more
    busy = _busiest(numbers) > BUSY * (os.cpu_count() or 1)
    lines.append(table.verdicts(judged, busy=busy))
    return "\n".join(lines), numbers, all(one.met for one in judged if not (busy and one.by_the_clock))


def _table(costs: list[Cost], waits: dict[str, Waits]) -> list[str]:
    lines = [table.HEAD, *(table.line(cost, waits.get(cost.page.name)) for cost in costs), table.EXPLAINED]
    if most := max(cost.of_the_wall for cost in costs):
        lines.append(
            f"Besides queries: what the second wall sets and the transaction that carries it, at most {most}."
        )
    return [*lines, ""]


def _cost(told: dict[str, Any]) -> Cost:
    page = next(page for page in (*PAGES, *(page for page, _few in TALK)) if page.name == told["page"])
    return Cost(**(told | {"page": page, "body": b""}))


def _machine(numbers: dict[str, Any], seconds: float, given: argparse.Namespace) -> str:
    loads = [one[0] for told in numbers.values() for one in told["load"]]
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, seed {given.seed}, {given.rounds} rounds, "
        f"{seconds:.0f} s; load of the machine {min(loads):.1f} to {max(loads):.1f}"
    )


def _busiest(numbers: dict[str, Any]) -> float:
    return max(one[0] for told in numbers.values() for one in told["load"])


def _yardsticks(yard: dict[str, float], waits: dict[str, Waits]) -> list[str]:
    said = []
    for name, key in (("E: empty page", "E"), ("L: 50 plain rows", "L")):
        served = waits.get(name)
        through = (
            f"; served p50 {served.p50:.1f}, p95 {served.p95:.1f}, CPU {served.cpu:.1f} ms" if served else ""
        )
        said.append(f"{name}: {yard[key]:.2f} ms, {yard[f'{key} queries']:.0f} queries{through}")
    return said


def _first_views(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    views = {name: FirstView(**one) for name, one in found.get("served", {}).get("first views", {}).items()}
    if not views:
        return [], []
    said = [
        f"{'first view':<26}{'requests':>9}{'gzip':>9}{'scripts':>9}{'styles':>8}{'CPU ms':>9}{'page packed':>12}",
        *(table.view_line(name, view) for name, view in views.items()),
        "",
    ]
    judged = []
    scale = goals.L_THERE / found["served"]["pages"]["L: 50 plain rows"]["cpu"]
    for name, view in views.items():
        judged += [
            goals.at_most(
                f"first view of {name}: server CPU, scaled", view.cpu * scale, goals.FIRST_VIEW, "ms"
            ),
            goals.at_most(f"first view of {name}: requests", view.requests, goals.REQUESTS, ""),
            goals.at_most(f"first view of {name}: bytes packed", view.packed, goals.VIEW, ""),
            goals.at_most(f"first view of {name}: scripts", view.scripts, goals.SCRIPTS, ""),
        ]
    return said, judged


def _busy(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    rates = found.get("served", {}).get("per second")
    if not rates:
        return [], []
    yard, ours = (statistics.median(rates[name]) for name in ("L: 50 plain rows", FIFTY))
    said = f"Four visitors at once: {FIFTY} {ours:.0f} a second, L {yard:.0f} a second"
    return [said], [goals.at_least("four visitors at once, 50 rows", ours / yard, goals.BUSY, "of L")]


def _memory(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    told = found.get("memory")
    if not told:
        return [], []

    def parts(by_name: dict[str, float]) -> str:
        return ", ".join(f"{name} {size:.0f}" for name, size in sorted(by_name.items()))

    idle, loaded = sum(told["idle"].values()), sum(told["loaded"].values())
    grown = ", ".join(f"{size:.0f} after {count:,}" for count, size in told["resident"])
    said = [
        f"Memory (PSS, MiB): idle {idle:.0f} ({parts(told['idle'])}); loaded {loaded:.0f} ({parts(told['loaded'])})",
        f"Resident web process, MiB: {grown} requests",
    ]
    return said, [
        goals.at_most("whole host, loaded: aim", loaded, goals.HOST_AIM, "MiB"),
        goals.at_most("whole host, loaded: must", loaded, goals.HOST_MUST, "MiB"),
        goals.at_most("one web process, loaded", told["loaded"].get("web worker", 0.0), goals.WEB, "MiB"),
    ]


def _mails(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    told = found.get("mails")
    if not told:
        return [], []
    said = (
        f"Mail to {told['recipients']}, CPU ms a recipient: written {told['write']:.2f}, as the daily letter "
        f"{told['letters']:.2f}, handed over {told['hand_over']:.2f}"
    )
    whole = told["write"] + told["hand_over"]
    return [said], [goals.at_most("mail, written and handed over", whole, goals.MAIL, "ms a recipient")]


def _import(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    if "imports" not in found:
        return [], []
    told = found["imports"]
    if not told:
        return ["Import: the real file is not on this machine"], []
    said = f"Import of the UK list: {told['wall']:.1f} s ({told['cpu']:.1f} s CPU), at most {told['most']:.0f} MiB"
    return [said, ""], [goals.at_most("import of the UK list", told["wall"], goals.IMPORT, "s")]


def _directory(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    told = found.get("directory")
    if not told:
        return [], []
    said = [
        f"{told['listings']:,} listings{'':<20}{'page p50':>9}{'p95':>7}{'CPU':>7}{'queries':>9}{'alone p95':>11}"
    ]
    judged = []
    for name, one in told["searches"].items():
        said.append(
            f"{name:<36}{one['p50']:>8.1f}{one['p95']:>7.1f}{one['cpu']:>7.1f}{one['queries']:>9}{one['alone_p95']:>11.1f}"
        )
        judged.append(
            goals.at_most(f"{name}: search p95", one["alone_p95"], goals.SEARCH, "ms", by_the_clock=True)
        )
    for name, one in told["exports"].items():
        said.append(
            f"all of it as {name}: {one['seconds']:.1f} s, {one['megabytes']:.0f} MB, "
            f"web process {one['grew']:+.0f} MiB"
        )
        judged += [
            goals.at_most(f"all of it as {name}", one["seconds"], goals.EXPORT, "s"),
            goals.at_most(f"all of it as {name}: growth of the web process", one["grew"], goals.FLAT, "MiB"),
        ]
    return [*said, ""], judged


def _talk(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    told = found.get("talk")
    if not told:
        return [], []
    costs = [_cost(one) for one in told["pages"]]
    by_name = {cost.page.name: cost for cost in costs}
    post = told["posting"]
    scale = goals.L_INSIDE / told["yard"]["L"]
    said = [
        "100,000 posts, 40 circles of one member (E and L of this host: "
        f"{told['yard']['E']:.2f} and {told['yard']['L']:.2f} ms; people: beside a small one of the same kind)",
        table.HEAD.replace("CPU |", "    |").replace("p50    p95", "CPU p95  clock", 1),
        *(table.talk_line(cost) for cost in costs),
        f"Writing a post: p50 {post['p50']:.1f}, p95 {post['p95']:.1f} ms by the clock; CPU {post['cpu']:.1f}, "
        f"p95 {post['cpu_p95']:.1f} ms",
        f"Fifty sealed posts cost {told['sealed']:+.2f} ms of CPU beside fifty open ones",
        "",
    ]
    judged = [verdict for cost in costs for verdict in goals.of_page(cost)]
    for what, cpu, clock, most in (
        ("writing a post", post["cpu_p95"], post["p95"], goals.POSTING),
        *(
            (name, by_name[name].worst, by_name[name].clock_worst, most)
            for name, most in (
                ("what you missed", goals.MISSED),
                ("what you missed, a year", goals.MISSED),
                ("calendar of 500", goals.CALENDAR),
            )
        ),
    ):
        judged.append(goals.at_most(f"{what}: p95 of CPU, scaled", cpu * scale, most, "ms"))
        judged.append(goals.at_most(f"{what}: p95 by the clock", clock, most, "ms", by_the_clock=True))
    more = told["sealed"] * scale
    judged.append(
        goals.at_most("fifty sealed posts more than open ones, CPU, scaled", more, goals.SEALED, "ms")
    )
    return said, judged


def _backup(found: dict[str, Any]) -> tuple[list[str], list[Verdict]]:
    told = found.get("backup")
    if not told:
        return [], []
    said = (
        f"Backup while serving: {told['seconds']:.1f} s, {told['megabytes']:.0f} MB; "
        f"meanwhile {told['answers']} pages, p50 {told['p50']:.1f}, p95 {told['p95']:.1f} ms"
    )
    return [said, ""], [goals.at_most("backup while serving", told["seconds"], goals.BACKUP, "s")]
