"""Every sentence about files."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "files.not_here": _("There is no such file here."),
    "files.no_room": _(
        "There is no room left for files here: together they take %(most)s MB. Take down some that nobody needs, "
        "or ask whoever runs this host for more room."
    ),
}

REFUSALS: dict[str, str | Promise] = {
    "empty": _("“%(name)s” is empty. Please look whether it was saved, and choose it again."),
    "too-large": _("“%(name)s” is larger than %(most)s MB. Please send a smaller one."),
    "lies": _(
        "“%(name)s” is not what its name says it is, so we did not keep it. Open it on your device and save it anew."
    ),
    "unknown-type": _(
        "“%(name)s” is of a kind that we do not keep. We take pictures (JPEG, PNG, WebP, GIF), PDF files and voice "
        "notes (MP3, M4A, OGG, WebM, WAV)."
    ),
    "not-here": _("“%(name)s” is of a kind that does not fit here."),
    "picture-broken": _(
        "We could not read the picture “%(name)s” to its end. Please choose it again, or another."
    ),
    "picture-too-many-pixels": _(
        "The picture “%(name)s” has %(found)s million pixels; we can read %(most)s million. Please make it smaller."
    ),
    "paper-broken": _("The PDF file “%(name)s” is cut short or damaged. Please choose it again."),
    "sound-broken": _("We could not read the recording “%(name)s” to its end. Please record it again."),
    "sound-film": _(
        "“%(name)s” is a film. We take voice notes only; please record your voice without a picture."
    ),
    "sound-too-long": _("“%(name)s” is longer than %(most)s minutes. Please make it shorter, or divide it."),
    "too-many": _("At most %(most)s files fit at once. Please choose fewer, and add the others afterwards."),
}

FINDINGS: dict[str, str | Promise] = {
    "bytes-gone": _(
        "%(count)s files of %(community)s are in the database and not on the disk, for example %(example)s. Put them "
        "back from a backup into %(folder)s."
    ),
    "no-row": _(
        "%(count)s files in %(folder)s belong to nothing, for example %(example)s. They are taken away within a day; "
        "if they are not, see whether the job worker runs."
    ),
}

FIELD = _("Pictures, PDF files, recordings")
FIELD_HINT = _(
    "At most 10 MB each. Pictures and recordings lose the place and time that a device writes into them; a PDF file "
    "stays as it is, with its author’s name if that stands in it."
)
VOICE = _("Voice note")
VOICE_HINT = _("Up to 3 minutes. You may add words for those who cannot hear it.")


def refusal(code: str, **about: object) -> str:
    """Return why a file is refused."""
    return str(REFUSALS[code]) % about
