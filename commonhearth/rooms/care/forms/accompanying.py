"""Asking for company on a way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.widgets import DayInput


class ErrandForm(forms.Form):
    """When, where to, and what would help."""

    day = forms.DateField(label=_("On which day?"), widget=DayInput)
    words = forms.CharField(
        label=_("Where to, and what would help?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Such as: to the office at ten; sit beside me and say nothing. You need not say what it is about."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        """Ask for a day that is not over."""
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Please choose today or a later one."))
        return day
