"""Whether a thing is one of HSDS: required fields, types, choices; ids are UUIDs."""

from __future__ import annotations

from functools import cache
from typing import Any

from commonhearth.rooms.directory.formats.hsds.fields import ENTITIES, Entity, Field

#: How many faults are told.
MOST_TOLD = 20
_UUID = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"


def faults(entity: str, said: Any) -> tuple[str, ...]:
    """Return what is wrong with a thing and all that it holds, each with the path of its field."""
    found = _validator(entity).iter_errors(said)
    told = (
        f"{'/'.join(map(str, fault.instance_path)) or '(whole)'}: {fault.message[:160]}" for fault in found
    )
    return tuple(told)[:MOST_TOLD]


@cache
def _validator(entity: str) -> Any:
    from jsonschema_rs import Draft202012Validator  # here, since few processes ever need its 7 MiB

    definitions = {name: _rules(one) for name, one in ENTITIES.items()}
    return Draft202012Validator({"$defs": definitions, "$ref": f"#/$defs/{entity}"})


def _rules(entity: Entity) -> dict[str, Any]:
    properties: dict[str, Any] = {name: _rule(field) for name, field in entity.fields.items()}
    for name, held in entity.holds.items():
        inner = {"$ref": f"#/$defs/{held.entity}"}
        properties[name] = {"type": "array", "items": inner} if held.many else inner
    needed = [name for name, field in entity.fields.items() if field.needed]
    return {"type": "object", "properties": properties, "required": needed}


def _rule(field: Field) -> dict[str, Any]:
    if field.kind == "number":
        return {"type": "number"}
    rule: dict[str, Any] = {"type": "string"}
    if field.name == "id":
        rule["pattern"] = _UUID
    if field.choices:
        rule["enum"] = list(field.choices)
    return rule
