"""On what a file may hang, and who reads it there: packages above say so, nobody by default.

    files.hangs(Page, may_read_page, fetch=("circle",))

The rule is asked for each download and each opened name. Deleting a thing, by whatever way, deletes what
hangs on it: a tombstone replayed, a cascade, a queryset; that is why this listens to the deletion itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete

from commonhearth.foundation.access import Verdict
from commonhearth.foundation.files.models import File
from commonhearth.foundation.registry import Point
from commonhearth.foundation.tenancy.models import TenantModel


@dataclass(frozen=True, slots=True)
class Hanging:
    """A table on whose rows files hang.

    Attributes:
        model: the table.
        may_read: `(viewer, thing) -> Verdict`: may they read what hangs on it?
        fetch: what the rule looks at, fetched along with the thing.
    """

    model: type[TenantModel]
    may_read: Callable[[Any, Any], Verdict]
    fetch: tuple[str, ...] = ()

    def things(self, ids: Iterable[UUID]) -> QuerySet[Any]:
        """Return things by their ids, with what the rule looks at."""
        found: QuerySet[Any] = self.model._default_manager.filter(pk__in=list(ids))
        return found.select_related(*self.fetch) if self.fetch else found


#: By the table's label.
HANGING: Point[Hanging] = Point("files.hanging")


def kind_of(model: type[Model]) -> str:
    """Return under what name a table stands in the register."""
    return model._meta.label_lower


def hangs(
    model: type[TenantModel], may_read: Callable[[Any, Any], Verdict], fetch: tuple[str, ...] = ()
) -> None:
    """Let files hang on a table's rows, for those to read whom a rule allows."""
    HANGING.add(kind_of(model), Hanging(model, may_read, fetch))
    post_delete.connect(_thing_gone, sender=model, dispatch_uid=f"files.{kind_of(model)}")


def _thing_gone(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    File.objects.filter(about_kind=kind_of(sender), about_id=instance.pk).delete()
