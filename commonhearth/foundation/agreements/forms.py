"""Forms of agreements: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.agreements.models import AgreementKind, Clause
from commonhearth.foundation.agreements.rules import RULES, Setting
from commonhearth.foundation.agreements.services.proposing import SHORTEST
from commonhearth.foundation.agreements.wording import KINDS
from commonhearth.foundation.circles.models import Circle
from commonhearth.foundation.files.forms import VoiceField
from commonhearth.kit.widgets import DayInput, DayTimeInput

#: How long a wording is shown when nobody says otherwise.
USUAL = timedelta(days=7)
#: Up to so many choices stand open; more become a list to press.
MOST_RADIOS = 8


class BeginForm(forms.Form):
    """Beginning an agreement."""

    title = forms.CharField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What sort of agreement?"),
        widget=forms.RadioSelect,
        choices=[(kind, KINDS[kind]) for kind in AgreementKind.values],
        initial=AgreementKind.GROUND_RULES,
    )

    def __init__(self, *args: Any, letters: bool, **kwargs: Any) -> None:
        """Make it.

        Args:
            letters: whether a letter in the community's name may be begun here.
        """
        super().__init__(*args, **kwargs)
        if not letters:
            kinds = [one for one in AgreementKind.values if one != AgreementKind.JOINT_LETTER]
            field = self.fields["kind"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(kind, KINDS[kind]) for kind in kinds]


class WordingForm(forms.Form):
    """Proposing a wording of a clause."""

    short = forms.CharField(
        label=_("In short"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Five sentences at most, one idea each. This is what people read first."),
    )
    text = forms.CharField(
        label=_("The whole wording"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("If the short version says it all, leave this empty."),
    )
    closes = forms.DateTimeField(
        label=_("Any concerns by"),
        widget=DayTimeInput,
        help_text=_("At least a day ahead. When this time is over and no concern stands, it is agreed."),
    )

    review_on = forms.DateField(
        label=_("When do we look at it again?"),
        widget=DayInput,
        required=False,
        help_text=_(
            "From a week before that day it stands among what your next meeting may look at. Empty: on no day."
        ),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        full_hour = timedelta(hours=1)
        self.fields["closes"].initial = (now + USUAL + full_hour).replace(minute=0, second=0, microsecond=0)
        self.earliest = now + SHORTEST

    def told(self) -> dict[str, Any]:
        """Return what `services.propose_version` takes."""
        data = self.cleaned_data
        return {
            "short": data["short"],
            "text": data["text"].strip() or data["short"],
            "closes": data["closes"],
            "rule_value": data.get("rule_value", ""),
            "fixed": data.get("fixed", False),
            "rule_key": data.get("rule_key", ""),
            "review_on": data["review_on"],
        }


class NewClauseForm(WordingForm):
    """A new clause: it may be a value not to be given up."""

    fixed = forms.BooleanField(
        label=_("This is something we do not give up: changing it later needs a yes from everybody"),
        required=False,
    )
    field_order = ["short", "text", "fixed", "closes", "review_on"]


class RuleForm(WordingForm):
    """A clause that rules a setting: what it shall be stands beside the words."""

    field_order = ["rule_value", "short", "text", "closes", "review_on"]

    def __init__(self, *args: Any, setting: Setting, before: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("%(setting)s. Now: %(value)s.") % {"setting": setting.says, "value": setting.say(before)}
        if setting.choices:
            few = setting.choices()
            self.fields["rule_value"] = forms.ChoiceField(
                label=said,
                widget=forms.RadioSelect if len(few) <= MOST_RADIOS else forms.Select,
                choices=few,
                initial=before or "",
                required="" not in dict(few),
            )
        else:
            self.fields["rule_value"] = forms.CharField(label=said, max_length=60, initial=before)
        self.order_fields(self.field_order)


class LookAgainForm(forms.Form):
    """When an agreed wording is looked at again."""

    review_on = forms.DateField(
        label=_("When do we look at it again?"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: on no day."),
    )


class ConcernForm(forms.Form):
    """A concern that must be heard, in words or spoken."""

    concern = forms.CharField(
        label=_("What harm do you see?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say what would go wrong, and for whom if you like. It need not be long."),
    )
    voice = VoiceField(required=False)

    def clean(self) -> dict[str, Any]:
        """Take words, or a voice note in their place."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "voice" in said and "concern" in said and not (said["concern"] or said["voice"]):
            self.add_error("concern", _("Write what you see coming, or say it in a voice note."))
        return said


class AnswerForForm(forms.Form):
    """What somebody without a sign-in says to a wording, as they said it."""

    says = forms.ChoiceField(
        label=_("What do they say?"),
        choices=(("yes", _("They agree")), ("concern", _("They have a concern that must be heard"))),
        widget=forms.RadioSelect,
    )
    concern = forms.CharField(
        label=_("Their concern, in their words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What harm do they see? Everybody who can read the page sees it with their name here."),
    )

    def __init__(self, data: Any = None, *, concerns: bool) -> None:
        super().__init__(data)
        if not concerns:
            says: Any = self.fields["says"]
            says.choices, says.initial = [("yes", _("They agree"))], "yes"
            del self.fields["concern"]

    def clean(self) -> dict[str, Any]:
        """A concern is said in words, and a yes has none beside it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("says") == "concern" and not said.get("concern"):
            self.add_error("concern", _("Write down what they see coming. A few words are enough."))
        if said.get("says") == "yes" and said.get("concern"):
            self.add_error("says", _("You wrote down a concern. Choose it, or empty the words below."))
        return said | {"concern": said.get("concern", "")}


def settings_without_clause(circle: Circle) -> list[tuple[str, Setting]]:
    """Return the settings that this circle may decide on and that no clause of it speaks of yet."""
    clauses = Clause.objects.filter(circle=circle).exclude(rule_key="")
    ruled = set(clauses.values_list("rule_key", flat=True))
    return [
        (key, setting)
        for key, setting in RULES.items()
        if key not in ruled and (circle.is_root or not setting.root_only)
    ]


def ids_in(typed: Iterable[str]) -> list[UUID]:
    """Return the ids among what a form sent; what is no id was not read here."""
    found = []
    for one in typed:
        with suppress(ValueError):
            found.append(UUID(one))
    return found
