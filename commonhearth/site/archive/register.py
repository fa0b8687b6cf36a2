"""Which tables go along when a community moves: read from the model register, so that none is forgotten."""

from __future__ import annotations

from commonhearth.foundation.communities.models import Community
from commonhearth.foundation.tenancy.models import GlobalModel, HearthModel, TenantModel, house_models
from commonhearth.site.archive.shape import ROWS


def moving() -> list[type[TenantModel]]:
    """Return the tables of a community that go along, in order of label."""
    found = [model for model in house_models("tenant") if issubclass(model, TenantModel) and model.moves]
    return sorted(found, key=lambda model: model._meta.label)


def part_of(model: type[HearthModel]) -> str:
    """Return the name of a table's part."""
    return f"{ROWS}{model._meta.label}.jsonl"


def by_part() -> dict[str, type[HearthModel]]:
    """Return every table that may stand in an archive, by the name of its part."""
    tables: list[type[HearthModel]] = [Community, *moving()]
    return {part_of(model): model for model in tables}


def faults() -> list[str]:
    """Return why a table could not be taken along, one line each: it needs a row of the host it leaves."""
    return [
        f"{model._meta.label}.{field.name}: it moves, but cannot be without a row of the host"
        for model in moving()
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type)
        and issubclass(field.related_model, GlobalModel)
        and field.name != "community"
        and not field.null
    ]
