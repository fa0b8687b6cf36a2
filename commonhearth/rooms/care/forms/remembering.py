"""What a member wishes for the time after, and what somebody remembers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.care.models.remembering import Words
from commonhearth.rooms.care.wording.remembering import WORDS


class LastWishForm(forms.Form):
    """One's own wish."""

    words = forms.ChoiceField(
        label=_("What I wrote in circles"),
        widget=forms.RadioSelect,
        choices=[(one, WORDS[one]) for one in Words.values],
        initial=Words.STAY,
    )
    remembered = forms.BooleanField(
        label=_("A circle that wants one may have a page of remembrance for me"), required=False, initial=True
    )


class RememberForm(forms.Form):
    """A few words about somebody."""

    words = forms.CharField(
        label=_("What I remember"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Empty takes your words away again."),
    )
