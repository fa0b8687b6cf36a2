"""Fields of a form with which files come: several at once, or a voice note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commonhearth.foundation.files import wording
from commonhearth.foundation.files.arriving import LARGEST, LONGEST_SECONDS, Accepted, NotAccepted, accept
from commonhearth.foundation.files.models import FileKind

#: Files that come with one form.
MOST_AT_ONCE = 10
#: What a browser offers for each kind; what comes is looked into all the same.
_OFFERED = {
    FileKind.PICTURE: "image/jpeg,image/png,image/webp,image/gif",
    FileKind.PAPER: "application/pdf",
    FileKind.SOUND: "audio/*",
}


class FilesInput(forms.FileInput):
    """The browser's own chooser, for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class VoiceInput(FilesInput):
    """The browser's own recorder where it has one, and ours beside it where there is script."""

    allow_multiple_selected = False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        words = {
            "data-voice": str(LONGEST_SECONDS),
            "data-record": _("Record now"),
            "data-stop": _("Stop recording"),
            "data-again": _("Record again"),
            "data-recording": _("Recording. It stops by itself after %(minutes)s minutes.")
            % {"minutes": LONGEST_SECONDS // 60},
            "data-ready": _("Recorded. Listen to it here before you send it."),
            "data-refused": _("The browser did not let us record. You can choose a recording instead."),
            "data-name": _("voice note"),
            "data-script": static("files/voice.js"),  # comes when the part that it stands in is opened
        }
        return super().render(name, value, {**(attrs or {}), **words, "capture": "user"}, renderer)


class FilesField(forms.FileField):
    """Files of some kinds; cleaned, they are `Accepted`. Each that is refused has its own sentence.

    A browser forgets chosen files when a form comes back; everything that was typed is kept.
    """

    widget = FilesInput
    kinds = frozenset({FileKind.PICTURE, FileKind.PAPER, FileKind.SOUND})
    most = MOST_AT_ONCE

    said: tuple[Any, Any] = (wording.FIELD, wording.FIELD_HINT)

    def __init__(
        self, *, kinds: frozenset[FileKind] | None = None, most: int | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label", self.said[0])
        kwargs.setdefault("help_text", self.said[1])
        super().__init__(**kwargs)
        self.kinds, self.most = kinds or self.kinds, most or self.most
        self.widget.attrs["accept"] = ",".join(_OFFERED[kind] for kind in FileKind if kind in self.kinds)

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:  # type: ignore[override]
        sent = [one for one in (data if isinstance(data, list) else [data]) if one]
        if not sent:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(sent) > self.most:
            raise ValidationError(wording.refusal("too-many", most=self.most), code="too-many")
        accepted, wrong = [], []
        for one in sent:
            try:
                accepted.append(self._accepted(one))
            except NotAccepted as fault:
                wrong.append(ValidationError(wording.refusal(fault.code, **fault.about), code=fault.code))
        if wrong:
            raise ValidationError(wrong)
        return accepted

    def _accepted(self, sent: Any) -> Accepted:
        return accept(sent.name or "", sent.read(LARGEST + 1), kinds=self.kinds)


class VoiceField(FilesField):
    """One voice note; cleaned, a list of one or none."""

    widget = VoiceInput
    kinds = frozenset({FileKind.SOUND})
    most = 1
    said = (wording.VOICE, wording.VOICE_HINT)
