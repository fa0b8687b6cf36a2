"""The description of the API as chapters to be read, from the document that programs get."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.site.api.description import described

#: Chapters by the room of their operations, in the order of reading.
TITLES: dict[str, Promise] = {
    "accounts": _("Your key"),
    "directory": _("The directory"),
    "resources": _("What helped others"),
    "communities": _("A community"),
    "members": _("Belonging"),
    "circles": _("Circles"),
    "agreements": _("Agreements"),
    "conversations": _("Conversations"),
    "handbook": _("Handbook"),
    "meetings": _("Meetings"),
    "treasury": _("The tin"),
    "care": _("Looking after each other"),
    "notices": _("What concerns you"),
    "finding": _("Finding by words"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body, a query or a path, in a line."""

    name: str
    kind: str
    needed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is called, what it takes, what it gives."""

    anchor: str
    method: str
    path: str
    title: str
    words: str
    scope: str
    for_everyone: bool
    query: tuple[Field, ...]
    body: tuple[Field, ...]
    gives: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What belongs to one room; it has a page of its own."""

    name: str
    title: Promise
    operations: list[Operation]


@cache
def chapters() -> list[Chapter]:
    """Return the chapters in the order of reading."""
    document = described()
    found: dict[str, list[Operation]] = {room: [] for room in TITLES}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_read(document, path, method, operation))
    return [Chapter(room, TITLES[room], operations) for room, operations in found.items() if operations]


def _read(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    given = next(said for status, said in operation["responses"].items() if status.startswith("2"))
    shape = given.get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        anchor=operation["operationId"].partition(".")[2],
        method=method.upper(),
        path=path,
        title=operation["summary"],
        words=operation.get("description", ""),
        scope=operation.get("x-scope", ""),
        for_everyone="security" not in operation,
        query=tuple(
            Field(one["name"], _kind(document, one["schema"]), one["required"])
            for one in operation["parameters"]
            if one["in"] == "query"
        ),
        body=_fields(document, body) if body else (),
        gives=json.dumps(_example(document, shape, 0), ensure_ascii=False, indent=2) if shape else "",
    )


def _solid(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference."""
    if "$ref" in schema:
        found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> tuple[Field, ...]:
    solid = _solid(document, schema)
    needed = solid.get("required", ())
    return tuple(
        Field(name, _kind(document, one), name in needed, one.get("description", ""))
        for name, one in solid.get("properties", {}).items()
    )


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    solid = _solid(document, schema)
    if "anyOf" in solid:
        return " | ".join(_kind(document, one) for one in solid["anyOf"])
    if "enum" in solid:
        return " | ".join(json.dumps(one) for one in solid["enum"])
    if "const" in solid:
        return json.dumps(solid["const"])
    if solid.get("type") == "array":
        return f"[{_kind(document, solid.get('items', {}))}]"
    return str(solid.get("format") or solid.get("title" if solid.get("type") == "object" else "type", "any"))


def _example(document: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    """Return the shape of an answer, with kinds in the place of values."""
    solid = _solid(document, schema)
    if "anyOf" in solid:
        kinds = [one for one in solid["anyOf"] if one.get("type") != "null"]
        inner = _example(document, kinds[0], depth)
        return f"{inner} | null" if isinstance(inner, str) else inner
    if solid.get("type") == "array":
        return [_example(document, solid.get("items", {}), depth + 1)]
    if "properties" in solid and depth < 5:
        return {name: _example(document, one, depth + 1) for name, one in solid["properties"].items()}
    return _kind(document, schema)
