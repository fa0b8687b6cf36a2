"""Taking a nested document apart into things that each stand once, and putting it together again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from commonhearth.rooms.directory.formats.hsds.fields import ENTITIES

Key = tuple[str, str]  # entity, id


@dataclass(slots=True)
class Thing:
    """One service, telephone ...: its own fields, and the ids of what it holds, by property."""

    entity: str
    id: str
    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """Return what it is known by."""
        return self.entity, self.id


class Things:
    """Things by entity and id, in the order in which they came."""

    def __init__(self) -> None:
        self.by_key: dict[Key, Thing] = {}

    def add(self, thing: Thing) -> Thing:
        """Take a thing in; one that stands already gets what it lacks."""
        known = self.by_key.setdefault(thing.key, thing)
        if known is not thing:
            known.fields = thing.fields | known.fields
            for name, ids in thing.links.items():
                known.links[name] = list(dict.fromkeys([*known.links.get(name, ()), *ids]))
        return known

    def of(self, entity: str) -> list[Thing]:
        """Return all of one entity."""
        return [thing for thing in self.by_key.values() if thing.entity == entity]

    def held(self, thing: Thing, name: str) -> list[Thing]:
        """Return what a thing holds under a property."""
        holds = ENTITIES[thing.entity].holds.get(name)
        if holds is None:
            return []
        keys = ((holds.entity, key) for key in thing.links.get(name, ()))
        return [self.by_key[key] for key in keys if key in self.by_key]

    def take_apart(self, entity: str, document: Mapping[str, Any]) -> Thing:
        """Take in a document with all that is nested in it. What says nothing (null) is left out."""
        known = ENTITIES[entity]
        thing = Thing(entity, str(document["id"]).lower())
        for name, value in document.items():
            holds = known.holds.get(name)
            if name == "id" or value is None:
                continue
            if holds is None:
                thing.fields[name] = value
            else:
                inner = value if holds.many else [value]
                thing.links[name] = [self.take_apart(holds.entity, one).id for one in inner]
        return self.add(thing)


def put_together(root: Thing, things: Mapping[Key, Thing], *, path: tuple[Key, ...] = ()) -> dict[str, Any]:
    """Return a thing with all that it holds nested in it.

    A thing is never nested in itself; and within a service its organisation stands without its other
    services, which are no part of it.
    """
    entity = ENTITIES[root.entity]
    said: dict[str, Any] = {"id": root.id, **root.fields}
    within = (*path, root.key)
    for name, ids in root.links.items():
        holds = entity.holds.get(name)
        if holds is None or (path and (root.entity, name) in _AT_THE_TOP_ONLY):
            continue
        keys = [(holds.entity, key) for key in ids]
        found = [
            put_together(things[key], things, path=within)
            for key in keys
            if key in things and key not in within
        ]
        if holds.many and found:
            said[name] = found
        elif found:
            said[name] = found[0]
    return said


_AT_THE_TOP_ONLY = frozenset({("organization", "services")})


def nested_in(root: Thing) -> Iterable[Key]:
    """Return the keys of what a thing holds itself."""
    entity = ENTITIES[root.entity]
    for name, ids in root.links.items():
        holds = entity.holds.get(name)
        if holds is not None:
            yield from ((holds.entity, key) for key in ids)


def flat(thing: Thing, things: Mapping[Key, Thing]) -> dict[str, Any]:
    """Return a thing as a list gives it: its own fields, and what it has exactly one of."""
    said: dict[str, Any] = {"id": thing.id, **thing.fields}
    for name in ("organization", "program"):
        holds = ENTITIES[thing.entity].holds.get(name)
        if holds is None or holds.many:
            continue
        for key in thing.links.get(name, ()):
            held = things.get((holds.entity, key))
            if held is not None:
                said[name] = {"id": held.id, **held.fields}
    return said
