"""Everything of a member's own in one community: JSON to carry on, and a page to read.

What is theirs is read from the model register: a model says by `belongs_to` whose a row is, and each
field's class says whether it goes along. A new room's rows are in the export the day they are
declared, and `tests/foundation/members/test_export.py` fails for those that nobody declared.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.template.loader import render_to_string

from commonhearth.foundation import sealed
from commonhearth.foundation.accounts.models import Person
from commonhearth.foundation.files.selectors import contents_to_take_along, to_take_along
from commonhearth.foundation.members.models import Member
from commonhearth.foundation.members.services.book import chapter
from commonhearth.foundation.members.services.erasing import own_models, own_of
from commonhearth.foundation.members.wording import BOOKKEEPING
from commonhearth.foundation.sealed import Sealed
from commonhearth.foundation.tenancy.models import field_class

FORMAT = "commonhearth-own-1"
#: Classes that are the member's to take; ballots and host bookkeeping are not.
TAKEN = frozenset({"public", "person", "community", "circle", "health"})


def own_rows(member: Member) -> dict[str, list[dict[str, Any]]]:
    """Return the member's own rows in the community in reach, by table, sealed values opened."""
    return {table: [_written(row) for row in rows] for table, rows in _tables(member).items()}


def own_without_sealed(member: Member) -> dict[str, Any]:
    """Return the same without what is sealed, said in circles, or about health.

    For doors where nobody has just shown that it is them; nor do they learn the id of a sign-in. Notices have
    addresses in them, and those may name a hidden circle, so the tables that say nothing to a person are left
    out too.
    """
    rows = {}
    for table, found in _tables(member).items():
        model = type(found[0])
        classes = {field_class(model, field.name) for field in model._meta.concrete_fields}
        if table not in BOOKKEEPING and not classes & {"circle", "health"}:
            rows[table] = [_written(row, sealed_too=False) for row in found]
    return {"format": FORMAT, "rows": rows}


def _tables(member: Member) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for model in own_models():
        theirs = own_of(model, member).filter(**model.theirs_when)
        if rows := list(theirs.order_by("created", "id")):
            found[model._meta.db_table] = rows
    return found


def _hung(tables: dict[str, list[Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Give the files on things of the member's own: what each is, and its bytes, opened."""
    for table, rows in tables.items():
        for file in to_take_along(rows):
            content = contents_to_take_along(file)
            if content is not None:
                where = f"files/{file.id}{file.ending}"
                yield {"file": where, "name": file.called, "on": table, "thing": str(file.about_id)}, content


def _is_taken(field: Any) -> bool:
    return field_class(field.model, field.name) in TAKEN


def _is_somebody_else(field: Any) -> bool:
    """Whether a field points at another member, such as who placed a hold: that is not the member's to take."""
    path = getattr(field.model, "belongs_to", None) or ""
    return field.related_model is Member and field.name != path.partition("__")[0]


def _written(row: Model, *, sealed_too: bool = True) -> dict[str, Any]:
    values: dict[str, Any] = {"id": str(row.pk)}
    for field in row._meta.concrete_fields:
        if field_class(type(row), field.name) in TAKEN and not _is_somebody_else(field):
            value = getattr(row, field.attname)
            if sealed_too or not (isinstance(value, Sealed) or field.related_model is Person):
                values[field.attname] = _plain(value)
    values["created"] = _plain(getattr(row, "created", None))
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Sealed):
        return sealed.open_for(value, purpose="own-export")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def export_own(member: Member, *, now: datetime) -> bytes:
    """Return a zip with `own.json` and `own.html`, a page that opens in any browser, off line."""
    tables = _tables(member)
    community = member.community
    hung = list(_hung(tables))
    data = {
        "format": FORMAT,
        "made": now.isoformat(),
        "community": {"id": str(community.id), "name": community.name, "slug": community.slug},
        "rows": {table: [_written(row) for row in rows] for table, rows in tables.items()},
        "files": [said for said, _content in hung],
    }
    chapters = [chapter(table, rows, _is_taken) for table, rows in tables.items()]
    book = sorted((one for one in chapters if one), key=lambda one: one.heading)
    read = render_to_string(
        "members/export.html",
        {
            "member": member,
            "community": community,
            "chapters": book,
            "files": data["files"],
            "made": now,
        },
    )
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("own.json", json.dumps(data, ensure_ascii=False, indent=2))
        archive.writestr("own.html", read)
        for said, content in hung:
            archive.writestr(said["file"], content)
    return box.getvalue()
