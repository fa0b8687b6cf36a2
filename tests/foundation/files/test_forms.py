"""The fields with which files come."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from commonhearth.foundation.files.forms import MOST_AT_ONCE, FilesField, VoiceField
from commonhearth.foundation.files.models import FileKind

from . import samples


class PostForm(forms.Form):
    text = forms.CharField()
    hung = FilesField(required=False)
    voice = VoiceField(required=False)


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")  # what a browser says is not asked


def form(text: str = "Hello", **files: list[SimpleUploadedFile]) -> PostForm:
    return PostForm({"text": text}, MultiValueDict(files))


def test_several_at_once_and_a_voice_note():
    found = form(
        hung=[sent("a.jpg", samples.picture()), sent("b.pdf", samples.pdf())],
        voice=[sent("c.webm", samples.webm())],
    )
    assert found.is_valid()
    assert [one.kind for one in found.cleaned_data["hung"]] == [FileKind.PICTURE, FileKind.PAPER]
    assert [one.kind for one in found.cleaned_data["voice"]] == [FileKind.SOUND]


def test_none_at_all():
    found = form()
    assert found.is_valid()
    assert found.cleaned_data["hung"] == found.cleaned_data["voice"] == []


def test_each_that_is_refused_says_why_and_what_was_typed_is_kept():
    found = form(hung=[sent("a.jpg", samples.pdf()), sent("b.pdf", samples.pdf()), sent("c.txt", b"hello")])
    assert not found.is_valid()
    assert len(found.errors["hung"]) == 2
    assert "a.jpg" in found.errors["hung"][0]
    assert 'value="Hello"' in str(found["text"])


def test_a_voice_note_is_a_sound():
    found = form(voice=[sent("a.jpg", samples.picture())])
    assert found.errors["voice"] == ["“a.jpg” is of a kind that does not fit here."]


def test_not_more_than_fit():
    found = form(hung=[sent(f"{number}.pdf", samples.pdf()) for number in range(MOST_AT_ONCE + 1)])
    assert "At most 10 files" in found.errors["hung"][0]


def test_needed_and_not_there():
    class Needed(forms.Form):
        hung = FilesField()

    assert not Needed({}, MultiValueDict()).is_valid()


def test_the_browser_is_told_what_to_offer():
    shown = str(form()["hung"])
    assert "multiple" in shown
    assert 'accept="image/jpeg,image/png,image/webp,image/gif,application/pdf,audio/*"' in shown
    shown = str(form()["voice"])
    assert 'capture="user"' in shown
    assert 'accept="audio/*"' in shown
    assert "multiple" not in shown
    assert "voice.js" in shown
