"""The forms that the gallery shows."""

from __future__ import annotations

from django import forms

from commonhearth.kit.widgets import DayInput, DayTimeInput, TimeInput


class Asking(forms.Form):
    """A short one, as somebody meets when asking to join."""

    name = forms.CharField(
        label="What shall we call you?",
        help_text="As you like; it need not be your legal name.",
        max_length=60,
    )
    why = forms.CharField(
        label="What brings you here?",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="A sentence is plenty.",
    )
    answer = forms.ChoiceField(
        label="How shall we answer you?",
        choices=[
            ("mail", "By e-mail"),
            ("phone", "By telephone, in the evening"),
            ("none", "I come by on Thursday"),
        ],
        widget=forms.RadioSelect,
    )
    rules = forms.BooleanField(label="I have read the three ground rules")


class Everything(forms.Form):
    """Every kind of field there is."""

    name = forms.CharField(label="Name in this circle")
    story = forms.CharField(label="A few words about yourself", widget=forms.Textarea, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("pt", "Português")])
    days = forms.MultipleChoiceField(
        label="Evenings when you can come",
        choices=[("tue", "Tuesday"), ("wed", "Wednesday"), ("thu", "Thursday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose as many as you like.",
    )
    back = forms.DateField(label="Back on", widget=DayInput, required=False)
    quiet_from = forms.TimeField(label="Quiet from", widget=TimeInput, required=False)
    meets = forms.DateTimeField(label="First meeting", widget=DayTimeInput, required=False)
    people = forms.IntegerField(label="How many of you are there?", min_value=3, help_text="Three is enough.")
    picture = forms.FileField(
        label="A picture of the house", required=False, help_text="Up to 5 MB, without people in it."
    )


def wrongly_filled() -> Asking:
    """Return a form that came back with something to mend."""
    form = Asking(
        {"wrong-name": "", "wrong-why": "I am new in town.", "wrong-answer": "pigeon"}, prefix="wrong"
    )
    form.is_valid()
    return form


def filled(words: str) -> Asking:
    """Return a form that holds what somebody typed."""
    return Asking(
        {"held-name": words, "held-why": words, "held-answer": "mail", "held-rules": "on"}, prefix="held"
    )
