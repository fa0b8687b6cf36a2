"""Naming an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.webhooks.wording import KINDS


class WebhookForm(forms.Form):
    """Where, and what."""

    url = forms.CharField(
        label=_("Address of the other program"),
        max_length=500,
        widget=forms.URLInput,
        help_text=_("It begins with https://."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What is it told?"), widget=forms.CheckboxSelectMultiple, choices=list(KINDS.items())
    )
