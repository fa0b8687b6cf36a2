"""Saying that something isn't right, and what those who look at it write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.circles.models import CircleMembership
from commonhearth.foundation.members.models import Member
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.widgets import DayInput, TimeInput
from commonhearth.rooms.care.wording.cases import OUTCOMES, WEEKDAYS

LONGEST = 6000


def area(rows: int) -> forms.Textarea:
    """Return a box for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(forms.Form):
    """What somebody wants looked at."""

    words = forms.CharField(
        label=_("What isn’t right?"),
        widget=area(6),
        max_length=LONGEST,
        help_text=_(
            "As much or as little as you like. You need not prove anything, and you can add to it later."
        ),
    )
    danger = forms.BooleanField(label=_("Somebody is in danger now"), required=False)
    say_where = forms.BooleanField(required=False)
    named = forms.ChoiceField(
        label=_("Your name"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("They may know that it is me")),
            (
                "no",
                _("Without my name. Nothing kept here leads to me, so I keep the page of the receipt myself"),
            ),
        ],
        initial="yes",
    )
    leave_out = forms.MultipleChoiceField(
        label=_("Who should not see it?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    secret = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, readers: Iterable[Member], where: str, hidden: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(readers)
        self.fields["leave_out"].choices = [  # type: ignore[attr-defined]
            (str(number), str(one)) for number, one in enumerate(people)
        ]
        self.readers = people
        if not people:
            del self.fields["leave_out"]
        if where:
            self.fields["say_where"].label = _("Say where it was: %(where)s") % {"where": where}
            self.fields["say_where"].initial = not hidden
            self.fields["say_where"].help_text = (
                _("Without this they only read your words, and learn nothing of this circle.")
                if hidden
                else _("Without this they only read your words.")
            )
        else:
            del self.fields["say_where"]

    def left_out(self) -> list[Member]:
        """Return whom the reporter does not want to see it."""
        chosen = self.cleaned_data.get("leave_out") or []
        return [self.readers[int(one)] for one in chosen]


class WordsForm(forms.Form):
    """Something to add."""

    words = forms.CharField(label=_("Your words"), widget=area(4), max_length=LONGEST)


class CloseForm(forms.Form):
    """How it ended, and what the reporter is told."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), widget=forms.RadioSelect, choices=list(OUTCOMES.items())
    )
    words = forms.CharField(label=_("What whoever reported it reads"), widget=area(4), max_length=LONGEST)


class BringInForm(forms.Form):
    """A second pair of eyes, by name."""

    person = ThingField(label=_("Who?"))

    def __init__(self, *args: Any, people: Iterable[CircleMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody is chosen beforehand: one press too early would show a sealed case to the first of the list.
        some = [(str(one.id), str(one)) for one in people]
        self.fields["person"].choices = [("", _("choose somebody")), *some]  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """Hours of one weekday."""

    weekday = forms.TypedChoiceField(
        label=_("Day"), coerce=int, choices=[(number, name) for number, name in enumerate(WEEKDAYS)]
    )
    starts = forms.TimeField(label=_("From"), widget=TimeInput)
    ends = forms.TimeField(
        label=_("Until"), widget=TimeInput, help_text=_("An earlier time means the next day.")
    )


class NeighbourForm(forms.Form):
    """A neighbour who said yes."""

    name = forms.CharField(label=_("First name"), max_length=80)
    of_community = forms.CharField(label=_("Of which community"), max_length=120)
    reach = forms.CharField(
        label=_("How are they reached?"),
        max_length=200,
        help_text=_("As they want it; everybody here sees it."),
    )
    said_yes = forms.DateField(label=_("They said yes on"), widget=DayInput)
