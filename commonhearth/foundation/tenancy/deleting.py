"""Deleting a row of the host to which rows inside communities refer, such as a person.

Django asks every table that may refer to a row it deletes; a tenant table answers only inside its
community. So each community is visited first, and what refers to the row there is let go.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models, transaction
from django.db.models import CASCADE, SET_NULL, ProtectedError

from commonhearth.foundation.tenancy.context import community_ids, in_community
from commonhearth.foundation.tenancy.models import GlobalModel, house_models

#: No community has this id, so in its reach there is no tenant row at all.
NOWHERE = UUID(int=0)


def delete_everywhere(row: GlobalModel) -> None:
    """Delete a row of the host, having let go of it in every community.

    Raises:
        ProtectedError: when a tenant row must not lose it; then nothing has changed.
    """
    references = [
        field
        for model in house_models("tenant")
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and isinstance(row, field.related_model)  # type: ignore[arg-type]
    ]
    with transaction.atomic():
        for community_id in community_ids():
            with in_community(community_id):
                for field in references:
                    _let_go(field, row)
        with in_community(NOWHERE):
            row.delete()


def _let_go(field: models.ForeignKey, row: GlobalModel) -> None:
    rows = field.model._base_manager.filter(**{field.name: row})
    how = field.remote_field.on_delete
    if how is SET_NULL:
        rows.update(**{field.name: None})
    elif how is CASCADE:
        for one in rows:
            one.delete()
    elif rows.exists():
        raise ProtectedError(f"{field.model._meta.label}.{field.name}", set(rows))
