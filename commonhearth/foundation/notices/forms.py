"""How a member wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishForm(forms.Form):
    letter = forms.ChoiceField(
        label=_("A letter by e-mail"),
        choices=[("daily", _("Once a day at most, and only when there is something")), ("never", _("Never"))],
        widget=forms.RadioSelect,
    )
    quiet_from = forms.TypedChoiceField(label=_("Nothing is sent from"), coerce=int, choices=HOURS)
    quiet_until = forms.TypedChoiceField(label=_("until"), coerce=int, choices=HOURS)


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("With its country in front, such as +44 7700 900123."),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code that was sent there"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
