"""Forms of a handbook: they shape input and name the services' arguments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonhearth.core.sheets import Broken
from commonhearth.foundation.files.documents import html_of
from commonhearth.foundation.files.forms import FilesField
from commonhearth.kit.markdown import WritingField
from commonhearth.kit.widgets import DayInput
from commonhearth.rooms.handbook import pasting, wording
from commonhearth.rooms.handbook.models import LONGEST_PAGE, LONGEST_TITLE

#: Bytes of a document that is brought; its pictures are not read.
LARGEST_DOCUMENT = 10 * 1024 * 1024


class DocumentField(forms.FileField):
    """A .docx; cleaned, it is its text as Markdown, or "" where none was chosen."""

    def clean(self, data: Any, initial: Any = None) -> str:  # type: ignore[override]
        if not data:
            return ""
        try:
            text = pasting.markdown_of(html_of(data.read(LARGEST_DOCUMENT)))
            if not text:
                raise Broken("empty")
        except Broken as fault:
            raise ValidationError(str(wording.DOCUMENTS[fault.code]), code=fault.code) from None
        return text


class PageForm(forms.Form):
    """A page: its title, its text, what hangs on it."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = WritingField(
        label=_("Text"),
        required=False,
        most=LONGEST_PAGE,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "A line that begins with ## is a heading, with - a point of a list; **two stars** make words strong. Text "
            "pasted from a word processor keeps its headings and lists. A picture stands where you write "
            "![what it shows](name.jpg), otherwise below."
        ),
    )
    document = DocumentField(
        label=_("Bring a document"),
        required=False,
        help_text=_(
            "A .docx: its headings and lists come into the text above, for you to look over before you save."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    hung = FilesField(required=False)

    def __init__(self, *args: Any, paste_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-paste"] = paste_url


class CheckForm(forms.Form):
    """A page is true as it stands; when to look again."""

    again = forms.DateField(
        label=_("Look again on"),
        required=False,
        widget=DayInput(),
        help_text=_("Whoever checked it is reminded on that day. Empty: no reminder."),
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["again"].initial = today + timedelta(days=365)

    def clean_again(self) -> Any:
        again = self.cleaned_data["again"]
        if again is not None and again <= self.today:
            raise ValidationError(_("Please choose a day after today."), code="past")
        return again


class PlaceForm(forms.Form):
    """Below which page one stands."""

    below = forms.ChoiceField(label=_("Below"), required=False)

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(page.id), page.title) for page in pages]
        self.fields["below"].choices = [("", _("None: at the top")), *choices]  # type: ignore[attr-defined]
