"""What goes by itself: which tables have a time, and which of their rows are past it.

    over(Delivery, now=now).delete()

What lets rows go, what `hearth check` looks for and what the privacy page says all ask here, so that the
number of days stands once: in the model.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from commonhearth.foundation.tenancy.models import HearthModel, house_models
from commonhearth.foundation.tenancy.third_party import KEPT_UNTIL


def lasting(kind: str | None = None) -> list[type[models.Model]]:
    """Return the tables with a time, of one kind of the house or all with those of others."""
    ours: list[type[models.Model]] = [model for model in house_models(kind) if model.kept_until]
    return ours if kind else ours + [apps.get_model(label) for label in KEPT_UNTIL]


def time_of(model: type[models.Model]) -> tuple[tuple[str, ...], timedelta, Q]:
    """Return the fields that say when a row's time is over, how long it stays then, and of which rows it is said."""
    if issubclass(model, HearthModel):
        return model.kept_until, model.kept_longer, model.kept_where
    return (KEPT_UNTIL[model._meta.label],), timedelta(0), Q()


def over(model: type[models.Model], *, now: datetime) -> QuerySet[Any]:
    """Return the rows whose time is over; a day is over when the next has begun.

    Raises:
        ValueError: for a table without a time.
    """
    fields, longer, where = time_of(model)
    if not fields:
        raise ValueError(f"{model._meta.label} has no time")
    past, moment = Q(), now - longer
    for name in fields:
        is_moment = isinstance(field_at(model, name), models.DateTimeField)
        past |= Q(**{f"{name}__lte": moment}) if is_moment else Q(**{f"{name}__lt": moment.date()})
    return model._default_manager.filter(where, past)


def field_at(model: type[models.Model], path: str) -> Any:
    """Return the field that a lookup leads to, here or in the row it hangs on.

    Raises:
        FieldDoesNotExist: when it leads nowhere.
    """
    *way, name = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)
