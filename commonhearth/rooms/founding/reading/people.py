"""A member list: which column is which, and each row with its repairs and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commonhearth.core.sheets import Broken, Row, Sheet, read
from commonhearth.rooms.founding.reading.words import one_line

#: Fields of a member list, each with how columns for it are called, in the languages this house is found in.
FIELDS: dict[str, tuple[str, ...]] = {
    "email": (
        "e-mail",
        "email",
        "mail",
        "e-mail address",
        "email address",
        "mailadresse",
        "correo",
        "courriel",
    ),
    "name": (
        "first name",
        "firstname",
        "given name",
        "name",
        "full name",
        "member",
        "vorname",
        "prénom",
        "nombre",
    ),
    "word": ("word", "nickname", "known as", "group", "team", "spitzname"),
    "joined": (
        "joined",
        "member since",
        "since",
        "date joined",
        "start",
        "join date",
        "eintritt",
        "beitritt",
    ),
    "role": ("role", "position", "office", "function", "rolle", "amt"),
}
#: Rows looked at to find addresses where no heading says so.
LOOKED_AT = 50
#: Cells that a spreadsheet program would reckon with rather than show.
_FORMULA = re.compile(r"[=+@\t\r-]")
_LONGEST = {"name": 80, "word": 40, "joined": 40, "role": 80}


def table(content: bytes) -> Sheet:
    """Return the table of a member list.

    Raises:
        Broken: when it cannot be read, or holds not one e-mail address.
    """
    sheet = read(content)
    if any(address_of(cell)[0] for cell in sheet.heading):  # no heading: the first line is somebody
        first = Row(1, sheet.heading)
        sheet = Sheet(("",) * len(sheet.heading), (first, *sheet.rows), sheet.encoding, sheet.separator)
    if not any(address_of(cell)[0] for row in sheet.rows for cell in row.cells):
        raise Broken("no-address")
    return sheet


def guess(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return a guess which column is which: field -> place. What no column fits is left out."""
    said = [" ".join(cell.casefold().replace("_", " ").split()) for cell in heading]
    found: dict[str, int] = {}
    for name, called in FIELDS.items():
        for word in called:
            if word in said and said.index(word) not in found.values():
                found[name] = said.index(word)
                break
    looked_at = list(rows)[:LOOKED_AT]
    counted = [sum(bool(address_of(row[place])[0]) for row in looked_at) for place in range(len(heading))]
    if counted and ("email" not in found or counted[found["email"]] == 0):
        best = max(range(len(counted)), key=lambda place: counted[place])
        if counted[best]:
            found = {name: place for name, place in found.items() if place != best} | {"email": best}
    return found


def address_of(cell: str) -> tuple[str, bool]:
    """Return the e-mail address in a cell, and whether it had to be repaired; "" where there is none."""
    written = cell.strip().strip("'\u200b\ufeff").strip()
    address = written.removeprefix("mailto:")
    if "<" in address:
        address = parseaddr(address)[1]
    address = address.strip(" .,;").lower()
    if len(address) > 254 or "@" not in address:
        return "", False
    try:
        validate_email(address)
    except ValidationError:
        return "", False
    return address, address != cell.strip().lower()


def people(rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return what each row says of somebody: name, address, and what was repaired or doubted."""
    first_line: dict[str, int] = {}
    found = []
    for line, cells in rows:
        given = {name: cells[place] for name, place in columns.items() if place < len(cells)}
        notes: list[list[Any]] = []
        address, repaired = address_of(given.get("email", ""))
        row: dict[str, Any] = {"line": line, "email": address, "take": bool(address)}
        for name, most in _LONGEST.items():
            row[name] = _words(given.get(name, ""), name, most, notes)
        if not address:
            notes.append(["no-email" if not given.get("email", "").strip() else "bad-email", {}])
            row["written"] = one_line(given.get("email", ""), most=80)
        elif address in first_line:
            notes.append(["twice", {"line": first_line[address]}])
            row["take"] = False
        else:
            first_line[address] = line
            if repaired:
                notes.append(["repaired", {}])
        row["notes"], row["fixed"] = notes, not row["take"]
        found.append(row)
    return found


def _words(cell: str, name: str, most: int, notes: list[list[Any]]) -> str:
    written = cell.strip()
    if written and _FORMULA.match(written):
        notes.append(["formula", {"field": name}])
        return ""
    return one_line(written, most=most)
