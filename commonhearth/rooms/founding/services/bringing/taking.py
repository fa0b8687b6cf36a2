"""Taking a file in: it is read whole or refused whole, and nothing has happened yet but that it can be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from commonhearth.core.clauses import clauses, join, short_of, split
from commonhearth.core.sheets import Broken
from commonhearth.foundation.access import require
from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.members.models import Member
from commonhearth.rooms.founding.access import Actor, may_bring
from commonhearth.rooms.founding.models import Bringing, Kind, State
from commonhearth.rooms.founding.reading import calendars, documents, loomio, people
from commonhearth.rooms.founding.reading.words import one_line
from commonhearth.rooms.founding.services.bringing import pages
from commonhearth.rooms.founding.services.bringing.before import say_what_stands

#: Days after which a preview that nobody confirmed is deleted.
KEPT = timedelta(days=14)
MOST_CLAUSES = 100
LONGEST_CLAUSE = 8_000


class NotNow(Exception):
    """This run is not where this act belongs: somebody was quicker, or went back a page."""


def bring_people(*, actor: Actor, content: bytes, file_name: str, now: datetime) -> Bringing:
    """Take in a member list; next somebody says which column is which.

    Raises:
        Refused: when the actor may not.
        Broken: when the file cannot be read.
    """
    require(may_bring(actor))
    sheet = people.table(content)
    rows = [[row.line, *row.cells] for row in sheet.rows]
    head = {
        "heading": sheet.heading,
        "encoding": sheet.encoding,
        "separator": sheet.separator,
        "guess": people.guess(sheet.heading, [row.cells for row in sheet.rows]),
    }
    return _begin(actor, Kind.PEOPLE, State.COLUMNS, rows, head, file_name, now)


def choose_columns(*, actor: Actor, run: Bringing, columns: Mapping[str, int], now: datetime) -> Bringing:
    """Say which column is which; the rows are read by that, and may be looked at.

    Raises:
        Refused: when the actor may not.
        NotNow: when it has been confirmed or put away meanwhile.
        Broken: when the column chosen for addresses holds none.
    """
    require(may_bring(actor))
    with transaction.atomic():
        run = locked(run, State.COLUMNS, State.READY)
        head = pages.head(run, viewer=actor)
        given = pages.every_row(run, viewer=actor)
        if run.state == State.READY:  # chosen once more: the cells are still beside what was read from them
            cells = [(row["line"], row["cells"]) for row in given]
        else:
            cells = [(line, row) for line, *row in given]
        rows = people.people(cells, columns)
        if not any(row["take"] for row in rows):
            raise Broken("no-address")
        for row, (_line, written) in zip(rows, cells, strict=True):
            row["cells"] = written
        say_what_stands(run, rows, now=now)
        run.choices = {"columns": dict(columns)}
        return _ready(run, rows, head)


def bring_calendar(
    *, actor: Actor, community: Community, content: bytes, file_name: str, now: datetime
) -> Bringing:
    """Take in a calendar. Raises as `bring_people`."""
    require(may_bring(actor))
    rows = calendars.dates(content, zone=community.time_zone)
    return _begin(actor, Kind.CALENDAR, State.READY, rows, {}, file_name, now)


def bring_decisions(*, actor: Actor, content: bytes, file_name: str, now: datetime) -> Bringing:
    """Take in a group export of Loomio. Raises as `bring_people`."""
    require(may_bring(actor))
    rows, left = loomio.decisions(content)
    if not rows:
        raise Broken("no-decisions")
    return _begin(actor, Kind.DECISIONS, State.READY, rows, {"left": left}, file_name, now)


def bring_agreements(
    *,
    actor: Actor,
    content: bytes,
    text: str,
    title: str,
    kind: str,
    agreement_id: UUID | None,
    days: int,
    file_name: str,
    now: datetime,
) -> Bringing:
    """Take in an agreement as a .docx, or as text, cut into clauses.

    Args:
        title: what a new agreement is called.
        agreement_id: an agreement of everyone that stands already, instead of a new one.
        days: for how many days each clause is shown before it is agreed.

    Raises: as `bring_people`.
    """
    require(may_bring(actor))
    whole = documents.text_of(content) if content else documents.whole(text)
    rows = cut(whole)
    head = {"title": one_line(title, most=120)}
    choices = {"kind": kind, "days": days, "agreement": str(agreement_id) if agreement_id else ""}
    return _begin(actor, Kind.AGREEMENTS, State.READY, rows, head, file_name, now, choices)


def cut_again(*, actor: Actor, run: Bringing, text: str, now: datetime) -> Bringing:
    """Cut a text anew that somebody has mended by hand. Raises as `choose_columns`."""
    require(may_bring(actor))
    with transaction.atomic():
        run = locked(run, State.READY)
        if run.kind != Kind.AGREEMENTS:
            raise NotNow
        rows = cut(documents.whole(text))
        say_what_stands(run, rows, now=now)
        return _ready(run, rows, pages.head(run, viewer=actor))


def cut(text: str) -> list[dict[str, Any]]:
    """Return a text as rows: each clause with its number, its words, and the beginning of a short version.

    What stands before the first clause comes last, and is left out unless somebody takes it in.

    Raises:
        Broken: when there is nothing to agree on, or more than can be looked through.
    """
    found = clauses(text)
    if not found:
        raise Broken("no-clauses")
    if len(found) > MOST_CLAUSES:
        raise Broken("too-many-clauses", most=MOST_CLAUSES, found=len(found))
    ordered = [piece for piece in found if piece.kind == "clause"] + [p for p in found if p.kind == "before"]
    rows = []
    for number, piece in enumerate(ordered, start=1):
        own_mark = piece.mark and piece.mark != str(number)
        words = "\n".join(
            filter(None, [piece.heading, f"{piece.mark} {piece.words}" if own_mark else piece.words])
        )
        long = len(words) > LONGEST_CLAUSE
        rows.append(
            {
                "number": number,
                "mark": piece.mark,
                "heading": piece.heading,
                "text": words,
                "short": short_of(piece),
                "take": piece.kind == "clause" and not long,
                "fixed": long,
                "notes": [["clause-long", {"most": LONGEST_CLAUSE}]] if long else
                         [["before", {}]] if piece.kind == "before" else [],
            }
        )  # fmt: skip
    rows[0]["whole"] = join(split(text))
    return rows


def keep_rows(
    *, actor: Actor, run: Bringing, page: int, taken: set[int], shorts: Mapping[int, str], now: datetime
) -> Bringing:
    """Keep which rows of one page are taken in, and the short versions of clauses.

    Args:
        taken: places on the page, from 0.

    Raises:
        Refused, NotNow: as `choose_columns`.
    """
    require(may_bring(actor))
    with transaction.atomic():
        run = locked(run, State.READY)
        row_page = run.pages.filter(number=page).exclude(number=pages.HEAD).first()
        if row_page is None:
            raise NotNow
        rows = pages.read(row_page, viewer=actor)
        for place, row in enumerate(rows):
            before = row["take"]
            row["take"] = not row["fixed"] and place in taken
            run.counts["taken"] += row["take"] - before
            if place in shorts and "short" in row:
                row["short"] = shorts[place].strip()[:600] or row["short"]
        pages.write(row_page, rows)
        run.save(update_fields=["counts"])
    return run


def locked(run: Bringing, *states: State) -> Bringing:
    """Return a run as it is now, locked.

    Raises:
        NotNow: when it is in none of these states.
    """
    found = Bringing.objects.select_for_update().filter(id=run.id, state__in=states).first()
    if found is None:
        raise NotNow
    return found


def _begin(
    actor: Actor,
    kind: Kind,
    state: State,
    rows: list[Any],
    head: dict[str, Any],
    file_name: str,
    now: datetime,
    choices: dict[str, Any] | None = None,
) -> Bringing:
    assert isinstance(actor, Member)  # the rule lets only stewards this far
    with transaction.atomic():
        run = Bringing.objects.create(
            kind=kind,
            state=state,
            by=actor,
            file_name=one_line(file_name, most=120),
            choices=choices or {},
            total=len(rows),
            expires=now + KEPT,
            created=now,
        )
        if state == State.COLUMNS:
            pages.put(run, rows, head=head)
            return run
        say_what_stands(run, rows, now=now)
        return _ready(run, rows, head)


def _ready(run: Bringing, rows: list[dict[str, Any]], head: dict[str, Any]) -> Bringing:
    run.state = State.READY
    run.total = len(rows)
    run.counts = {"rows": len(rows), "taken": sum(row["take"] for row in rows)}
    run.save(update_fields=["state", "total", "counts", "choices"])
    pages.put(run, rows, head=head)
    return run
