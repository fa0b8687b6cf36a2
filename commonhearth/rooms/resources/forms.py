"""Forms of the list and of speaking for oneself: they shape input and name the services' arguments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.core.places.country_names import COUNTRY_NAMES
from commonhearth.foundation.communities.forms import LANGUAGES
from commonhearth.rooms.resources import rights, wording

ANY = ("", _("any"))


def _any(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    return [ANY, *choices.items()]


class SearchForm(forms.Form):
    """What somebody looks for."""

    words = forms.CharField(label=_("Words, such as “sleep” or “advocate”"), max_length=120, required=False)
    need = forms.ChoiceField(label=_("For what?"), choices=_any(wording.NEEDS), required=False)
    sort = forms.ChoiceField(label=_("What sort of help?"), choices=_any(wording.SORTS), required=False)
    cost = forms.ChoiceField(label=_("What may it cost?"), choices=_any(wording.COSTS), required=False)
    access = forms.ChoiceField(label=_("How do you get in?"), choices=_any(wording.ACCESS), required=False)
    language = forms.ChoiceField(label=_("In which language?"), choices=[ANY, *LANGUAGES], required=False)
    country = forms.ChoiceField(label=_("In which country?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_country(self, ANY)


def choose_country(form: forms.Form, first: tuple[str, Any]) -> None:
    """Offer every country by its name."""
    field = form.fields["country"]
    assert isinstance(field, forms.ChoiceField)
    named = sorted((names[0], code) for code, names in COUNTRY_NAMES.items())
    field.choices = [first, *((code, name) for name, code in named)]


class ResourceForm(forms.Form):
    """What a service or a practice is."""

    name = forms.CharField(label=_("What is it called?"), max_length=160)
    sort = forms.ChoiceField(
        label=_("What sort of help is it?"),
        choices=[(code, f"{words}: {wording.SORTS_SAID[code]}") for code, words in wording.SORTS.items()],
        widget=forms.RadioSelect,
    )
    about = forms.CharField(
        label=_("What is it?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        help_text=_("Plainly: what happens there, for whom. What it is not, too."),
    )
    needs = forms.MultipleChoiceField(
        label=_("For what?"),
        choices=list(wording.NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cost = forms.ChoiceField(
        label=_("What does it cost?"), choices=list(wording.COSTS.items()), initial="unsaid"
    )
    cost_words = forms.CharField(label=_("More about what it costs"), max_length=160, required=False)
    access = forms.MultipleChoiceField(
        label=_("How do you get in?"),
        choices=list(wording.ACCESS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    how_to = forms.CharField(label=_("How does one begin?"), max_length=300, required=False)
    languages = forms.MultipleChoiceField(
        label=_("In which languages?"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    country = forms.ChoiceField(label=_("In which country?"), required=False)
    where = forms.CharField(
        label=_("Where?"),
        max_length=160,
        required=False,
        help_text=_("A town is enough. Never a refuge’s address."),
    )
    website = forms.URLField(label=_("Web page"), max_length=300, required=False, assume_scheme="https")
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_country(self, ("", _("everywhere, or at a distance")))


class WordsForm(forms.Form):
    """What it was like, in words."""

    said = forms.CharField(
        label=_("What was it like?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=800,
        help_text=_(
            "What helped, what did not, for whom it might be. About other people, nothing that names them."
        ),
    )
    named = forms.CharField(
        label=_("How do you want to be named?"),
        max_length=60,
        required=False,
        help_text=_("Left empty, it says “somebody here”."),
    )


class AppointmentForm(forms.Form):
    """What one wants to take along to an appointment. Kept nowhere."""

    whom = forms.CharField(label=_("With whom, and when?"), max_length=160, required=False)
    say = forms.CharField(
        label=_("What I want to say"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1500,
        required=False,
    )
    ask = forms.CharField(
        label=_("What I want to ask"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1500,
        required=False,
    )
    matters = forms.CharField(
        label=_("What matters to me"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
        required=False,
    )
    dont_want = forms.CharField(
        label=_("What I do not want"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1500,
        required=False,
    )
    comes_along = forms.CharField(label=_("Who comes with me"), max_length=160, required=False)


class RecordsForm(forms.Form):
    """A letter that asks for one's own records. Kept nowhere."""

    country = forms.ChoiceField(label=_("In which country are the records?"))
    to = forms.CharField(
        label=_("To whom?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
        help_text=_("The practice, hospital or service that keeps them, with its address."),
    )
    name = forms.CharField(label=_("Your name"), max_length=160)
    address = forms.CharField(
        label=_("Your address"), widget=forms.Textarea(attrs={"rows": 3}), max_length=400, required=False
    )
    born = forms.CharField(
        label=_("Your date of birth"),
        max_length=40,
        required=False,
        help_text=_("It helps them find the records."),
    )
    which = forms.CharField(
        label=_("Which records?"),
        max_length=300,
        required=False,
        help_text=_(
            "Left empty: all of them. A time or a kind is enough: “2024, the letters between you and the hospital”."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("choose")),
            *((code, page.name) for code, page in rights.pages().items() if page.letter),
        ]
