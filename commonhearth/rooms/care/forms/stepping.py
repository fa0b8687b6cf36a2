"""What a circle does without somebody, and what is handed over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.circles.models import Circle
from commonhearth.kit.choosing import ThingField


class NeighbourForm(forms.Form):
    """Which circle to ask."""

    neighbour = ThingField(label=_("Which circle?"), here=lambda one: Circle.objects.filter(id=one).exists())

    def __init__(self, *args: Any, circles: Iterable[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = {str(circle.id): circle for circle in circles}
        field = self.fields["neighbour"]
        assert isinstance(field, ThingField)
        field.choices = [("", _("choose one")), *((key, one.called) for key, one in self.circles.items())]

    def chosen(self) -> Circle:
        """Return the circle."""
        return self.circles[self.cleaned_data["neighbour"]]


class HandoverForm(forms.Form):
    """Three short lists for whoever steps in."""

    keys = forms.CharField(
        label=_("Keys, and where they are"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Door, cupboard, purse, passwords’ place: where, never the password itself."),
    )
    promises = forms.CharField(
        label=_("Promises still open"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was promised to whom, and by when."),
    )
    waiting = forms.CharField(
        label=_("Who is waiting for an answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Names and what about, in a word. How somebody is doing does not belong here."),
    )
