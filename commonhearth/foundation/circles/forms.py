"""Forms of circles: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.circles import services
from commonhearth.foundation.circles.models import Circle, CircleKind, CircleMembership, Office, Openness
from commonhearth.foundation.circles.services.entering import telling
from commonhearth.foundation.circles.services.opening import SHUTTING
from commonhearth.foundation.circles.services.terms import year_after
from commonhearth.foundation.circles.wording import KINDS, OFFICES, OFFICES_SAID, SENTENCES, WHO_SEES
from commonhearth.foundation.logbook.selectors import Wanted, Whose
from commonhearth.foundation.logbook.wording import KINDS as KINDS_OF_ACTS
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.widgets import DayInput

WORD_HINT = _("Only if somebody there has the same name: “garden”, “from Leith”. Never a number.")


def choose(form: forms.Form, field: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Say what may be chosen in a field of a form that is being made."""
    found = form.fields[field]
    if isinstance(found, forms.ChoiceField):
        found.choices = list(choices)


class OwnNameForm(forms.Form):
    """How somebody is known in one circle."""

    name = forms.CharField(
        label=_("Your name in this circle"),
        max_length=80,
        help_text=_("Any name you like. It need not be the one you have elsewhere."),
    )
    word = forms.CharField(
        label=_("A word to tell you apart"), max_length=40, required=False, help_text=WORD_HINT
    )
    # Nobody is asked for it before there are two of one name.
    word.when_needed = True  # type: ignore[attr-defined]

    def clean_word(self) -> str:
        """Return the telling word.

        Raises:
            ValidationError: when it is a number.
        """
        word: str = self.cleaned_data["word"]
        try:
            telling("", word)
        except services.WordIsNumber:
            raise forms.ValidationError(SENTENCES["word_is_number"]) from None
        return word

    def name_is_taken(self, taken: services.NameTaken) -> None:
        """Say beside the field that the name is in use."""
        self.add_error("word", str(SENTENCES["name_taken"]) % {"name": taken.name})


class NewCircleForm(OwnNameForm):
    """Beginning a circle."""

    circle_name = forms.CharField(label=_("What is it called?"), max_length=120)
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences."),
    )
    kind = forms.ChoiceField(
        label=_("What sort of circle?"),
        widget=forms.RadioSelect,
        choices=[(kind, KINDS[kind]) for kind in CircleKind.values if kind != CircleKind.ROOT],
        initial=CircleKind.WORKING,
    )
    openness = forms.ChoiceField(
        label=_("Who can see it?"),
        widget=forms.RadioSelect,
        choices=[(one, WHO_SEES[one]) for one in Openness.values],
        initial=Openness.OPEN,
    )
    field_order = ["circle_name", "purpose", "kind", "openness", "name", "word"]

    def __init__(self, *args: Any, parent: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parent.is_hidden:
            hidden = Openness.CONFIDENTIAL
            choose(self, "openness", [(hidden, WHO_SEES[hidden])])
            self.fields["openness"].initial = hidden


class ChangeCircleForm(forms.Form):
    """Saying anew what a circle is called and for, or shutting it further."""

    circle_name = forms.CharField(label=_("What is it called?"), max_length=120)
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    openness = forms.ChoiceField(
        label=_("Who can see it?"),
        widget=forms.RadioSelect,
        help_text=_(
            "A circle can be shut further, and never opened up again. Hiding it hides those inside it."
        ),
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = SHUTTING.index(Openness(circle.openness))
        choose(self, "openness", [(one, WHO_SEES[one]) for one in SHUTTING[at:]])


class InviteForm(forms.Form):
    """Naming a member of the community."""

    person = forms.CharField(
        label=_("Their name in the community"),
        max_length=80,
        help_text=_("As it stands under “Everyone”."),
    )
    person_word = forms.CharField(label=_("The word that tells them apart"), max_length=40, required=False)


class RoleForm(forms.Form):
    """Giving somebody a role for a term. In a large circle the person is named, in others chosen."""

    office = forms.ChoiceField(label=_("Which role?"), widget=forms.RadioSelect)
    holder = ThingField(label=_("Who takes it on?"))
    into = ThingField(label=_("For a delegate: into which circle?"), required=False)
    starts = forms.DateField(label=_("From"), widget=DayInput)
    ends = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("A year at most. Then you look again together.")
    )

    def __init__(
        self,
        *args: Any,
        circle: Circle,
        people: Sequence[CircleMembership] | None,
        find: Callable[[str], list[CircleMembership]],
        others: Iterable[Circle],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offices = [
            office for office in Office.values if circle.is_root or office not in services.COMMUNITY_ONLY
        ]
        choose(self, "office", [(office, f"{OFFICES[office]}: {OFFICES_SAID[office]}") for office in offices])
        self.people = people
        self.find = find
        self.others = {str(one.id): one for one in others if one.id != circle.id}
        if people is None:
            self.fields["holder"] = forms.CharField(
                label=_("Who takes it on?"),
                max_length=130,
                help_text=_("Their name here: “Anna” or “Anna (garden)”."),
            )
        else:
            some = [(str(one.id), str(one)) for one in people]
            choose(self, "holder", [("", _("choose somebody")), *some])
            holder = self.fields["holder"]
            assert isinstance(holder, ThingField)
            # Whoever has just left is gone from the list, not from the circle's rows.
            holder.here = lambda one: CircleMembership.objects.filter(circle=circle, id=one).exists()
        choose(self, "into", [("", "–"), *[(key, one.called) for key, one in self.others.items()]])
        self.order_fields(["office", "holder", "into", "starts", "ends"])
        self.fields["starts"].initial = today
        self.fields["ends"].initial = year_after(today) - timedelta(days=1)

    def clean_holder(self) -> CircleMembership:
        """Return the person.

        Raises:
            ValidationError: when nobody, or more than one, is known by what was typed.
        """
        typed: str = self.cleaned_data["holder"]
        if self.people is not None:
            return next(one for one in self.people if str(one.id) == typed)
        found = self.find(typed)
        if len(found) != 1:
            code = "more_of_that_name" if found else "no_such_person"
            raise forms.ValidationError(str(SENTENCES[code]) % {"name": typed})
        return found[0]

    def told(self) -> dict[str, Any]:
        """Return what `services.give_role` takes. “Until” on the page is the last day; in a term, the day after."""
        data = self.cleaned_data
        return {
            "office": data["office"],
            "holder": data["holder"],
            "into": self.others.get(data["into"]),
            "starts": data["starts"],
            "ends": data["ends"] + timedelta(days=1),
        }


class LogbookForm(forms.Form):
    """Which lines of a logbook somebody wants to see."""

    kind = forms.ChoiceField(
        label=_("What kind of act"),
        required=False,
        choices=lambda: [("", _("All kinds")), *((str(kind), said) for kind, said in KINDS_OF_ACTS.items())],
    )
    since = forms.DateField(label=_("From this day"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To this day"), required=False, widget=DayInput)
    whose = forms.ChoiceField(
        label=_("Whose lines"),
        required=False,
        choices=[
            (str(Whose.EVERYBODYS), _("What everybody here reads")),
            (str(Whose.OWN), _("What I did, and what is about me")),
            (str(Whose.ALL), _("All that I read")),
        ],
    )

    @property
    def wanted(self) -> Wanted:
        """Return what is asked for; all of it while something of the form needs another look."""
        if not self.is_valid():
            return Wanted()
        asked = self.cleaned_data
        return Wanted(
            asked["kind"], asked["since"], asked["until"], Whose(asked["whose"] or Whose.EVERYBODYS)
        )
