"""How a member wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class WishForm(forms.Form):
    letter = forms.ChoiceField(
        label=_("A letter by e-mail"),
        choices=[("daily", _("once a day at most, and only when there is something")), ("never", _("never"))],
        widget=forms.RadioSelect,
    )
    quiet_from = forms.TypedChoiceField(label=_("Nothing is sent from"), coerce=int, choices=HOURS)
    quiet_until = forms.TypedChoiceField(label=_("until"), coerce=int, choices=HOURS)
