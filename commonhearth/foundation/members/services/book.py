"""What is a member's own, as pages to read: headings in words, days in words, nobody else's name, no ids.

`own.json` holds everything; this holds what a person wants to read. A table that has no heading here is
read under its own name, so that nothing new is left out unseen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _

from commonhearth.foundation import sealed
from commonhearth.foundation.members import wording
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.sealed import Sealed
from commonhearth.kit.saying import day_year

#: By which attribute a row that is pointed at is called.
CALLED_BY = ("name", "title", "short")
#: When a row's story begins; the moment at which it was written, where it does not say.
BEGINS = ("since", "joined", "created")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One heading with its entries; an entry is (label, value) pairs."""

    heading: str
    entries: list[list[tuple[str, str]]]


def chapter(table: str, rows: list[Any], taken: Any) -> Chapter | None:
    """Return a table's rows as pages to read; None when there is nothing in them for a person.

    Args:
        table: the table's name.
        rows: the member's own rows of it.
        taken: asked of each field's class, whether it is theirs to take along.
    """
    if table in wording.BOOKKEEPING:
        return None
    heading = wording.BOOK.get(table) or wording.SHARES.get(table) or table.replace("_", " ")
    rows = sorted(rows, key=lambda row: next(getattr(row, name) for name in BEGINS if hasattr(row, name)))
    return Chapter(str(heading), [entry for row in rows if (entry := _entry(row, taken))])


def _entry(row: Any, taken: Any) -> list[tuple[str, str]]:
    found = [
        (_label(field.name), said)
        for field in row._meta.concrete_fields
        if field.name not in wording.UNREAD and taken(field) and (said := _said(row, field))
    ]
    if any(hasattr(row, name) for name in BEGINS[:-1]):
        return found
    return [*found, (_("Written"), day_year(row.created))]


def _label(name: str) -> str:
    """Say what a field is; words that are sealed are called as they are where they stand plain."""
    plain = name.removeprefix("sealed_")
    said = wording.BOOK_FIELDS.get(name) or wording.BOOK_FIELDS.get(plain) or plain.replace("_", " ")
    return str(said)


def _said(row: Model, field: Field[Any, Any]) -> str:
    if isinstance(field, ForeignKey):
        return _called(getattr(row, field.name))
    value = getattr(row, field.name)
    if isinstance(value, Sealed):
        value = sealed.open_for(value, purpose="own-export")
    if field.name == "standing":
        return str(wording.STANDING.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, datetime | date):
        return day_year(value)
    return _words(value)


def _words(value: Any) -> str:
    """Say text, and what is kept as JSON: questions with their answers, several words sealed as one."""
    if isinstance(value, str) and value.startswith(("[{", "{")):
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    if isinstance(value, dict):
        return "\n".join(str(part) for part in value.values() if part)
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        pairs = [(part.get("question", ""), part.get("answer", "")) for part in value]
        return "\n".join(f"{question} {answer}" for question, answer in pairs if answer)
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _called(thing: Model | None) -> str:
    """Say what a row is called that is pointed at; nobody else is named, and nothing hidden is opened."""
    if thing is None or isinstance(thing, Member) or getattr(thing, "member_id", None):
        return ""
    for attribute in CALLED_BY:
        value = getattr(thing, attribute, "")
        if isinstance(value, str) and value:
            return value
    return ""
