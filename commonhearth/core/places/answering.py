"""Whether a web page still answers: what one look tells, and what several in a row may be said to tell.

The law in words. A page that answers is looked at again after a month; one that does not, after a week.
Only when it did not answer three times in a row, and the first of those is at least fourteen days ago, is
that said beside the group, with the day. One answer takes it back. Nothing is ever closed by this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: How often in a row, and over how long, a page has to be silent before anything is said.
SILENT_CHECKS = 3
SILENT_FOR = timedelta(days=14)
AGAIN_WHEN_WELL = timedelta(days=30)
AGAIN_WHEN_SILENT = timedelta(days=7)


class Outcome(StrEnum):
    """What one look at a page found."""

    OK = "ok"  # it answers, if only to say that it does not answer to us
    MOVED = "moved"  # it says that it is at another address now
    GONE = "gone"  # the server or the name says that there is no such page
    UNREACHABLE = "unreachable"  # nothing came, or an error of the server
    NOT_LOOKED = "not-looked"  # an address that this host does not go to, which says nothing of the page


@dataclass(frozen=True, slots=True)
class Answering:
    """How a page has answered so far.

    Args:
        outcome: of the last look.
        silent: how many looks in a row it did not answer.
        since: when the first of those was.
        due: when to look again.
    """

    outcome: Outcome
    silent: int
    since: datetime | None
    due: datetime

    @property
    def doubt_since(self) -> datetime | None:
        """Since when it may be said that the page does not answer; None while it may not."""
        if self.since is None or self.silent < SILENT_CHECKS:
            return None
        last = self.due - AGAIN_WHEN_SILENT
        return self.since if last - self.since >= SILENT_FOR else None


def outcome_of(status: int) -> Outcome:
    """Return what a status of the web says of a page.

    >>> outcome_of(200), outcome_of(403), outcome_of(404), outcome_of(503)
    (<Outcome.OK: 'ok'>, <Outcome.OK: 'ok'>, <Outcome.GONE: 'gone'>, <Outcome.UNREACHABLE: 'unreachable'>)
    """
    if status in (404, 410):
        return Outcome.GONE
    if status >= 500:
        return Outcome.UNREACHABLE
    return Outcome.OK


def after_look(before: Answering | None, outcome: Outcome, *, now: datetime) -> Answering:
    """Return how a page stands after one more look."""
    if outcome not in (Outcome.GONE, Outcome.UNREACHABLE):
        return Answering(outcome, 0, None, now + AGAIN_WHEN_WELL)
    silent = before.silent if before else 0
    since = before.since if before and before.since else now
    return Answering(outcome, silent + 1, since, now + AGAIN_WHEN_SILENT)
