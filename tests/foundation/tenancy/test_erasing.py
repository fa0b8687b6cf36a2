"""What goes of each table's own rows is read from the register, and can be done."""

from __future__ import annotations

from commonhearth.foundation.members.services.erasing import own_models
from commonhearth.foundation.members.wording import STAYS
from commonhearth.foundation.tenancy import erasing
from commonhearth.foundation.tenancy.models import field_class


def test_every_own_table_can_be_erased_as_it_says() -> None:
    assert erasing.faults(own_models()) == []
    for model in own_models():
        assert model.stays in STAYS, model._meta.label


def test_nothing_of_ones_own_stays_but_what_is_told() -> None:
    """A field of the person's own class goes, unless its table says that it stays and why."""
    for model in own_models():
        plan = erasing.going(model)
        path = (model.belongs_to or "").partition("__")[0]
        for field in model._meta.concrete_fields:
            name = str(field.name)
            if plan.row or name == path or field_class(model, name) not in ("person", "health"):
                continue
            told = model.erased is not None and model.stays in ("register", "safety")
            assert name in plan.fields or told, f"{model._meta.label}.{name} would stay"
