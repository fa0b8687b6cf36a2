"""Forms of letters: asking, writing, and one's own door."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.conversations.services.letters import LINE, LONGEST


class AskForm(forms.Form):
    line = forms.CharField(
        label=_("One line, if you like"),
        max_length=LINE,
        required=False,
        help_text=_("Such as “I liked what you said on Thursday.” Nothing is fine too."),
    )


class LetterForm(forms.Form):
    text = forms.CharField(
        label=_("Your letter"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )


class DoorForm(forms.Form):
    """Whether others may ask to write, and newcomers write at once (in the circle of everyone)."""

    shut = forms.TypedChoiceField(
        label=_("May others in this circle ask whether they may write to you?"),
        choices=[("no", _("Yes, they may ask. I answer or leave it.")), ("yes", _("No, not here."))],
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
    )
    newcomers = forms.BooleanField(
        label=_("Newcomers may write to me without asking, as long as I am here for their questions"),
        required=False,
    )

    def __init__(self, *args: object, hosts: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not hosts:
            del self.fields["newcomers"]
