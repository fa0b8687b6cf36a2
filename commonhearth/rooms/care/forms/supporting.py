"""Wishes, worries, offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.core.care.load import USUAL
from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.care.wording.supporting import SHOWN_TO, WAYS

#: As many as a form lets somebody carry.
MOST = 12


class QuietForm(forms.Form):
    """What somebody wants if they go quiet."""

    way = forms.ChoiceField(label=_("If I go quiet"), widget=forms.RadioSelect, choices=list(WAYS.items()))
    words = forms.CharField(
        label=_("In your own words"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whom to call and at what number, after how long, what to say and what not."),
    )
    shown_to = forms.ChoiceField(
        label=_("Who may read it?"),
        widget=forms.RadioSelect,
        choices=list(SHOWN_TO.items()),
        initial="nobody",
        help_text=_("In circles where you have another name, the same words may tell who you are."),
    )
    tell_me = forms.BooleanField(
        label=_("Tell me when somebody says that they are worried about me"), required=False, initial=True
    )


class WorryForm(forms.Form):
    """What somebody tells those on duty."""

    words = forms.CharField(
        label=_("What worries you?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you saw or heard, in a few words. No guesses about illness."),
    )


class OfferForm(forms.Form):
    """What one offers and would like, how much one carries, when one rests."""

    for_newcomers = forms.BooleanField(
        label=_("Be there for a newcomer in their first weeks"), required=False
    )
    to_listen = forms.BooleanField(label=_("Listen to somebody, now and then"), required=False)
    times = forms.CharField(
        label=_("When?"), max_length=200, required=False, help_text=_("Such as: evenings, not Fridays.")
    )
    ways = forms.CharField(
        label=_("How?"),
        max_length=200,
        required=False,
        help_text=_("A walk, the telephone, letters, sitting together."),
    )
    would_like = forms.CharField(
        label=_("What would you like yourself?"),
        max_length=200,
        required=False,
        help_text=_(
            "Nobody here is only a helper: somebody to walk with, help with a form, being asked how you are."
        ),
    )
    cap = forms.IntegerField(
        label=_("How many people at most, at one time?"),
        min_value=0,
        max_value=MOST,
        initial=USUAL,
        help_text=_("Only you see this number. Others see “not just now”."),
    )
    rest_from = forms.DateField(label=_("I rest from"), required=False, widget=DayInput)
    rest_until = forms.DateField(
        label=_("until"),
        required=False,
        widget=DayInput,
        help_text=_("Only you see these days. Nobody is sent to you meanwhile."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask what they would like themselves, where they offer something; and that days run forward."""
        data = super().clean() or {}
        if (data.get("for_newcomers") or data.get("to_listen")) and not data.get("would_like", "").strip():
            self.add_error(
                "would_like", _("Please say what you would like yourself. A small thing is enough.")
            )
        starts, ends = data.get("rest_from"), data.get("rest_until")
        if starts and ends and ends < starts:
            self.add_error("rest_until", _("This day is before the first one."))
        return data
