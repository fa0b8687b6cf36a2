"""A choice among things that are known by their id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404


class ThingField(forms.ChoiceField):
    """A choice among rows. What somebody chose and is gone meanwhile is said beside the field; an id that is
    nothing here is not found, as it would be in an address.

    Args:
        here: whether an id that is not on offer is known here all the same; without it none is.
    """

    def __init__(self, *, here: Callable[[UUID], bool] = lambda _id: False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.here = here

    def validate(self, value: Any) -> None:
        """Check that the choice is on offer.

        Raises:
            Http404: when it is the id of nothing here.
            ValidationError: when it is not on offer, or missing.
        """
        try:
            super().validate(value)
        except forms.ValidationError:
            chosen = _id(value)
            if chosen is not None and not self.here(chosen):
                raise Http404 from None
            raise


def _id(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
