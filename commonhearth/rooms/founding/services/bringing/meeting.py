"""Dates that were brought, taken up by the room of meetings: what is still to come, for everyone inside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from commonhearth.foundation.access import Refused
from commonhearth.foundation.circles.selectors import root_circle
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.founding.models import BroughtDate
from commonhearth.rooms.meetings import services as meetings
from commonhearth.rooms.meetings.services.series import NeverMeets

#: The longest that a meeting of the house goes on.
LONGEST = timedelta(days=3)


def origin_of(one: BroughtDate) -> str:
    """Return what a date that was brought is known by among meetings."""
    known = hashlib.sha256(f"{one.uid}|{one.recurrence}".encode()).hexdigest()
    return f"brought:{known}"


def take_up_dates(dates: Iterable[BroughtDate], *, actor: Member, now: datetime) -> None:
    """Let dates that are still to come stand among the meetings, inside a transaction.

    What lies behind, goes on for more than three days, or may not be planned by who brings it, stays a date of
    before and is listed with them.
    """
    root = root_circle(now=now)
    for one in dates:
        if one.upcoming is None or not timedelta(0) < one.ends - one.starts <= LONGEST:
            continue
        try:
            meetings.take_up(
                actor=actor,
                circle=root,
                origin=origin_of(one),
                said=_said(one),
                left_out=map(datetime.fromisoformat, one.exdates),
                extra=map(datetime.fromisoformat, one.rdates),
                now=now,
            )
        except (Refused, NeverMeets):
            continue


def _said(one: BroughtDate) -> meetings.Plan:
    zone = "UTC" if one.zone == "Etc/UTC" else one.zone
    starts = one.starts.astimezone(ZoneInfo(zone))
    rule, last = without_until(one.rrule, ZoneInfo(zone), starts)
    return meetings.Plan(
        title=one.summary[:120],
        place=one.place,
        kind="gathering",
        doors="community",
        first=starts.date(),
        at=starts.time(),
        minutes=max(1, int((one.ends - one.starts).total_seconds() // 60)),
        zone=zone,
        rule=rule,
        last=last,
    )


def without_until(rule: str, zone: ZoneInfo, starts: datetime) -> tuple[str, date | None]:
    """Return a rule without its UNTIL, and the last day on which it may fall."""
    parts = [part for part in rule.split(";") if part]
    until = next((part.partition("=")[2] for part in parts if part.upper().startswith("UNTIL=")), "")
    kept = ";".join(part for part in parts if not part.upper().startswith("UNTIL="))
    if not until:
        return kept, None
    if "T" not in until.upper():
        return kept, date.fromisoformat(until)
    moment = datetime.fromisoformat(until.upper())
    there = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    # A day counts when the hour of the meeting has come by then.
    early = there.time() < starts.time()
    return kept, there.date() - timedelta(days=1) if early else there.date()


def put_back_dates(dates: Iterable[BroughtDate], *, actor: Member, now: datetime) -> None:
    """Take back what was taken up of a run: gone where nothing hangs on it, else at an end."""
    meetings.put_back(actor=actor, origins=[origin_of(one) for one in dates], now=now)
