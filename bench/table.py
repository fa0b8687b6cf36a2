"""How it is printed."""

from __future__ import annotations

from collections.abc import Iterable

from bench.first_view import FirstView
from bench.goals import Verdict
from bench.inside import Cost
from bench.served import Waits

HEAD = (
    f"{'page':<26}{'CPU ms':>7}{'in E':>6}{'in L':>6} |{'p50':>7}{'p95':>7}{'CPU':>7} |{'queries':>9} |"
    f"{'raw':>8}{'gzip':>7}{'nodes':>6} |{'people':>7}{'host':>6}"
)
EXPLAINED = (
    "CPU ms, in E, in L: inside the process, medians.  p50, p95, CPU: through the web server, one visitor, ms.\n"
    "queries: the same with few people and on the small host, else the three counts.  people: CPU with 300 people\n"
    "to CPU with ten (lists of 50 rows: sixty).  host: CPU on the large host to the small one, same community."
)


def line(cost: Cost, waits: Waits | None) -> str:
    """Return one page's line."""
    alike = cost.queries == cost.queries_few == cost.queries_small
    queries = str(cost.queries) if alike else f"{cost.queries}/{cost.queries_few}/{cost.queries_small}"
    served = f"{waits.p50:>7.1f}{waits.p95:>7.1f}{waits.cpu:>7.1f}" if waits else " " * 21
    return (
        f"{cost.page.name:<26}{cost.cpu:>7.2f}{cost.to_e:>6.2f}{cost.to_l:>6.2f} |{served} |{queries:>9} |"
        f"{cost.raw:>8,}{cost.packed:>7,}{cost.nodes:>6} |{_times(cost.grows_people)}{_times(cost.grows_host)}"
    )


def talk_line(cost: Cost) -> str:
    """Return one page's line, with its p95 of CPU and by the clock in the place of what the web server adds."""
    alike = cost.queries == cost.queries_few
    queries = (
        str(cost.queries) if alike or cost.grows_people is None else f"{cost.queries}/{cost.queries_few}"
    )
    return (
        f"{cost.page.name:<26}{cost.cpu:>7.2f}{cost.to_e:>6.2f}{cost.to_l:>6.2f} |{cost.worst:>7.1f}"
        f"{cost.clock_worst:>7.1f}{'':>7} |{queries:>9} |{cost.raw:>8,}{cost.packed:>7,}{cost.nodes:>6} |"
        f"{_times(cost.grows_people)}{_times(cost.grows_host)}"
    )


def _times(growth: float | None) -> str:
    return f"{'-':>7}" if growth is None else f"{f'x{growth:.2f}':>7}"


def view_line(name: str, view: FirstView) -> str:
    """Return one first view's line."""
    own = "yes" if view.page_travels_packed else "no"
    return f"{name:<26}{view.requests:>9}{view.packed:>9,}{view.scripts:>9,}{view.styles:>8,}{view.cpu:>9.1f}{own:>12}"


def verdicts(found: Iterable[Verdict], *, busy: bool) -> str:
    """Return what is missed, line by line, and how much is met.

    Args:
        busy: others had the machine: goals by the clock are not judged then.
    """
    judged = [verdict for verdict in found if not (busy and verdict.by_the_clock)]
    missed = [verdict for verdict in judged if not verdict.met]
    lines = [f"  missed  {verdict.goal}: {verdict.found}" for verdict in missed]
    if busy:
        lines.append("  The machine was busy with other work: p95 is printed and not judged.")
    return "\n".join([f"{len(judged) - len(missed)} of {len(judged)} goals met.", *lines])
