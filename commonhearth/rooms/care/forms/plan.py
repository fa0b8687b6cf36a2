"""Writing a part of a plan, and naming who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.circles.access import Actor
from commonhearth.foundation.circles.models import Circle, CircleMembership
from commonhearth.foundation.circles.selectors import people_called
from commonhearth.foundation.circles.wording import SENTENCES
from commonhearth.foundation.files.forms import FilesField
from commonhearth.foundation.files.models import FileKind
from commonhearth.kit.choosing import ThingField
from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.care.models.plan import OWN
from commonhearth.rooms.care.wording.plan import PARTS

LONGEST = 4000


class PartForm(forms.Form):
    """One part, in one's own words."""

    heading = forms.CharField(label=_("Your own heading"), max_length=120)
    text = forms.CharField(
        label=_("In your own words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )

    attached = FilesField(
        kinds=frozenset({FileKind.PAPER, FileKind.PICTURE}),
        required=False,
        label=_("A signed paper"),
        help_text=_(
            "Such as a directive or a card: PDF or photo. Sealed with your key, read by who reads this part."
        ),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != OWN:
            del self.fields["heading"]
            self.fields["text"].label = str(PARTS[kind].heading)
            self.fields["text"].help_text = str(PARTS[kind].hint)


class ReaderForm(forms.Form):
    """Who may read a part: where one knows them from, their name there, and until when."""

    circle = ThingField(label=_("Where do you know them from?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Their name there"), max_length=80, help_text=_("As it stands in the list of its people.")
    )
    word = forms.CharField(label=_("The word that tells them apart"), max_length=40, required=False)
    until = forms.DateField(
        label=_("Until which day?"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: until you take it back, which is one press."),
    )
    # Nobody is asked for it before there are two of one name.
    word.when_needed = True  # type: ignore[attr-defined]

    def __init__(
        self, *args: Any, actor: Actor, circles: Iterable[Circle], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today
        self.circles = {str(circle.id): circle for circle in circles}
        where = self.fields["circle"]
        assert isinstance(where, ThingField)
        where.choices = [(key, circle.called) for key, circle in self.circles.items()]
        where.initial = next(iter(self.circles), "")

    def clean_until(self) -> date | None:
        """Return the last day.

        Raises:
            ValidationError: for a day that has passed.
        """
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("Please choose today or a day after it, or leave it empty."))
        return day

    def clean(self) -> dict[str, Any]:
        """Find the person; say beside the name when nobody, or more than one, is known by it."""
        data = super().clean() or {}
        if data.get("circle") and data.get("name"):
            circle = self.circles[data["circle"]]
            found = people_called(self.actor, data["name"], data.get("word", ""), circle=circle)
            if len(found) == 1:
                data["reader"] = found[0]
            else:
                code = "more_of_that_name" if found else "no_such_person"
                self.add_error("name", str(SENTENCES[code]) % {"name": data["name"]})
                self.fields["word"].when_needed = False  # type: ignore[attr-defined]
        return data

    def chosen(self) -> tuple[Circle, CircleMembership]:
        """Return where, and whom."""
        return self.circles[self.cleaned_data["circle"]], self.cleaned_data["reader"]
