"""A group export of Loomio: its closed polls with their outcomes, as decisions that were taken elsewhere.

Two files come from there. The JSON one has a record on each line, `{"table": "polls", "record": {...}}`; the
CSV one has a block for each table under a line such as "Polls (12)". Only what a group decided is read: not
who voted how, not what people said, no messages outside a group.

Source of the format: loomio/loomio, app/services/group_export_service.rb and app/extras/group_exporter.rb,
AGPL-3.0, read 28 November 2026. Facts only.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from commonhearth.core.sheets import LONGEST_CELL, Broken, decode
from commonhearth.rooms.founding.reading.words import from_html, one_line, plain

MOST_DECISIONS = 5_000
MOST_LINES = 400_000
#: Options of one poll whose counts are kept.
MOST_OPTIONS = 40
TABLES = frozenset({"groups", "discussions", "topics", "polls", "poll_options", "outcomes"})
_BLOCK = re.compile(r"([A-Z][a-z ]{2,30}) \(\d{1,7}\)")
#: How the CSV's headings name what the JSON has with "_id": Rails leaves it away.
_COLUMNS = {"id": "id", "key": "key", "title": "title", "name": "name", "topic": "topic_id", "poll": "poll_id",
            "statement": "statement", "closed at": "closed_at", "created at": "created_at", "details": "details",
            "group": "group_id", "discussion": "discussion_id"}  # fmt: skip


def decisions(content: bytes) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return decisions as rows, and how many polls were left aside, by reason.

    Raises:
        Broken: when it is not a group export, or is broken anywhere.
    """
    text, _encoding = decode(content)
    is_json = text.lstrip()[:1] == "{"
    tables: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TABLES}
    for place, (table, record) in enumerate(_lines(text) if is_json else _blocks(text)):
        tables[table][str(record.get("id", f"at-{place}"))] = record
    if not tables["groups"] and not tables["polls"]:
        raise Broken("not-loomio", 1)
    return _decided(tables, grouped=is_json)


def _lines(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if number > MOST_LINES:
            raise Broken("too-long", number, most=MOST_LINES)
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise Broken("json", number) from None
        if not isinstance(entry, dict) or not isinstance(entry.get("record"), dict):
            raise Broken("not-loomio", number)
        if entry.get("table") in TABLES:
            yield entry["table"], entry["record"]


def _blocks(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    table, line = "", 1
    heading: list[str] = []
    first = True
    try:
        for cells in reader:
            if first and not (cells and cells[0].startswith("Export for ")):
                raise Broken("not-loomio", line)
            first = False
            named = _BLOCK.fullmatch(cells[0]) if len(cells) == 1 else None
            if named:
                table, heading = named[1].lower().replace(" ", "_"), []
            elif cells and table and not heading:
                heading = [_COLUMNS.get(cell.strip().lower(), "") for cell in cells]
            elif cells and table in TABLES:
                if len(cells) != len(heading):
                    raise Broken("cells", line, cells=len(cells), wanted=len(heading))
                yield table, {name: cell for name, cell in zip(heading, cells, strict=True) if name}
            line = reader.line_num + 1
    except csv.Error:
        raise Broken("open-quote", line, most=LONGEST_CELL) from None


def _decided(
    tables: dict[str, dict[str, dict[str, Any]]], *, grouped: bool
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    statements: dict[str, dict[str, Any]] = {}
    for outcome in tables["outcomes"].values():
        if outcome.get("latest", True) is not False:
            statements[str(outcome.get("poll_id"))] = outcome
    options: dict[str, list[list[Any]]] = {}
    for option in tables["poll_options"].values():
        options.setdefault(str(option.get("poll_id")), []).append(_counted(option))
    by_topic = {str(one["topic_id"]): one for one in tables["discussions"].values() if one.get("topic_id")}
    left = {"open": 0, "deleted": 0, "direct": 0}
    found: list[dict[str, Any]] = []
    for poll_id, poll in tables["polls"].items():
        topic = tables["topics"].get(str(poll.get("topic_id")), {})
        thread = _thread(tables, by_topic, poll, topic)
        group = poll.get("group_id") or thread.get("group_id") or topic.get("group_id")
        why = _left_aside(poll, thread, in_a_group=not grouped or group is not None)
        if why:
            left[why] += 1
            continue
        if len(found) == MOST_DECISIONS:
            raise Broken("too-many", 0, most=MOST_DECISIONS)
        known = tables["groups"].get(str(group)) or next(iter(tables["groups"].values()), {})
        found.append(_row(poll_id, poll, thread, known, statements.get(poll_id), options.get(poll_id, [])))
    return sorted(found, key=lambda row: (row["decided"], row["origin"]), reverse=True), left


def _thread(
    tables: dict[str, dict[str, dict[str, Any]]],
    by_topic: dict[str, dict[str, Any]],
    poll: dict[str, Any],
    topic: dict[str, Any],
) -> dict[str, Any]:
    """Return the discussion that a poll came up in; newer exports name it by its topic."""
    if topic.get("topicable_type") == "Discussion":
        return tables["discussions"].get(str(topic.get("topicable_id")), {})
    by_id = tables["discussions"].get(str(poll.get("discussion_id") or ""))
    return by_id or by_topic.get(str(poll.get("topic_id") or ""), {})


def _left_aside(poll: dict[str, Any], thread: dict[str, Any], *, in_a_group: bool) -> str:
    if poll.get("discarded_at") or thread.get("discarded_at"):
        return "deleted"
    if not in_a_group:
        return "direct"
    return "" if _day(poll.get("closed_at")) else "open"


def _row(
    poll_id: str,
    poll: dict[str, Any],
    thread: dict[str, Any],
    group: dict[str, Any],
    outcome: dict[str, Any] | None,
    result: list[list[Any]],
) -> dict[str, Any]:
    title = one_line(from_html(str(poll.get("title") or ""), most=600), most=255)
    said = _said(outcome)
    day = (outcome and _day(outcome.get("created_at"))) or _day(poll.get("closed_at"))
    assert day is not None  # open ones were left aside
    return {
        "origin": f"loomio:poll:{one_line(str(poll.get('key') or poll_id), most=80)}",
        "title": title or one_line(said, most=255),
        "about": one_line(from_html(str(thread.get("title") or ""), most=600), most=255),
        "outcome": said,
        "result": result[:MOST_OPTIONS],
        "decided": day.isoformat(),
        "source": one_line(
            from_html(str(group.get("full_name") or group.get("name") or "Loomio"), most=300), most=140
        ),
        "notes": [] if said else [["no-outcome", {}]],
        "take": bool(title or said),
        "fixed": not (title or said),
    }


def _said(outcome: dict[str, Any] | None) -> str:
    if outcome is None:
        return ""
    statement = str(outcome.get("statement") or "")
    # Markdown may hold HTML as well, so both are read as if it did.
    return plain(from_html(statement, most=20_000) if "<" in statement else statement, most=8_000)


def _counted(option: dict[str, Any]) -> list[Any]:
    people = option.get("voter_count")
    name = one_line(from_html(str(option.get("name") or ""), most=300), most=120)
    return [name, people if isinstance(people, int) and 0 <= people < 1_000_000 else 0]


def _day(written: Any) -> date | None:
    if not isinstance(written, str) or len(written) < 10:
        return None
    try:
        day = datetime.fromisoformat(written.strip().replace(" UTC", "+00:00")).date()
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None
