"""Forms of a meeting's work: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.choosing import ThingField
from commonhearth.kit.markdown import WritingField
from commonhearth.kit.widgets import DayInput, DayTimeInput
from commonhearth.rooms.meetings.models import Fits, Way
from commonhearth.rooms.meetings.models.polls import MOST_TIMES
from commonhearth.rooms.meetings.services.agenda import LONGEST
from commonhearth.rooms.meetings.services.minutes import LONGEST as LONGEST_MINUTES
from commonhearth.rooms.meetings.services.sitting import MOST_HEADS
from commonhearth.rooms.meetings.wording import actions as action_words
from commonhearth.rooms.meetings.wording import paper as paper_words


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = forms.CharField(label=_("What about?"), max_length=160)
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=LONGEST, initial=10)
    about = forms.CharField(
        label=_("What should we know beforehand?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pause = forms.BooleanField(label=_("This is a pause"), required=False)


class ChangeItemForm(ItemForm):
    """A point said anew; what the house put on keeps its words."""

    def __init__(self, *args: Any, own_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["pause"]
        if not own_words:
            del self.fields["title"], self.fields["about"]


class HeadsForm(forms.Form):
    """How many people are here."""

    heads = forms.IntegerField(
        label=_("How many people are here?"),
        min_value=0,
        max_value=MOST_HEADS,
        required=False,
        help_text=_("A number, no names. Visitors count too. Empty takes the number away."),
    )


class QuestionForm(forms.Form):
    """A question to the room."""

    question = forms.CharField(label=_("What do hands go up for?"), max_length=240)


class TallyForm(forms.Form):
    """What a teller has counted."""

    yes = forms.IntegerField(label=_("For"), min_value=0, max_value=MOST_HEADS)
    no = forms.IntegerField(label=_("Against"), min_value=0, max_value=MOST_HEADS)
    neither = forms.IntegerField(label=_("Neither"), min_value=0, max_value=MOST_HEADS, initial=0)


class MinutesForm(forms.Form):
    """The text of minutes, and from which version one started."""

    text = WritingField(
        label=_("Minutes"),
        most=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_(
            "Others may be writing at the same time. What they write stays; where you both change the same line, "
            "you see both. A line that begins with ## becomes a heading."
        ),
    )
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class WordsForm(forms.Form):
    """A few sentences."""

    words = forms.CharField(label="", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class ShowForm(forms.Form):
    """Until when minutes are shown."""

    closes = forms.DateTimeField(
        label=_("Until when?"),
        widget=DayTimeInput,
        help_text=_(
            "At least a day ahead. Then they are agreed, unless somebody says that something is not right."
        ),
    )


def _choice_of_people(people: Iterable[Any]) -> list[tuple[str, Any]]:
    return [("", _("Someone of us")), *((str(one.id), str(one)) for one in people)]


class ActionForm(forms.Form):
    """Something to do."""

    what = forms.CharField(label=_("What is to do?"), max_length=240)
    owner = ThingField(label=_("Who?"), required=False)
    due = forms.DateField(label=_("By which day?"), widget=DayInput, required=False)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.id): one for one in people}
        self.fields["owner"].choices = _choice_of_people(self.people.values())  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what `services.actions.add_action` takes."""
        data = self.cleaned_data
        return {"what": data["what"], "owner": self.people.get(data["owner"]), "due": data["due"]}


class ToWhomForm(forms.Form):
    """To whom something is handed on, or with whom one changes turns."""

    to = ThingField(label=_("To whom?"), required=False)

    def __init__(self, *args: Any, people: Iterable[Any], anyone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.id): one for one in people}
        few = _choice_of_people(self.people.values())
        # Where somebody must be named, nobody is chosen beforehand: the first of a list is nobody's wish.
        nobody_yet = [("", _("choose somebody")), *few[1:]]
        self.fields["to"].choices = few if anyone else nobody_yet  # type: ignore[attr-defined]
        self.fields["to"].required = not anyone

    @property
    def chosen(self) -> Any:
        """Who was chosen; None for someone of us."""
        return self.people.get(self.cleaned_data["to"])


class PollForm(forms.Form):
    """A question when to meet."""

    title = forms.CharField(label=_("What for?"), max_length=120)
    minutes = forms.IntegerField(label=_("How many minutes long?"), min_value=5, max_value=1440, initial=90)
    closes = forms.DateTimeField(label=_("Answers until"), widget=DayTimeInput)

    #: Times on the page; those left empty are not asked.
    TIMES = 6

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.TIMES + 1):
            self.fields[f"time_{number}"] = forms.DateTimeField(
                label=_("Time %(number)s") % {"number": number}, widget=DayTimeInput, required=number == 1
            )
        self.order_fields(["title", *(f"time_{n}" for n in range(1, self.TIMES + 1)), "minutes", "closes"])

    @property
    def times(self) -> list[Any]:
        """The times that were given."""
        found = [self.cleaned_data.get(f"time_{number}") for number in range(1, MOST_TIMES + 1)]
        return [one for one in found if one]


class SaysForm(forms.Form):
    """Yes, if need be or no to each time."""

    def __init__(self, *args: Any, slots: Iterable[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {f"slot_{slot_id}": slot_id for slot_id, _label, _said in slots}
        for slot_id, label, said in slots:
            self.fields[f"slot_{slot_id}"] = forms.ChoiceField(
                label=label,
                choices=[(one, action_words.FITS[one]) for one in Fits.values],
                widget=forms.RadioSelect,
                required=False,
                initial=said,
            )

    def told(self) -> dict[UUID, str]:
        """Return what fits, by slot."""
        found = {slot_id: self.cleaned_data[name] for name, slot_id in self.slots.items()}
        return {slot_id: fits for slot_id, fits in found.items() if fits}


class PaperForm(forms.Form):
    """Letters on paper."""

    way = forms.ChoiceField(
        label=_("How does it reach you?"),
        widget=forms.RadioSelect,
        choices=[(way, paper_words.WAYS[way]) for way in Way.values],
    )
    address = forms.CharField(
        label=_("What stands on the address side?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("As you want it: a name that you choose, and an address or where your pigeonhole is."),
    )
