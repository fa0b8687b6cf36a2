"""The kinds of models. Every model of the house is one of them and declares its fields' classes.

- *tenant*: belongs to one community; reached only inside `in_community`.
- *reference*: the same for everybody (helplines, gazetteer).
- *global*: belongs to the host or to a person (accounts, directory listings, jobs).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, NoReturn

from django.apps import apps
from django.db import models
from django.utils import timezone

from commonhearth.foundation.tenancy.context import (
    NoCommunity,
    current_community,
    own_person,
)

#: Said by a model whose rows go whole when a member erases what is theirs.
ROW = "row"
#: What a field may hold; `docs/adr/0004-rows-walls-and-keys.md` says what follows from each.
FIELD_CLASSES = frozenset({"public", "person", "community", "circle", "health", "ballot", "secret", "host"})


@dataclass(frozen=True, slots=True)
class Lock:
    """What of a row stands fast in the database itself, and the row with it, once a moment is set.

    Attributes:
        when: the field that says since when.
        fields: what does not change any more; the moment is one of them.
        moves: of these, words that may still be sealed, when their circle is hidden.
        moves_to: where they are sealed then. What is sealed may be sealed anew, by a newer key, and not taken away.
    """

    when: str
    fields: tuple[str, ...]
    moves: tuple[str, ...] = ()
    moves_to: str = ""


class TenantQuerySet(models.QuerySet):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert rows of the community in reach.

        Raises:
            NoCommunity: when one belongs to another; or when existing rows would be updated by a
                conflict that does not look at the community.
        """
        if kwargs.get("update_conflicts") and "community" not in (kwargs.get("unique_fields") or ()):
            raise NoCommunity("an update on conflict names the community among its unique fields")
        rows = list(objs)
        for row in rows:
            row.stay_in_community()
        return super().bulk_create(rows, *args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a raw query passes by the filter."""
        raise NoCommunity("raw queries do not know which community is in reach")


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Gives the rows of the community in reach, and raises where none is."""

    def get_queryset(self) -> TenantQuerySet:
        return super().get_queryset().filter(community_id=current_community())


class OwnQuerySet(models.QuerySet):
    """Rows to read: they are changed from within their community."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NoCommunity("own rows are only read; a change is made inside tenancy.in_community(...)")

    create = get_or_create = update_or_create = update = delete = raw = _refuse
    bulk_create = bulk_update = _refuse


class OwnManager(models.Manager.from_queryset(OwnQuerySet)):  # type: ignore[misc]
    """Gives a person's own rows across communities, to read only, inside `in_own_rows`."""

    def get_queryset(self) -> OwnQuerySet:
        own = getattr(self.model, "own_field", None)
        if own is None:
            raise NoCommunity(f"{self.model.__name__} declares no own_field")
        return super().get_queryset().filter(**{own: own_person()})


class HearthModel(models.Model):
    """What every model of the house has: a random id, a kind, and a class for each field."""

    field_classes: ClassVar[dict[str, str]] = {"id": "host", "created": "host"}
    #: Rows may be inserted only; a guard in the database refuses update and delete.
    append_only: ClassVar[bool] = False
    #: What stands fast from some moment on; guards in the database refuse to change or delete it then.
    locks: ClassVar[Lock | None] = None
    #: The lookup from a row to the member (tenant) or person (global) whose own data it is; "self"
    #: for those themselves. It drives export and erasure. None: nobody's alone.
    belongs_to: ClassVar[str | None] = None
    #: What must hold before such a row is theirs to take along: what they have not been told yet is not.
    theirs_when: ClassVar[dict[str, Any]] = {}
    #: What of such a row goes when they have erased what is theirs: `ROW`, the names of fields, or none
    #: of it with `()`. None: as `tenancy.erasing` reads it from the fields' classes.
    erased: ClassVar[str | tuple[str, ...] | None] = None
    #: What a field reads when it is erased, where nothing will not do.
    erased_as: ClassVar[dict[str, Any]] = {}
    #: Why the rest of an erased row stays: a code of `members.wording.STAYS`.
    stays: ClassVar[str] = "acts"
    #: The fields that say until when such a row is kept, whichever comes first: it is let go by itself then, by
    #: `tenancy.lasting`, and `hearth check` says where that did not happen. Empty: until somebody lets it go.
    kept_until: ClassVar[tuple[str, ...]] = ()
    #: How long it stays after that moment.
    kept_longer: ClassVar[timedelta] = timedelta(0)
    #: Of which rows that is said, where not of all.
    kept_where: ClassVar[models.Q] = models.Q()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class TenantModel(HearthModel):
    field_classes = {"community": "host"}
    #: Name of the lookup that says whose own row this is (`person`), for models with `own`.
    own_field: ClassVar[str | None] = None
    #: Whether its rows go along when the community moves to another host. Those that do not are made
    #: anew there, or mean something on this host only; `tests/site/archive` knows each by name.
    moves: ClassVar[bool] = True

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+", editable=False
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stay_in_community()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        # Django deletes a single row by its id alone, past the manager.
        self.stay_in_community()
        return super().delete(*args, **kwargs)

    def stay_in_community(self) -> None:
        """Put a new row into the community in reach, and refuse one that belongs to another.

        Raises:
            NoCommunity: when the row belongs elsewhere, or no community is in reach.
        """
        here = current_community()
        if self.community_id is None:
            self.community_id = here
        elif self.community_id != here:
            raise NoCommunity(f"this {type(self).__name__} belongs to another community")


class ReferenceModel(HearthModel):
    class Meta:
        abstract = True


class GlobalModel(HearthModel):
    class Meta:
        abstract = True


def kind_of(model: type[HearthModel]) -> str:
    """Return `tenant`, `reference` or `global`; a model may well have a column named `kind`."""
    if issubclass(model, TenantModel):
        return "tenant"
    return "reference" if issubclass(model, ReferenceModel) else "global"


def house_models(kind: str | None = None) -> list[type[HearthModel]]:
    """Return the concrete models of the house, of one kind or of all, in order of table name."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, HearthModel)
        and model._meta.managed
        and not model._meta.proxy
        and (kind is None or kind_of(model) == kind)
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def field_class(model: type[models.Model], field_name: str) -> str | None:
    """Return the declared class of a field, looking up through the model's bases; None if undeclared."""
    for base in model.__mro__:
        declared = base.__dict__.get("field_classes", {})
        if field_name in declared:
            return declared[field_name]
    return None
