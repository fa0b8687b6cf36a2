"""Forms of stories."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonhearth.kit.markdown import WritingField
from commonhearth.rooms.conversations.services.stories import LONGEST, NOTE


class StoryForm(forms.Form):
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    text = WritingField(
        label=_("Your story"),
        most=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("An empty line begins a new paragraph."),
    )
    named_as = forms.CharField(
        label=_("How are you named under it?"),
        max_length=80,
        required=False,
        help_text=_("Any name you like, such as “a member, 47”. Empty: no name at all."),
    )
    care_note = forms.CharField(
        label=_("Care note"),
        max_length=160,
        required=False,
        help_text=_("Said before the story is opened, such as “about losing a child”."),
    )


class ReaderForm(forms.Form):
    person = forms.CharField(label=_("Their name here"), max_length=80)
    person_word = forms.CharField(label=_("The word that tells them apart"), max_length=40, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What would you like to say to the author?"),
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
