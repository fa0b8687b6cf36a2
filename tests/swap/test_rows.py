"""Row by row: from within one community nothing of another is read, changed, removed or referred to."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from commonhearth.foundation.tenancy import NoCommunity
from commonhearth.foundation.tenancy.models import TenantModel, house_models
from tests.world import World

#: Models that the world has no row of, each with the reason. A new room puts rows into both
#: communities (tests/world/parts.py) instead of a line here.
WITHOUT_ROWS: dict[str, str] = {}


def a_row(world: World, place: str, model):
    with getattr(world, place).within():
        return model.objects.order_by("created", "id").first()


def test_every_tenant_model_has_rows_in_both_communities(world):
    missing = [
        f"{model._meta.label} in {place}"
        for model in house_models("tenant")
        for place in ("harbour", "meadow")
        if model._meta.label not in WITHOUT_ROWS and a_row(world, place, model) is None
    ]
    assert not missing, f"let a part of tests/world make one: {', '.join(missing)}"


def test_no_reason_for_a_model_that_has_rows(world):
    have = {model._meta.label for model in house_models("tenant") if a_row(world, "harbour", model)}
    assert have & WITHOUT_ROWS.keys() == set()


def test_foreign_rows_are_not_there(walled):
    for model in house_models("tenant"):
        theirs = a_row(walled, "meadow", model)
        if theirs is None:
            continue
        with walled.harbour.within():
            label = model._meta.label
            assert not model.objects.filter(pk=theirs.pk).exists(), label
            assert not {row.pk for row in model.objects.all()} & {theirs.pk}, label
            with pytest.raises(model.DoesNotExist):
                model.objects.get(pk=theirs.pk)


def test_foreign_rows_are_not_changed_or_removed(walled):
    for model in house_models("tenant"):
        theirs = a_row(walled, "meadow", model)
        if theirs is None or model.append_only:
            continue
        with walled.harbour.within(), transaction.atomic():
            label = model._meta.label
            assert model.objects.filter(pk=theirs.pk).update(created=walled.now) == 0, label
            assert model.objects.filter(pk=theirs.pk).delete() == (0, {}), label
            with pytest.raises(NoCommunity):
                theirs.save()
            with pytest.raises(NoCommunity):
                theirs.delete()


def test_a_reference_into_another_community_is_refused_by_the_database(walled_for_real):
    """Also when the row is written past `save`, as `update` does."""
    world, tried, taken = walled_for_real, 0, []
    for model in house_models("tenant"):
        ours = a_row(world, "harbour", model)
        if ours is None or model.append_only:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or not issubclass(target, TenantModel):
                continue
            theirs = a_row(world, "meadow", target)
            if theirs is None:
                continue
            tried += 1
            try:
                with world.harbour.within(), transaction.atomic():
                    rows = model.objects.filter(pk=ours.pk).update(**{field.attname: theirs.pk})
            except DatabaseError:
                continue
            taken.append(f"{model._meta.label}.{field.name} of {rows}")
    assert tried > 5
    assert taken == []
