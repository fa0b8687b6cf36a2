"""Vouching: the code, and that one is sure."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class VouchForm(forms.Form):
    """What they told you, and how you know."""

    code = forms.CharField(
        label=_("The code they told you"),
        max_length=30,
        help_text=_("Twelve letters and digits. Spaces and hyphens do not matter."),
    )
    sure = forms.BooleanField(
        label=_("I have spoken with them myself, and I am sure that it is them"),
        help_text=_("By voice or face to face. A message can come from anybody."),
    )
