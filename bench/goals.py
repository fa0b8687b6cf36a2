"""What is aimed at: issue 2 "Speed and size", and `docs/speed.md`.

Times are judged as ratios to the yardsticks of the same run, so that a slow or a busy machine does not
change the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.inside import Cost

#: A whole page with fifty rows, in L: what must be, and what is aimed at.
ROWS_MUST, ROWS_AIM = 2.0, 1.0
#: Our frame around nothing, and a fragment, in E.
FRAME, FRAGMENT = 4.0, 2.0
QUERIES, QUERIES_HOME = 8, 12
GROWTH = 1.15
#: p95 to p50 of one visitor; milliseconds of server CPU for a first view, on a machine where L takes 6.9
#: (docs/speed.md): what is measured is scaled by L's own milliseconds in the same run.
STEADY, FIRST_VIEW, L_THERE = 1.8, 20.0, 6.9
#: DESIGN 3.2, in bytes as packed: a list page, a first view and its scripts; requests; elements.
PAGE, VIEW, SCRIPTS, REQUESTS, ELEMENTS = 14_000, 60_000, 20_000, 6, 1_500
#: MiB of the whole host and of one web process; milliseconds of CPU a mail; seconds of the import.
HOST_AIM, HOST_MUST, WEB = 180.0, 240.0, 100.0
MAIL, IMPORT = 2.0, 30.0
#: The directory at the size of the largest open aggregator: p95 of a search in milliseconds by the clock; seconds for
#: all of it in one format, and MiB that the web process may grow by meanwhile. Seconds of a backup.
SEARCH, EXPORT, FLAT, BACKUP = 50.0, 30.0, 16.0, 60.0
#: Answers a second of the fifty rows, four visitors, as a part of L's.
BUSY = 0.5
#: Where 100,000 posts stand: p95 in milliseconds of writing one, of what was missed, of a calendar with 500 dates;
#: milliseconds of CPU that fifty sealed posts may cost more than fifty open ones.
POSTING, MISSED, CALENDAR, SEALED = 50.0, 100.0, 100.0, 2.0
#: What L takes inside the process on the machine of `docs/speed.md`: milliseconds of CPU are scaled by it.
L_INSIDE = 6.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One goal, what was found, and whether it is met."""

    goal: str
    found: str
    met: bool
    #: A goal in clock time, which says nothing while others have the machine.
    by_the_clock: bool = False


def of_page(cost: Cost) -> list[Verdict]:
    """Judge one page by what it costs inside the process."""
    page = cost.page
    found: list[Verdict] = []
    if page.kind == "file":
        return found
    most = QUERIES_HOME if page.kind == "home" else QUERIES
    if page.kind == "frame":
        found.append(at_most(f"{page.name}: CPU", cost.to_e, FRAME, "E"))
    elif page.kind == "part":
        found.append(at_most(f"{page.name}: CPU", cost.to_e, FRAGMENT, "E"))
    else:
        found.append(at_most(f"{page.name}: CPU", cost.to_l, ROWS_MUST, "L"))
    alike = cost.queries == cost.queries_few == cost.queries_small
    said = str(cost.queries) if alike else f"{cost.queries}, {cost.queries_few}, {cost.queries_small}"
    found.append(Verdict(f"{page.name}: queries at most {most}, however many there are", said,
                         alike and cost.queries <= most))  # fmt: skip
    for what, growth in (("people", cost.grows_people), ("host", cost.grows_host)):
        if growth is not None:
            found.append(at_most(f"{page.name}: growth with the {what}", growth, GROWTH, "times"))
    found.append(at_most(f"{page.name}: bytes packed", cost.packed, PAGE, ""))
    found.append(at_most(f"{page.name}: elements", cost.nodes, ELEMENTS, ""))
    return found


def at_most(goal: str, found: float, most: float, unit: str, *, by_the_clock: bool = False) -> Verdict:
    """Judge one number that should be small."""
    shown = f"{found:,.2f}" if found < 100 else f"{found:,.0f}"
    return Verdict(
        f"{goal} at most {most:g} {unit}".rstrip(), f"{shown} {unit}".rstrip(), found <= most, by_the_clock
    )


def at_least(goal: str, found: float, least: float, unit: str) -> Verdict:
    """Judge one number that should be large."""
    return Verdict(
        f"{goal} at least {least:g} {unit}".rstrip(), f"{found:,.2f} {unit}".rstrip(), found >= least
    )
