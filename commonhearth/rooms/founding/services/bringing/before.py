"""What stands already: a list that comes again doubles nothing. Identifiers are asked first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from commonhearth.foundation.agreements.models import Agreement, ClauseVersion
from commonhearth.foundation.members.selectors import email_digests
from commonhearth.rooms.founding.models import (
    Bringing,
    BroughtDate,
    BroughtDecision,
    BroughtPerson,
    Kind,
)

#: Identifiers looked up with one question.
AT_ONCE = 400


def say_what_stands(run: Bringing, rows: list[dict[str, Any]], *, now: datetime) -> None:
    """Say on each row what will happen: new, changed, or nothing since it stands as it is."""
    _BY_KIND[Kind(run.kind)](run, rows, now)


def batches(rows: list[Any]) -> Iterator[list[Any]]:
    """Yield rows some at a time."""
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def written_to(emails: list[str], *, now: datetime) -> dict[str, str]:
    """Return which of these addresses have been written to by a list and not so long ago: address -> digest."""
    found: dict[str, str] = {}
    for some in batches(emails):
        digests = {digest: email for email in some for digest in email_digests(email)}
        known = BroughtPerson.objects.filter(email_digest__in=digests, expires__gt=now)
        found |= {digests[digest]: digest for digest in known.values_list("email_digest", flat=True)}
    return found


def _people(run: Bringing, rows: list[dict[str, Any]], now: datetime) -> None:
    known = written_to([row["email"] for row in rows if row["take"]], now=now)
    for row in rows:
        if row["email"] in known and row["take"]:
            _stands(row, "invited-already")


def _calendar(run: Bringing, rows: list[dict[str, Any]], now: datetime) -> None:
    for some in batches(rows):
        known = {
            (one.uid, one.recurrence): one
            for one in BroughtDate.objects.filter(uid__in=[row["uid"] for row in some])
        }
        for row in some:
            one = known.get((row["uid"], row["recurrence"]))
            if one is None or not row["take"]:
                continue
            if same_date(one, row):
                _stands(row, "stands")
            else:
                row["notes"].append(["changes", {}])


def same_date(one: BroughtDate, row: dict[str, Any]) -> bool:
    """Whether a date says what a row says."""
    return {
        "summary": one.summary, "place": one.place, "starts": one.starts, "ends": one.ends, "all_day": one.all_day,
        "zone": one.zone, "rrule": one.rrule, "rdates": one.rdates, "exdates": one.exdates,
    } == date_fields(row)  # fmt: skip


def date_fields(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a date that a row fills, besides its identifiers."""
    return {
        "summary": row["summary"], "place": row["place"], "starts": datetime.fromisoformat(row["starts"]),
        "ends": datetime.fromisoformat(row["ends"]), "all_day": row["all_day"], "zone": row["zone"],
        "rrule": row["rrule"], "rdates": row["rdates"], "exdates": row["exdates"],
    }  # fmt: skip


def as_row(one: BroughtDate) -> dict[str, Any]:
    """Return a date as the reader of calendars writes one, as far as time is concerned."""
    return {
        "starts": one.starts.isoformat(), "ends": one.ends.isoformat(), "all_day": one.all_day, "zone": one.zone,
        "rrule": one.rrule, "rdates": one.rdates, "exdates": one.exdates,
    }  # fmt: skip


def _decisions(run: Bringing, rows: list[dict[str, Any]], now: datetime) -> None:
    for some in batches(rows):
        known = {
            one.origin: one
            for one in BroughtDecision.objects.filter(origin__in=[row["origin"] for row in some])
        }
        for row in some:
            one = known.get(row["origin"])
            if one is None or not row["take"]:
                continue
            if all(
                getattr(one, name) == row[name] for name in ("title", "about", "outcome", "result", "source")
            ):
                _stands(row, "stands")
            else:
                row["notes"].append(["changes", {}])


def _agreements(run: Bringing, rows: list[dict[str, Any]], now: datetime) -> None:
    agreement = Agreement.objects.filter(id=run.choices["agreement"] or None).first()
    if agreement is None:
        return
    alive = ClauseVersion.objects.filter(clause__agreement=agreement, replaced=None, withdrawn=None)
    in_force: dict[int, str] = {}
    proposed: dict[int, str] = {}
    for number, text, since in alive.values_list("clause__number", "text", "in_force_from"):
        (proposed if since is None else in_force)[number] = text
    for row in rows:
        number = row["number"]
        if in_force.get(number) == row["text"]:
            _stands(row, "agreed-already")
        elif proposed.get(number) == row["text"]:
            _stands(row, "proposed-already")
        elif number in proposed:
            _stands(row, "another-proposed")
        elif number in in_force:
            row["notes"].append(["new-wording", {"number": number}])


def _stands(row: dict[str, Any], code: str) -> None:
    row["take"], row["fixed"] = False, True
    row["notes"].append([code, {}])


_BY_KIND = {
    Kind.PEOPLE: _people,
    Kind.CALENDAR: _calendar,
    Kind.AGREEMENTS: _agreements,
    Kind.DECISIONS: _decisions,
}
