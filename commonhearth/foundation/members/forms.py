"""Forms of members: they shape input and name the services' arguments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.members.models import Member
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.widgets import DayInput


class NameForm(forms.Form):
    """How somebody is known in a community."""

    name = forms.CharField(
        label=_("What shall we call you here?"), max_length=80, help_text=_("Any name you like.")
    )
    word = forms.CharField(
        label=_("A word to tell you apart"),
        max_length=40,
        required=False,
        help_text=_("Only if somebody here has the same name: “garden”, “from Leith”. Never a number."),
    )
    # Nobody is asked for it before there are two of one name.
    word.when_needed = True  # type: ignore[attr-defined]


class JoinForm(NameForm):
    """Asking to join, with the community's own questions."""

    def __init__(self, *args: Any, questions: list[str], lowest_age: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
            )
        self.fields["old_enough"] = forms.BooleanField(label=_("I am %(age)s or older") % {"age": lowest_age})

    def answers(self) -> list[dict[str, str]]:
        """Return question and answer together, as asked today."""
        return [
            {"question": question, "answer": self.cleaned_data[f"answer_{number}"]}
            for number, question in enumerate(self.questions)
        ]


class DeclineForm(forms.Form):
    """A no comes from a person, with two other places to go."""

    letter = forms.CharField(
        label=_("Your letter"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=_("It is sent and not kept. Nothing is stored of why."),
    )
    first_place = forms.CharField(label=_("One other place they could turn to"), max_length=200)
    second_place = forms.CharField(label=_("And a second one"), max_length=200)


class InviteForm(forms.Form):
    """A link for one person."""

    note = forms.CharField(
        label=_("Who is it for?"),
        max_length=80,
        required=False,
        help_text=_("Only you see this, to tell your links apart."),
    )
    days = forms.TypedChoiceField(
        label=_("How long does it hold?"),
        coerce=int,
        choices=[(3, _("three days")), (14, _("two weeks")), (30, _("thirty days"))],
        initial=14,
    )


class AwayForm(forms.Form):
    """Being away; no reason is asked."""

    back_on = forms.DateField(
        label=_("When do you mean to be back?"),
        required=False,
        widget=DayInput,
        help_text=_("Only you see this. You can come back earlier, or later."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_back_on(self) -> date | None:
        """Return the day.

        Raises:
            ValidationError: for a day that has passed.
        """
        day: date | None = self.cleaned_data["back_on"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_("Please choose a day after today, or leave it empty."))
        return day


class OwnForm(NameForm):
    """A member's own choices in one community."""

    named_outside_as = forms.CharField(
        label=_("How mail and envelopes name this community to you"),
        max_length=120,
        required=False,
    )
    paper = forms.CharField(
        label=_("Your name on paper, such as the notice board"),
        max_length=80,
        required=False,
        help_text=_("Empty: you are not named on paper."),
    )
    address_along = forms.BooleanField(
        label=_("If this community moves to another host, take my e-mail address along"),
        required=False,
        help_text=_(
            "Only for one letter, by which you show there that it is you. Otherwise somebody gives you a code."
        ),
    )
    answers_when = forms.CharField(
        label=_("When and how you usually answer newcomers"),
        max_length=160,
        required=False,
        help_text=_("Such as: most evenings after six, and at the door on Thursdays. Their home shows it."),
    )

    def __init__(self, *args: Any, answers: bool, neutral: str, **kwargs: Any) -> None:
        """Take whether they answer newcomers, and how the community is named where they choose nothing."""
        super().__init__(*args, **kwargs)
        self.fields["named_outside_as"].help_text = _("Empty: “%(name)s”.") % {"name": neutral}
        self.fields["word"].when_needed = False  # type: ignore[attr-defined]
        if not answers:
            del self.fields["answers_when"]


class EraseForm(forms.Form):
    """The one thing to say before what is one's own is erased for good."""

    sure = forms.BooleanField(label=_("I know that nobody can bring it back"))


class ArrivalCodeForm(forms.Form):
    """The code by which somebody who came along shows that it is them."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Twelve letters and numbers. Dashes and capitals do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class LegalNameForm(forms.Form):
    """One entry of the register."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200)


class VoiceForm(forms.Form):
    """Who writes down what somebody without a sign-in says."""

    speaks_through = ThingField(
        label=_("Who writes down their words?"),
        required=False,
        here=lambda one: Member.objects.filter(id=one).exists(),
        help_text=_("The person they chose. Never for a secret vote."),
    )

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.id): member for member in members}
        choice = self.fields["speaks_through"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("nobody yet")),
            *[(key, str(member)) for key, member in self.members.items()],
        ]

    def clean_speaks_through(self) -> Member | None:
        """Return the member chosen, or None."""
        return self.members.get(self.cleaned_data["speaks_through"])


class AddForm(VoiceForm, NameForm):
    """Somebody who takes part without a sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What shall we call them here?")
        self.fields["name"].help_text = _("As they want it.")


class HoldForm(forms.Form):
    """Pausing somebody's access."""

    talk_to = forms.CharField(label=_("Whom can they talk to?"), max_length=200)
    why = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("This stands in the logbook, because it is an act of office."),
    )  # fmt: skip


class RemovalForm(forms.Form):
    """Asking somebody to leave."""

    takes_effect = forms.DateField(label=_("From which day?"), widget=DayInput)
    appeal_to = forms.CharField(
        label=_("To whom can they appeal?"),
        max_length=200,
        help_text=_("Somebody other than the two who confirm this."),
    )
    why = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("This stands in the logbook, because it is an act of office. Absence is never a reason."),
    )  # fmt: skip
    danger_now = forms.BooleanField(
        label=_("Somebody is in danger now, so it cannot be mended first"), required=False
    )

    def __init__(self, *args: Any, today: date, notice_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["takes_effect"].initial = today + timedelta(days=notice_days + 1)


class WhyForm(forms.Form):
    """A reason for an act of office."""

    why = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("This stands in the logbook, because it is an act of office."),
    )  # fmt: skip
