"""Forms of meetings: they shape input and name the services' arguments."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.core.rhythm import HowOften, how_often, rule_for
from commonhearth.foundation.accounts.forms import time_zones
from commonhearth.foundation.throttle import FromAPerson
from commonhearth.kit.widgets import DayInput, TimeInput
from commonhearth.rooms.meetings import wording
from commonhearth.rooms.meetings.models import Answer, Doors, Kind, PlaceFor, Series
from commonhearth.rooms.meetings.models.calendars import Naming, Remind
from commonhearth.rooms.meetings.services.coming import MOST_ALONG
from commonhearth.rooms.meetings.services.series import Plan

#: How long a meeting may be, in minutes.
LONGEST = 3 * 24 * 60


def _choices(words: dict[str, Any], values: list[str]) -> list[tuple[str, Any]]:
    return [(value, words[value]) for value in values]


class PlanForm(forms.Form):
    """What meets, when, where, and who may come; in plain words, never in those of calendars."""

    title = forms.CharField(
        label=_("What is it called?"), max_length=120, help_text=_("“Thursday circle”, “Walk by the sea”.")
    )
    kind = forms.ChoiceField(
        label=_("What sort of meeting?"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.KINDS_SAID, Kind.values),
        initial=Kind.MEETING,
    )
    first = forms.DateField(label=_("First date"), widget=DayInput)
    at = forms.TimeField(label=_("From"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=LONGEST, initial=90)
    how_often = forms.ChoiceField(
        label=_("How often?"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.HOW_OFTEN, [how.value for how in HowOften if how != HowOften.OTHER]),
        initial=HowOften.ONCE,
    )
    until = forms.DateField(
        label=_("Until"),
        widget=DayInput,
        required=False,
        help_text=_("Only if it ends on a day you know."),
    )
    times = forms.IntegerField(
        label=_("Or how many times in all"), min_value=2, max_value=400, required=False
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    online = forms.URLField(
        label=_("Link to take part online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who said that they come see it, and whoever the host lets in."),
    )
    about = forms.CharField(
        label=_("What to expect"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How it begins, how long, what one may do or leave, when one may go."),
    )
    doors = forms.ChoiceField(label=_("Who may come?"), widget=forms.RadioSelect, initial=Doors.CIRCLE)
    place_for = forms.ChoiceField(
        label=_("If anybody may come: who is told the exact place?"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.PLACE_FOR, [PlaceFor.HELLO, PlaceFor.ALL]),
        initial=PlaceFor.HELLO,
    )
    district = forms.CharField(
        label=_("The district, for everybody"),
        max_length=120,
        required=False,
        help_text=_("“Southsea, near the station”."),
    )
    access = forms.MultipleChoiceField(
        label=_("Getting in and taking part"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(wording.ACCESS.items()),
        required=False,
    )
    access_words = forms.CharField(label=_("More about getting in"), max_length=300, required=False)
    led_by = forms.CharField(label=_("Who leads it?"), max_length=120, required=False)
    costs = forms.CharField(label=_("What does it cost?"), max_length=120, required=False)
    known = forms.CharField(
        label=_("If you practise something together: what is and is not known about it?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What people found, what nobody knows, when it may not suit. It promises nothing."),
    )
    seats = forms.IntegerField(
        label=_("How many can come?"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_(
            "Empty: as many as like. When all places are taken, people wait and move up by themselves."
        ),
    )
    zone = forms.ChoiceField(
        label=_("On the clock of"),
        choices=lambda: time_zones(),
        help_text=_("The time stays the same there, summer and winter."),
    )

    def __init__(self, *args: Any, may_open: bool, hidden: bool, rule: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doors = self.fields["doors"]
        assert isinstance(doors, forms.ChoiceField)
        values = [Doors.CIRCLE] if hidden else [Doors.CIRCLE, Doors.COMMUNITY]
        doors.choices = _choices(wording.DOORS, [*values, *([Doors.ALL] if may_open else [])])
        self.rule = rule
        if rule and self.initial.get("how_often") == HowOften.OTHER:
            often = self.fields["how_often"]
            assert isinstance(often, forms.ChoiceField)
            often.choices = [(HowOften.OTHER.value, wording.HOW_OFTEN["other"]), *often.choices]  # type: ignore[misc]
        if not may_open:
            del self.fields["place_for"]
            del self.fields["district"]

    def clean(self) -> dict[str, Any]:
        """Check what fields say together.

        Raises:
            ValidationError: beside the field that needs another look.
        """
        data = super().clean() or self.cleaned_data
        first, until = data.get("first"), data.get("until")
        if first and until and until < first:
            self.add_error(
                "until", _("The end lies before the first date. Choose a later day, or leave it empty.")
            )
        if until and data.get("times"):
            self.add_error("times", _("Say either until when or how many times, and leave the other empty."))
        if (
            data.get("doors") == Doors.ALL
            and data.get("place_for") == PlaceFor.HELLO
            and not (data.get("district") or data.get("online"))
        ):
            self.add_error("district", _("Say the district, so that people know whether they can get there."))
        return data

    def plan(self) -> Plan:
        """Return what services take."""
        data = self.cleaned_data
        how = HowOften(data["how_often"])
        rule = self.rule if how == HowOften.OTHER else rule_for(how, data["first"], times=data["times"])
        return Plan(
            title=data["title"],
            kind=data["kind"],
            first=data["first"],
            at=data["at"],
            minutes=data["minutes"],
            zone=data["zone"],
            rule=rule,
            last=data["until"] if rule else None,
            doors=data["doors"],
            place_for=data.get("place_for") or PlaceFor.HELLO,
            place=data["place"],
            district=data.get("district", ""),
            online=data["online"],
            about=data["about"],
            access=tuple(data["access"]),
            access_words=data["access_words"],
            led_by=data["led_by"],
            costs=data["costs"],
            known=data["known"],
            seats=data["seats"],
        )


def initial_of(series: Series, words: dict[str, str], online: str, *, first: date) -> dict[str, Any]:
    """Return what the form shows of a series that is changed.

    Args:
        first: the next date, from which what is said holds.
    """
    how, times = how_often(series.rule, series.first)
    return words | {
        "kind": series.kind,
        "first": first,
        "at": series.at,
        "minutes": series.minutes,
        "how_often": how.value,
        "until": series.last,
        "times": times,
        "online": online,
        "doors": series.doors,
        "place_for": series.place_for,
        "access": series.access,
        "seats": series.seats,
        "zone": series.zone,
    }


class AnswerForm(forms.Form):
    """Whether one comes, with whom, and what one needs."""

    answer = forms.ChoiceField(
        label=_("Do you come?"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.ANSWERS, Answer.values),
    )
    bringing = forms.IntegerField(
        label=_("How many come along with you?"), min_value=0, max_value=MOST_ALONG, initial=0, required=False
    )
    needs = forms.CharField(
        label=_("What do you need to take part?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the host of this date reads it, without your name. It is sealed."),
    )


class MoveForm(forms.Form):
    """Another day, time or place for one date."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    at = forms.TimeField(label=_("From"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=LONGEST)
    place = forms.CharField(
        label=_("Where, on this date alone?"),
        max_length=200,
        required=False,
        help_text=_("Empty: where it always is."),
    )


class AddDateForm(forms.Form):
    """A date beside the rule."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    at = forms.TimeField(label=_("From"), widget=TimeInput)


class GuestForm(FromAPerson):
    """Coming to an open meeting from outside: an address is asked for only where something is to be sent."""

    name = forms.CharField(
        label=_("A name to call you by"),
        max_length=60,
        required=False,
        help_text=_("Any name. Only the host sees it."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only to write to you about this date. We delete it a week after it."),
    )
    hello = forms.CharField(
        label=_("Hello"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. Only the host reads it."),
    )

    def __init__(self, *args: Any, hello_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hello_first:
            for name in ("name", "email", "hello"):
                self.fields[name].required = True
        else:
            del self.fields["hello"]


class FeedForm(forms.Form):
    """How meetings stand in one's own calendar."""

    naming = forms.ChoiceField(
        label=_("How are they called in your calendar?"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.NAMINGS, Naming.values),
        initial=Naming.NEUTRAL,
        help_text=_("Circles by invitation and hidden circles always stand there as “Busy”."),
    )
    only_yes = forms.BooleanField(label=_("Only what I said yes or perhaps to"), required=False)


class WishForm(forms.Form):
    """Reminders and letters."""

    remind = forms.ChoiceField(
        label=_("A reminder by letter"),
        widget=forms.RadioSelect,
        choices=lambda: _choices(wording.REMINDS, Remind.values),
        initial=Remind.NEVER,
        help_text=_("It says a day and a time, nothing else, and comes outside your quiet hours."),
    )
    letters = forms.BooleanField(
        label=_("Write to me of new dates of my circles, as calendar invitations"),
        required=False,
        help_text=_("The letter says a day and a time. What it is stands behind your sign-in."),
    )


def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its name."""
    return ZoneInfo(name)
