"""Forms of the directory: they shape input and name the services' arguments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.throttle import FromAPerson
from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.directory import qualities, wording

ANY_KIND = ("", _("any kind"))


class SearchForm(forms.Form):
    """What somebody looks for; everything may be left empty."""

    place = forms.CharField(label=_("Town, postcode or coordinates"), max_length=120, required=False)
    within = forms.TypedChoiceField(label=_("Within"), coerce=int, choices=wording.RADII, required=False)
    words = forms.CharField(label=_("Words, such as “mental health”"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY_KIND, *wording.KINDS.items()], required=False)
    open = forms.BooleanField(label=_("Only those open to new people"), required=False)

    def clean_within(self) -> int:
        """Return the radius in kilometres; 25 where none was chosen."""
        return int(self.cleaned_data["within"] or 25)


class TellMeForm(FromAPerson):
    """Tell me when there is one near me."""

    email = forms.EmailField(label=_("Your e-mail address"))
    place = forms.CharField(label=_("Your town or postcode"), max_length=120)
    radius_km = forms.TypedChoiceField(
        label=_("How far would you go?"), coerce=int, choices=wording.RADII, initial=25
    )
    kind = forms.ChoiceField(
        label=_("What kind of group?"), choices=[ANY_KIND, *wording.KINDS.items()], required=False
    )
    words = forms.CharField(label=_("Words it should be about"), max_length=120, required=False)


class StartingForm(forms.Form):
    """A card that one is starting a group."""

    called = forms.CharField(label=_("What may people call you?"), max_length=80)
    place = forms.CharField(label=_("Which town?"), max_length=120, help_text=_("Only the town is shown."))
    kind = forms.ChoiceField(
        label=_("What kind of group?"), choices=list(wording.KINDS.items()), initial="peer"
    )
    purpose = forms.CharField(
        label=_("What is it to be?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=600
    )


class LetterForm(FromAPerson):
    """A letter to somebody who is starting a group."""

    name = forms.CharField(label=_("Your first name"), max_length=80)
    reply_to = forms.EmailField(label=_("Your e-mail address, for the answer"))
    message = forms.CharField(
        label=_("Your letter"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000
    )


class VerifyForm(forms.Form):
    """How a reviewer checked that a group exists."""

    how = forms.ChoiceField(label=_("How did you check?"), choices=list(wording.HOW_VERIFIED.items()))
    until = forms.DateField(
        label=_("Until when does it hold?"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: for a year."),
    )


class StillHereForm(forms.Form):
    """The group itself says that it goes on and that its page is right."""

    how = forms.CharField(widget=forms.HiddenInput, initial="themselves")


class TwoPagesForm(forms.Form):
    """Two listings that nobody proposed."""

    one = forms.CharField(label=_("Address of one page"), max_length=300)
    other = forms.CharField(label=_("Address of the other"), max_length=300)


class ClaimForm(forms.Form):
    """How somebody proves that they look after a listing."""

    how = forms.ChoiceField(label=_("How would you like to prove it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, view: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = []
        if view.mailbox:
            said = _("By a mail to the address on the page, which ends in @%(host)s") % {"host": view.mailbox}
            ways.append(("mail", said))
        if view.website:
            said = _("By a small file at %(host)s") % {"host": view.website}
            ways.append(("file", said))
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = ways
        self.initial.setdefault("how", ways[0][0] if ways else "")


class CorrectForm(forms.Form):
    """What a reviewer may correct."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(wording.KINDS.items()))
    description = forms.CharField(
        label=_("What it is"), widget=forms.Textarea, required=False, max_length=5000
    )
    sheltered = forms.BooleanField(
        label=_("A refuge or a service against violence: show the town only"), required=False
    )
    street = forms.CharField(label=_("Street"), max_length=200, required=False)
    town = forms.CharField(label=_("Town"), max_length=120, required=False)
    region = forms.CharField(label=_("Region"), max_length=120, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    country = forms.CharField(label=_("Country, two letters"), max_length=2, required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False)
    longitude = forms.FloatField(label=_("Longitude"), required=False)
    website = forms.CharField(label=_("Website"), max_length=500, required=False)
    phone = forms.CharField(label=_("Telephone of the group"), max_length=100, required=False)
    email = forms.EmailField(
        label=_("E-mail of the group"),
        required=False,
        help_text=_("Shown to people after a press, so that no program collects it."),
    )
    open_to_members = forms.NullBooleanField(label=_("Open to new people"), required=False)
    precision = forms.ChoiceField(
        label=_("Hide the place more?"),
        required=False,
        choices=[
            ("", _("no, show it as now")),
            ("km", _("show it to about 1 km")),
            ("town", _("show the town only")),
            ("hidden", _("do not show it")),
        ],
        help_text=_("What is hidden is forgotten, also in the history. To show it again, write it anew."),
    )

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, Any]:
        """Return what the form shows before anything is changed."""
        return {name: getattr(row, name) for name in cls.base_fields if name != "precision"}

    def changes(self) -> dict[str, Any]:
        """Return only what was changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}


class OwnCorrectForm(CorrectForm):
    """What those who look after a listing may correct themselves; for a refuge, no finer place than its town."""

    sheltered = forms.BooleanField(
        label=_("We are a refuge or a service against violence: show the town only"),
        required=False,
        help_text=_("Only a reviewer takes this back."),
    )


class CloseForm(forms.Form):
    """A group has stopped; who carries on."""

    on = forms.DateField(label=_("When did it stop, or when did you find out?"), widget=DayInput)
    successors = forms.CharField(
        label=_("Who carries on?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=1000,
        help_text=_("One name on each line, the most important first. Empty if nobody does."),
    )

    def clean_successors(self) -> list[str]:
        """Return the names, in order."""
        return [line.strip() for line in self.cleaned_data["successors"].splitlines() if line.strip()]


class QualitiesForm(forms.Form):
    """What a community is compared by. Everything may be left empty: then it is not said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for quality in qualities.ASKED:
            self.fields[quality.key] = _field_of(quality)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the titles of the table."""
        named = [
            (title, [self[one.key] for one in group if one.asked]) for title, group in qualities.groups()
        ]
        return [(title, fields) for title, fields in named if fields]

    def told(self) -> dict[str, Any]:
        """Return each quality with its value; None where nothing is said."""
        return {key: _plain(value) for key, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    """Return a value as qualities know it: numbers are plain, what is empty is None."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return None if value == "" else value


def _field_of(quality: qualities.Quality) -> forms.Field:
    if quality.form == "words":
        return forms.CharField(
            label=quality.label, required=False, max_length=qualities.LONGEST_WORDS, help_text=quality.hint
        )
    if quality.form == "number":
        return forms.DecimalField(
            label=quality.label,
            required=False,
            min_value=0,
            max_value=quality.most,
            decimal_places=quality.places,
            max_digits=10,
            help_text=quality.hint,
        )
    by_word = {str(code): code for code, _label in quality.choices}
    return forms.TypedChoiceField(
        label=quality.label,
        required=False,
        choices=[("", wording.NOT_SAID), *quality.choices],
        coerce=by_word.__getitem__,
        empty_value=None,
        help_text=quality.hint,
    )


class FollowForm(forms.Form):
    """Whom to follow."""

    address = forms.URLField(
        label=_("Address of a host, an index or a profile"),
        max_length=2000,
        assume_scheme="https",
        help_text=_("For another Commonhearth host, the address of its front door is enough."),
    )
