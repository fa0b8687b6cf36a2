"""Forms of communities: they shape input and name the services' arguments."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.communities import wording
from commonhearth.foundation.communities.models import Kind, Precision, Stage
from commonhearth.foundation.throttle import FromAPerson

LANGUAGES = [
    ("en", _("English")), ("cy", _("Welsh")), ("gd", _("Scottish Gaelic")), ("ga", _("Irish")),
    ("de", _("German")), ("fr", _("French")), ("es", _("Spanish")), ("it", _("Italian")),
    ("pt", _("Portuguese")), ("nl", _("Dutch")), ("pl", _("Polish")), ("ro", _("Romanian")),
    ("uk", _("Ukrainian")), ("ar", _("Arabic")), ("ur", _("Urdu")), ("bn", _("Bengali")),
]  # fmt: skip


def _zones() -> list[tuple[str, str]]:
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in named]


class FaceForm(forms.Form):
    """What the community says of itself to people outside."""

    name = forms.CharField(label=_("Name"), max_length=120)
    outside_name = forms.CharField(
        label=_("Name for envelopes and mail"),
        max_length=120,
        required=False,
        help_text=_(
            "A neutral name tells nobody who sees a letter or a phone what kind of community this is."
        ),
    )
    community_kind = forms.ChoiceField(
        label=_("What it is"), choices=[(kind.value, wording.KIND[kind.value]) for kind in Kind]
    )
    purpose = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea, max_length=2000, required=False
    )
    for_whom = forms.CharField(
        label=_("Who it is for"), widget=forms.Textarea, max_length=2000, required=False
    )
    town = forms.CharField(label=_("Town or village"), max_length=120, required=False)
    country = forms.RegexField(
        label=_("Country"), regex=r"^[A-Z]{2}$", required=False, help_text=_("Two letters, such as GB or DE.")
    )
    place_text = forms.CharField(label=_("How to find the place"), max_length=200, required=False)
    latitude = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90, required=False)
    longitude = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    precision = forms.ChoiceField(
        label=_("How exactly the place is shown"),
        choices=[(value.value, wording.PRECISION[value.value]) for value in Precision],
        help_text=_("For a house where people must be safe, choose the town only, or not at all."),
    )
    decides_by = forms.CharField(
        label=_("How it decides"), widget=forms.Textarea, max_length=2000, required=False
    )
    cost = forms.CharField(label=_("What it costs"), widget=forms.Textarea, max_length=2000, required=False)
    joining = forms.CharField(label=_("How to join"), widget=forms.Textarea, max_length=2000, required=False)
    for_journalists = forms.CharField(
        label=_("A line for journalists"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    for_relatives = forms.CharField(
        label=_("A line for worried relatives"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    stage = forms.TypedChoiceField(
        label=_("How far it is"),
        coerce=int,
        choices=[(stage.value, wording.STAGE[stage.value]) for stage in Stage],
    )
    public_page = forms.BooleanField(label=_("Show this page to everyone"), required=False)
    open_to_members = forms.BooleanField(label=_("People may ask to join"), required=False)
    reach_out = forms.BooleanField(
        label=_("Somebody here has agreed to answer letters from outside"), required=False
    )
    joining_questions = forms.CharField(
        label=_("Questions for those who ask to join"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=1500,
        help_text=_("One on each line, five at most. Never about health."),
    )
    admission = forms.ChoiceField(
        label=_("Who says yes when somebody asks"),
        choices=[(value, wording.ADMISSION[value]) for value in ("steward", "two_members")],
    )
    answer_days = forms.IntegerField(label=_("Days until they hear"), min_value=1, max_value=60)
    trial_days = forms.IntegerField(
        label=_("Days of getting to know each other"),
        min_value=0,
        max_value=730,
        help_text=_("0 means none."),
    )
    lowest_age = forms.IntegerField(label=_("From what age"), min_value=12, max_value=99)
    economy = forms.ChoiceField(label=_("Give and take"), choices=list(wording.ECONOMY.items()))
    closed_rooms = forms.MultipleChoiceField(
        label=_("Rooms that are closed here"), widget=forms.CheckboxSelectMultiple, required=False
    )
    appeal_contact = forms.CharField(
        label=_("Whom to write to when something went wrong"), max_length=200, required=False
    )

    #: Fields that an agreement may rule; where one does, the page shows them and only a decision changes them.
    RULED = ("admission", "answer_days", "trial_days", "lowest_age", "economy")

    def __init__(self, *args: Any, ruled: set[str], rooms: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = self.fields["closed_rooms"]
        assert isinstance(closed, forms.MultipleChoiceField)
        closed.choices = rooms
        if not rooms:
            del self.fields["closed_rooms"]
        if self.initial.get("admission") == "circle":
            ruled = ruled | {"admission"}
            self.fields["admission"] = forms.ChoiceField(
                label=self.fields["admission"].label, choices=[("circle", wording.ADMISSION["circle"])]
            )
        for name in ruled.intersection(self.RULED):
            self.fields[name].disabled = True
            self.fields[name].help_text = wording.SENTENCES["ruled_by_agreement"]

    def clean_joining_questions(self) -> list[str]:
        """Return the questions, one a line.

        Raises:
            ValidationError: for more than five.
        """
        questions = [
            line.strip() for line in self.cleaned_data["joining_questions"].splitlines() if line.strip()
        ]
        if len(questions) > 5:
            raise forms.ValidationError(_("Five questions at most, please: here are %d.") % len(questions))
        return questions

    def clean(self) -> dict[str, Any]:
        """Ask for both coordinates or neither."""
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("latitude", _("Please give both numbers, or neither."))
        return data


class ReachOutForm(FromAPerson):
    """A letter from somebody outside."""

    name = forms.CharField(label=_("Your first name, or what you would like to be called"), max_length=80)
    reply_to = forms.EmailField(
        label=_("Your e-mail address, for the answer"),
        help_text=_("Nobody in the community sees it; the answer comes through us."),
    )
    message = forms.CharField(
        label=_("What would you like to say or ask?"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )


class AnswerForm(forms.Form):
    """An answer to a letter from outside."""

    first_name = forms.CharField(label=_("Signed"), max_length=80)
    answer = forms.CharField(
        label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 6}), max_length=4000
    )
