"""One form per step, each one question set; what may stay empty says so."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.agreements.law import SHORT_SENTENCES
from commonhearth.foundation.agreements.rules import RULES
from commonhearth.foundation.communities.models import Kind
from commonhearth.kit.widgets import DayInput, TimeInput
from commonhearth.rooms.directory.selectors import FoundPlace, find_place
from commonhearth.rooms.founding.selectors import ClauseView, DraftView
from commonhearth.rooms.founding.services import OFFICES
from commonhearth.rooms.founding.wording.clauses import TITLES
from commonhearth.rooms.founding.wording.steps import SHOWN
from commonhearth.rooms.helplines.selectors import countries

#: Kinds that have agreements to begin with.
KINDS = [
    (
        Kind.MENTAL_HEALTH.value,
        _("a mental-health co-op: people who know hard times and keep each other company"),
    ),
    (Kind.VILLAGE.value, _("an intentional community: people who live together, or mean to")),
    (Kind.OTHER.value, _("another group that belongs to its members")),
]
WITHIN = [
    ("", _("nobody; only show the card")),
    ("5", _("5 km")),
    ("10", _("10 km")),
    ("25", _("25 km")),
    ("50", _("50 km")),
]
MONTHS = [(months, _("12 months") if months == 12 else str(months)) for months in (12, 9, 6, 3, 2, 1)]


class BeginForm(forms.Form):
    """What it is, and who begins it."""

    kind = forms.ChoiceField(
        label=_("What would you like to begin?"), choices=KINDS, widget=forms.RadioSelect
    )
    called = forms.CharField(
        label=_("What shall the others call you?"),
        max_length=80,
        help_text=_("A first name is enough. Only those who begin it with you see it."),
    )


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class PeopleForm(forms.Form):
    for_whom = forms.CharField(
        label=_("Who is it for?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_(
            "For example: “Anyone over eighteen around here who lives with distress, in whatever words.”"
        ),
    )


class PlaceForm(forms.Form):
    """A town that the gazetteer knows."""

    place = forms.CharField(label=_("Town or postcode"), max_length=120)
    precision = forms.ChoiceField(
        label=_("What may people outside know?"),
        choices=[
            ("town", _("the town, so that those near it find you")),
            ("hidden", _("no place at all; then nobody finds you by place")),
        ],
        initial="town",
        widget=forms.RadioSelect,
    )
    found: FoundPlace | None = None

    def clean_place(self) -> str:
        """Look the town up.

        Raises:
            ValidationError: when we do not know it.
        """
        typed: str = self.cleaned_data["place"]
        answer = find_place(typed)
        if answer.chosen is None or answer.chosen.point is None:
            raise forms.ValidationError(
                _("We do not know this place. Try a larger town near it, or a postcode.")
            )
        self.found = answer.chosen
        return typed

    def words(self) -> dict[str, Any]:
        """Return what the draft says of its place: the town, never finer."""
        found = self.found
        assert found is not None and found.point is not None
        return {
            "town": found.label[:120],
            "country": found.country,
            "latitude": found.point.lat,
            "longitude": found.point.lon,
            "precision": self.cleaned_data["precision"],
        }


class NameForm(forms.Form):
    name = forms.CharField(label=_("Its name"), max_length=120)
    outside_name = forms.CharField(
        label=_("The name on envelopes and in mail"),
        max_length=120,
        required=False,
        help_text=_(
            "One that tells nothing to whoever sees a letter or a phone. For a mental-health co-op: the "
            "initials, if empty."
        ),
    )


class HelplinesForm(forms.Form):
    helplines = forms.ChoiceField(label=_("Country"), choices=countries)


class MeetingForm(forms.Form):
    meets_on = forms.DateField(label=_("Which day?"), widget=DayInput)
    meets_clock = forms.TimeField(label=_("From what time?"), widget=TimeInput)
    meets_where = forms.CharField(
        label=_("Where exactly?"), max_length=200, help_text=_("Members always see this.")
    )
    meets_shown = forms.ChoiceField(
        label=_("What may everybody know of the place?"),
        choices=list(SHOWN.items()),
        initial="district",
        widget=forms.RadioSelect,
        help_text=_("Not everybody who reads this is a friend of everybody who comes."),
    )
    meets_district = forms.CharField(
        label=_("The district, as people say it"),
        max_length=120,
        required=False,
        help_text=_("For example: near the old harbour."),
    )
    meets_expect = forms.CharField(
        label=_("What can people expect?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
        initial=_(
            "We sit in a circle and drink tea. Each may say something, nobody has to. You need not sign "
            "up, and you may go at any time."
        ),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: _zones())

    def clean(self) -> dict[str, Any]:
        """Ask for the district where only the district is shown."""
        data = super().clean() or {}
        if data.get("meets_shown") == "district" and not data.get("meets_district"):
            self.add_error(
                "meets_district", _("Please say the district, since that is what people will see.")
            )
        return data


class ConfirmForm(forms.Form):
    """A yes to the very text that was read."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=64)
    old_enough = forms.BooleanField()

    def __init__(self, *args: Any, lowest_age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_enough"].label = _("I am %(age)s or older") % {"age": lowest_age}


class NextMeetingForm(MeetingForm):
    """The next open meeting of a living community, on its own town's clocks."""

    time_zone = None  # type: ignore[assignment]


class StatementForm(forms.Form):
    """That something is there which the house cannot see, and where it stands written."""

    note = forms.CharField(
        label=_("In a few words"),
        max_length=200,
        required=False,
        help_text=_("What it is, and since when. No name of anybody who did not agree to it."),
    )
    link = forms.URLField(
        label=_("Where it stands written"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("The address of the minutes or the decision, here or elsewhere."),
    )


def _zones() -> list[tuple[str, str]]:
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in named]


class InviteForm(forms.Form):
    note = forms.CharField(
        label=_("For whom is it?"),
        max_length=80,
        required=False,
        help_text=_("So that you know later whose link it was. Only those who begin it with you see it."),
    )


class ComeForm(forms.Form):
    name = forms.CharField(label=_("What shall the others call you?"), max_length=80)
    word = forms.CharField(label=_("A word to tell you apart"), max_length=40, required=False)
    word.when_needed = True  # type: ignore[attr-defined]


class CardForm(forms.Form):
    meet_within_km = forms.TypedChoiceField(
        label=_("Ask people who wait for a group whether they would like to meet, within"),
        choices=WITHIN,
        coerce=int,
        empty_value=None,
        required=False,
        initial="25",
    )


class ClauseForm(forms.Form):
    """A clause: short, whole, kept or fitted; and the setting that it rules, where it rules one."""

    short = forms.CharField(
        label=_("In short"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        help_text=_("This is read first. At most five sentences, one idea each."),
    )
    text = forms.CharField(label=_("In full"), widget=forms.Textarea(attrs={"rows": 8}), max_length=4000)
    fixed = forms.BooleanField(
        label=_("We do not give this up"),
        required=False,
        help_text=_(
            "Later, only a yes from everybody changes it. Otherwise it is changed when no concern stands."
        ),
    )

    def __init__(self, *args: Any, clause: ClauseView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clause is not None and clause.rule_key:
            setting = RULES[clause.rule_key]
            if setting.choices:
                choices = [pair for pair in setting.choices() if pair[0] != "circle"]
                self.fields["rule_value"] = forms.ChoiceField(label=str(setting.says), choices=choices)
            else:
                self.fields["rule_value"] = forms.CharField(label=str(setting.says), max_length=10)

    assert SHORT_SENTENCES == 5, "the hint says five"


class NewClauseForm(ClauseForm):
    kind = forms.ChoiceField(label=_("Where does it belong?"), choices=list(TITLES.items()))
    field_order = ["kind", "short", "text", "fixed"]


class RolesForm(forms.Form):
    """Who does what at first. Two may be steward, so that one can be away."""

    def __init__(self, *args: Any, view: DraftView, labels: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [("", _("nobody yet")), *[(str(one.id), one.name) for one in view.founders]]
        held: dict[str, list[tuple[str, int]]] = {}
        for role in view.roles:
            held.setdefault(role.office, []).append((str(role.holder_id), role.months))
        self.rows: list[tuple[str, str]] = []
        for office in (OFFICES[0], *OFFICES):
            row = f"{office}2" if office in dict(self.rows).values() else str(office)
            self.rows.append((row, str(office)))
            # Whoever is alone with it opens the door; they see it here and press themselves.
            alone = people[1][0] if row == "steward" and len(people) == 2 else ""
            holder, months = (held.get(str(office)) or [(alone, 12)]).pop(0)
            label = labels[office]
            self.fields[row] = forms.ChoiceField(
                label=_("A second steward") if row != office else label,
                choices=people,
                initial=holder,
                required=row == "steward",
            )
            self.fields[f"{row}_months"] = forms.TypedChoiceField(
                label=_("For how many months"), choices=MONTHS, coerce=int, initial=months
            )

    def named(self) -> list[tuple[str, str, int]]:
        """Return (office, founder id, months) for each row that names somebody."""
        data = self.cleaned_data
        return [(office, data[row], data[f"{row}_months"]) for row, office in self.rows if data[row]]
