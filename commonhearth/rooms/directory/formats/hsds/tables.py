"""The tables of HSDS: rows to things and things to rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commonhearth.rooms.directory.formats.hsds.fields import BY_PATH, ENTITIES, Entity, Field
from commonhearth.rooms.directory.formats.hsds.things import Key, Thing, Things

#: Columns of our own beside those of the specification: under which terms a service may be passed on.
TERMS = ("license", "attribution")
_OF_ANY = {"attribute": ("link_id", "link_entity"), "metadata": ("resource_id", "resource_type")}


def from_rows(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Things:
    """Return the things of some tables, each by the name of its file; what they hold follows from columns."""
    things = Things()
    for path, rows in tables.items():
        entity = BY_PATH[path]
        for row in rows:
            said = {name: _value(entity.fields.get(name), value) for name, value in row.items()}
            fields = {name: value for name, value in said.items() if value not in ("", None)}
            things.add(Thing(entity.name, str(fields.pop("id", "")).lower(), fields))
    for thing in list(things.by_key.values()):
        _tie(thing, things)
    return things


def _tie(thing: Thing, things: Things) -> None:
    """Link a thing to what its columns point at, and what they point at to it."""
    for name, holds in ENTITIES[thing.entity].holds.items():
        pointed = str(thing.fields.get(holds.column, "")).lower()
        if not holds.many and (holds.entity, pointed) in things.by_key:
            thing.links[name] = [pointed]
    for holder in ENTITIES.values():
        for name, holds in holder.holds.items():
            if not holds.many or holds.entity != thing.entity:
                continue
            above = things.by_key.get((holder.name, str(thing.fields.get(holds.column, "")).lower()))
            said = _OF_ANY.get(thing.entity)
            if above is not None and (said is None or thing.fields.get(said[1]) == holder.name):
                above.links.setdefault(name, []).append(thing.id)


class Rows:
    """Writes things as rows of their tables, in their order, knowing who holds what.

    One row says one holder of each kind: a thing held by two of a kind gets a second row, with an id made
    from its own.
    """

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = list(things)
        self._holders: dict[Key, dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
        for thing in self._things:
            for name, ids in thing.links.items():
                holds = ENTITIES[thing.entity].holds.get(name)
                if holds is not None and holds.many:
                    for held in ids:
                        self._holders[holds.entity, held][holds.column].append(thing.key)

    def __iter__(self) -> Iterator[tuple[Entity, dict[str, Any]]]:
        """Yield every row with the entity in whose table it stands."""
        for thing in self._things:
            entity = ENTITIES[thing.entity]
            for row in self._rows(thing, entity):
                yield entity, row

    def _rows(self, thing: Thing, entity: Entity) -> Iterator[dict[str, Any]]:
        columns = columns_of(entity)
        row = {"id": thing.id, **{name: value for name, value in thing.fields.items() if name in columns}}
        for name, holds in entity.holds.items():
            if not holds.many and thing.links.get(name):
                row.setdefault(holds.column, thing.links[name][0])
        holders = self._holders.get(thing.key, {})
        number = 0
        while True:
            said = dict(row)
            for column, keys in holders.items():
                if number < len(keys) and (number or column not in row):
                    said[column] = keys[number][1]
                    if thing.entity in _OF_ANY:
                        said[_OF_ANY[thing.entity][1]] = keys[number][0]
            if number:
                said["id"] = str(uuid.uuid5(uuid.UUID(thing.id), str(number)))
            yield said
            number += 1
            if number >= max((len(keys) for keys in holders.values()), default=0):
                return


def columns_of(entity: Entity) -> tuple[str, ...]:
    """Return the columns of a table, with our own after those of the specification."""
    return _COLUMNS[entity.name]


_COLUMNS = {
    entity.name: (*entity.fields, *(TERMS if entity.name in ("service", "organization") else ()))
    for entity in ENTITIES.values()
}


def package(*, title: str, licences: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the data package (frictionless) that describes the tables."""
    return {
        "name": "human_services_data",
        "title": title,
        "profile": "tabular-data-package",
        "homepage": "https://docs.openreferral.org/",
        "licenses": [{"title": name, **({"path": path} if path else {})} for name, path in licences],
        "resources": [_resource(entity) for entity in ENTITIES.values()],
    }


def _resource(entity: Entity) -> dict[str, Any]:
    fields = [_column(field) for field in entity.fields.values()]
    fields += [{"name": name, "type": "string"} for name in columns_of(entity)[len(fields) :]]
    return {
        "name": entity.name,
        "path": entity.path,
        "format": "csv",
        "mediatype": "text/csv",
        "profile": "tabular-data-resource",
        "schema": {"primaryKey": "id", "fields": fields},
    }


def _column(field: Field) -> dict[str, Any]:
    kinds = {"number": "number", "date": "date", "time": "time", "date-time": "datetime"}
    said: dict[str, Any] = {"name": field.name, "type": kinds.get(field.kind, "string")}
    if field.kind in ("uuid", "uri", "email"):
        said["format"] = field.kind
    rules: dict[str, Any] = {"required": True} if field.needed or field.needed_in_table else {}
    if field.name == "id":
        rules["unique"] = True
    if field.choices:
        rules["enum"] = list(field.choices)
    return said | ({"constraints": rules} if rules else {})


def _value(field: Field | None, written: Any) -> Any:
    """Return a cell as what its column holds; what is no number stays the text it is, for the check to name."""
    if field is not None and field.kind != "number" and type(written) in (int, float):
        return str(written)
    if field is None or field.kind != "number" or not isinstance(written, str) or not written.strip():
        return written
    try:
        number = float(written)
    except ValueError:
        return written
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
