"""Does every model say what it is? Kinds, field classes, and shapes that the walls cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from commonhearth.foundation.tenancy.lasting import field_at
from commonhearth.foundation.tenancy.models import (
    FIELD_CLASSES,
    HearthModel,
    TenantManager,
    TenantModel,
    field_class,
    kind_of,
)
from commonhearth.foundation.tenancy.third_party import THIRD_PARTY


def class_of(model: type[models.Model], field_name: str) -> str | None:
    """Return a field's class, of our models and of others'; None when nobody declared it."""
    if issubclass(model, HearthModel):
        return field_class(model, field_name)
    return THIRD_PARTY.get(model._meta.label, {}).get(field_name)


def stored_models() -> list[type[models.Model]]:
    """Return every model that has a table, ours and others', in order of label."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.label)


def faults() -> list[str]:
    """Return what the models' declarations lack, one line each; empty when all is said."""
    return [line for model in stored_models() for line in _faults_of(model)]


def _faults_of(model: type[models.Model]) -> Iterator[str]:
    label = model._meta.label
    names = {field.name for field in model._meta.concrete_fields}
    for name in sorted(names):
        said = class_of(model, name)
        if said is None:
            yield f"{label}.{name}: no class declared"
        elif said not in FIELD_CLASSES:
            yield f"{label}.{name}: {said} is not a class"
    if not issubclass(model, HearthModel):
        return
    for name in sorted(set(model.__dict__.get("field_classes", {})) - names):
        yield f"{label}.{name}: a class for a field that is not there"
    for name in model.kept_until:
        if not _is_day(model, name):
            yield f"{label}.{name}: no day or moment until which rows are kept"
    if model._meta.local_many_to_many or model._meta.private_fields:
        yield f"{label}: no many-to-many and no generic relations; write the table between"
    yield from _wall_faults(model)


def _is_day(model: type[HearthModel], path: str) -> bool:
    try:
        return isinstance(field_at(model, path), models.DateField)
    except FieldDoesNotExist:
        return False


def _wall_faults(model: type[HearthModel]) -> Iterator[str]:
    label = model._meta.label
    is_tenant = issubclass(model, TenantModel)
    if is_tenant and not isinstance(model._base_manager, TenantManager):
        yield f"{label}: its base manager passes by the filter"
    if is_tenant and not isinstance(model._default_manager, TenantManager):
        yield f"{label}: its default manager passes by the filter"
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(target, type):
            continue
        if not is_tenant and issubclass(target, TenantModel):
            yield f"{label}.{field.name}: a {kind_of(model)} row refers to a tenant row"
        if (
            is_tenant
            and not issubclass(target, TenantModel)
            and not getattr(field.remote_field, "hidden", True)
        ):
            yield f"{label}.{field.name}: a join back from outside the walls; give it related_name='+'"
