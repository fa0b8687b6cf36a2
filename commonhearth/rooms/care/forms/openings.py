"""Asking to open what is hidden, in an emergency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.care.forms.cases import area


class OpeningForm(forms.Form):
    """The reason and the time."""

    why = forms.CharField(
        label=_("Why is there no other way?"),
        widget=area(4),
        max_length=2000,
        help_text=_("The second officer reads it. Name nobody."),
    )
    hours = forms.IntegerField(label=_("For how many hours?"), min_value=1, max_value=24, initial=4)
