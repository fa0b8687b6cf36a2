"""Choosing from the library of ground rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.widgets import DayTimeInput
from commonhearth.rooms.care.selectors.ground_rules import Offered

#: How long the rules are shown when nobody says otherwise.
USUAL = timedelta(days=7)


class LibraryForm(forms.Form):
    """One choice of each rule, or none of it."""

    closes = forms.DateTimeField(
        label=_("Any concerns until"),
        widget=DayTimeInput,
        help_text=_(
            "At least a day. Each rule is agreed when this time is over and nobody’s concern stands."
        ),
    )

    def __init__(self, *args: Any, offered: Iterable[Offered], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes"].initial = now + USUAL
        self.offered = list(offered)
        for one in self.offered:
            self.fields[f"rule_{one.rule.key}"] = forms.ChoiceField(
                label=one.rule.title,
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    ("", _("Not this one") if not one.in_force else _("Leave it as it is")),
                    *((choice.key, choice.name) for choice in one.rule.choices if choice.key != one.in_force),
                ],
            )

    def of_each(self) -> list[tuple[Offered, Any]]:
        """Return each rule with its field."""
        return [(one, self[f"rule_{one.rule.key}"]) for one in self.offered]

    def chosen(self) -> dict[str, str]:
        """Return rule -> choice, of what was chosen."""
        found = {one.rule.key: self.cleaned_data[f"rule_{one.rule.key}"] for one in self.offered}
        return {key: choice for key, choice in found.items() if choice}
