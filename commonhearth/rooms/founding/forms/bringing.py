"""Forms for bringing what a community has: they shape input and name the services' arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.agreements.models import Agreement, AgreementKind
from commonhearth.foundation.agreements.wording import KINDS
from commonhearth.rooms.founding.reading.people import FIELDS

#: What a sheet of columns calls a column without a heading.
COLUMN_WORDS = {
    "email": _("E-mail address"),
    "name": _("Name for the greeting"),
    "word": _("A word that tells two of one name apart"),
    "joined": _("Joined on"),
    "role": _("Role"),
}


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("The file"), allow_empty_file=True)

    def __init__(self, *args: Any, accept: str, label: Any, hint: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = accept
        self.fields["file"].label, self.fields["file"].help_text = label, hint

    def told(self) -> dict[str, Any]:
        """Return what the services take."""
        file = self.cleaned_data["file"]
        return {"content": file.read(), "file_name": file.name}


class AgreementsForm(forms.Form):
    """An agreement as a file or as text, and where it goes."""

    file = forms.FileField(
        label=_("A document (.docx)"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=200_000,
        required=False,
        help_text=_(
            "Numbers, letters, § and headings are understood; otherwise each paragraph becomes a clause."
        ),
    )
    agreement = forms.ChoiceField(label=_("Where does it go?"), required=False)
    title = forms.CharField(label=_("What is it called, if it is new here?"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("What sort of agreement?"),
        widget=forms.RadioSelect,
        choices=[(kind, KINDS[kind]) for kind in AgreementKind.values if kind != AgreementKind.JOINT_LETTER],
        initial=AgreementKind.BYLAWS,
    )
    days = forms.TypedChoiceField(
        label=_("How long is it shown before it is agreed?"),
        coerce=int,
        choices=[(2, _("two days")), (7, _("a week")), (14, _("two weeks")), (30, _("thirty days"))],
        initial=14,
        help_text=_("Each clause is agreed then, unless somebody has a concern that still stands."),
    )

    def __init__(self, *args: Any, agreements: Sequence[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["agreement"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("a new agreement")), *[(str(one.id), one.title) for one in agreements]]

    def clean(self) -> dict[str, Any]:
        """Ask for one of file and text, and for a title where the agreement is new."""
        data = super().clean() or {}
        if bool(data.get("file")) == bool((data.get("text") or "").strip()):
            self.add_error("file", _("Please give a document or a text: one of the two."))
        if not data.get("agreement") and not data.get("title") and "agreement" in data:
            self.add_error("title", _("Please say what the new agreement is called."))
        return data

    def told(self) -> dict[str, Any]:
        """Return what `services.bring_agreements` takes."""
        data = self.cleaned_data
        return {
            "content": data["file"].read() if data["file"] else b"",
            "file_name": data["file"].name if data["file"] else "",
            "text": data["text"],
            "title": data["title"],
            "kind": data["kind"],
            "days": data["days"],
            "agreement_id": UUID(data["agreement"]) if data["agreement"] else None,
        }


class ColumnsForm(forms.Form):
    """Which column is which."""

    def __init__(
        self, *args: Any, heading: Sequence[str], first: Sequence[str], guess: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (
                str(place),
                _("%(heading)s – such as “%(example)s”")
                % {"heading": name or place + 1, "example": cell[:40]},
            )
            for place, (name, cell) in enumerate(zip(heading, first, strict=True))
        ]
        for name in FIELDS:
            must = name == "email"
            self.fields[name] = forms.TypedChoiceField(
                label=COLUMN_WORDS[name],
                coerce=int,
                empty_value=None,
                required=must,
                choices=offered if must else [("", _("not in this list")), *offered],
                initial=str(guess[name]) if name in guess else "",
            )

    def columns(self) -> dict[str, int]:
        """Return field -> place, without those that are not in the list."""
        return {name: place for name, place in self.cleaned_data.items() if place is not None}


class CutForm(forms.Form):
    """The text of an agreement, to be cut anew."""

    text = forms.CharField(
        label=_("The whole text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=200_000,
        help_text=_("A clause begins at a number, a § or a heading (# Heading) at the beginning of a line."),
    )
