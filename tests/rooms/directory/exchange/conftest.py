"""The official schemas, as what our output is held to (test input, never part of the product); another host."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

from commonhearth.foundation.accounts.models import Person
from commonhearth.rooms.directory import services
from commonhearth.rooms.directory.models import Followed
from tests.rooms.directory.conftest import *  # noqa: F403 (the towns, our list, the reviewer)
from tests.rooms.directory.exchange.elsewhere import HOST, JOB, Elsewhere

LIBRARY = "https://test-library.murmurations.network/v2"


@pytest.fixture(scope="session")
def murmurations(shared_data: Path) -> Callable[[Any], list[str]]:
    """Ask the official schemas what is wrong with a profile: the default one and each that it names."""
    folder = shared_data / "murmurations"
    found = {
        f"{LIBRARY}/{kind}/{path.name}": Resource(json.loads(path.read_text()), DRAFT7)
        for kind in ("schemas", "fields")
        for path in (folder / kind).glob("*.json")
    }
    registry: Registry = Registry().with_resources(found.items())

    def wrong(said: Any, schemas: tuple[str, ...] = ()) -> list[str]:
        named = said.get("linked_schemas", []) if isinstance(said, dict) else []
        asked = ["default-v2.1.0", *(schemas or named)]
        return [
            f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
            for name in asked
            for fault in Draft7Validator(
                {"$ref": f"{LIBRARY}/schemas/{name}.json"}, registry=registry
            ).iter_errors(said)
        ]

    return wrong


@pytest.fixture(scope="session")
def hsds(shared_data: Path) -> Callable[[str, Any], list[str]]:
    """Ask the official HSDS 3.0 schema of an entity what is wrong with a thing, formats included."""
    folder = shared_data / "hsds" / "v3.0" / "schema"
    found = {
        f"https://hsds.example/{path.name}": Resource(json.loads(path.read_text()), DRAFT202012)
        for path in folder.glob("*.json")
    }
    registry: Registry = Registry().with_resources(found.items())

    def wrong(entity: str, said: Any) -> list[str]:
        validator = Draft202012Validator(
            {"$ref": f"https://hsds.example/{entity}.json"}, registry=registry, format_checker=FormatChecker()
        )
        return [
            f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"
            for fault in validator.iter_errors(said)
        ]

    return wrong


@pytest.fixture
def examples(shared_data: Path) -> Path:
    return shared_data / "hsds" / "v3.0" / "examples"


@pytest.fixture
def bring(towns: None, tmp_path: Path, now: Any) -> Callable[..., services.ImportReport]:
    """Import a document (written to a file), or a file."""

    def act(what: Any, name: str = "services.json") -> services.ImportReport:
        path = what if isinstance(what, Path) else tmp_path / name
        if not isinstance(what, Path):
            path.write_text(what if isinstance(what, str) else json.dumps(what))
        return services.import_directory(path=path, now=now)

    return act


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def round_(towns: None, reviewer: Person, elsewhere: Elsewhere, now: datetime) -> Callable[..., Followed]:
    """Follow an address (the other host's front door) if it is not followed yet, and ask it once."""

    def act(address: str = HOST, *, when: datetime = now) -> Followed:
        row = Followed.objects.filter(address=address, ended=None).first() or services.follow(
            actor=reviewer, address=address, now=when
        )
        services.refresh(followed_id=row.id, now=when, actor=JOB, ask=elsewhere)
        row.refresh_from_db()
        return row

    return act
