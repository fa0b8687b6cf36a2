"""The forms of the page on which a community is packed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PackForm(forms.Form):
    """For which host, and with which passphrase."""

    transfer = forms.CharField(
        label=_("Transfer key of the host it goes to"),
        max_length=200,
        help_text=_(
            "Whoever runs that host finds it on its page “This host”, or with “hearth transfer-key”."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    passphrase = forms.CharField(
        label=_("A passphrase"),
        max_length=200,
        strip=False,
        help_text=_("At least 12 letters; five or six words are good. It is kept nowhere: write it down."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )
    again = forms.CharField(
        label=_("The same passphrase again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        again = cleaned.pop("again", None)
        if again is not None and again != cleaned.get("passphrase"):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class MovedForm(forms.Form):
    """Where the community lives now."""

    moved_to = forms.URLField(
        label=_("Its web address there"), max_length=300, assume_scheme="https",
        help_text=_("Such as https://other.example/c/harbour/"),
    )  # fmt: skip
