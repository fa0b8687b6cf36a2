"""Naming somebody for a turn, a date or a case: nobody is chosen by the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from commonhearth.rooms.care.forms.cases import BringInForm
from commonhearth.rooms.meetings.workforms import ToWhomForm

ID = UUID(int=7)


@dataclass(frozen=True)
class Somebody:
    id: UUID = ID
    name: str = "Ada"

    def __str__(self) -> str:
        return self.name


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("to", lambda data: ToWhomForm(data, people=[Somebody()], anyone=False)),
        ("person", lambda data: BringInForm(data, people=[Somebody()])),
    ],
)
def test_nobody_is_chosen_beforehand_and_one_press_too_early_names_nobody(field, form):
    values = [value for value, _label in form(None).fields[field].choices]
    assert values == ["", str(Somebody().id)]
    pressed = form({field: ""})
    assert not pressed.is_valid() and field in pressed.errors
    assert form({field: str(Somebody().id)}).is_valid()
