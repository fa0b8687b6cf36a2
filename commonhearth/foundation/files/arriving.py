"""What somebody sends: looked into, whatever it calls itself, and kept only as what it really is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import filetype

from commonhearth.foundation.files.models import TYPES, FileKind

#: Bytes of one file; seconds of a recording; bytes of one that does not say how long it is.
LARGEST = 10 * 1024 * 1024
LONGEST_SECONDS = 180
LARGEST_OF_UNKNOWN_LENGTH = 3 * 1024 * 1024
LONGEST_NAME = 100

#: What the library sees in the first bytes -> what it is here. Anything else is refused.
_SEEN = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/apng": "image/png",
    "image/gif": "image/png",
    "image/webp": "image/png",
    "application/pdf": "application/pdf",
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "video/mp4": "audio/mp4",  # a browser's recording has no film in it, and calls itself one
    "video/x-m4v": "audio/mp4",
    "video/3gpp": "audio/mp4",
    "video/quicktime": "audio/mp4",
    "audio/ogg": "audio/ogg",
    "audio/x-wav": "audio/wav",
    "video/webm": "audio/webm",
}
#: What the ending of a name promises.
_PROMISED = {
    **dict.fromkeys(
        ("jpg", "jpeg", "jfif", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff"), "picture"
    ),
    **dict.fromkeys(
        ("mp3", "m4a", "mp4", "m4b", "ogg", "oga", "opus", "webm", "wav", "aac", "flac", "3gp", "amr"),
        "sound",
    ),
    "pdf": "paper",
}


class NotAccepted(ValueError):
    """A file is refused. `code` names a sentence of `wording.REFUSALS`, `about` fills it."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code)
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file as it will be kept."""

    name: str
    content_type: str
    content: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0
    seconds: int | None = None

    @property
    def kind(self) -> FileKind:
        """Whether it is a picture, a paper or a sound."""
        return TYPES[self.content_type][0]

    @property
    def weight(self) -> int:
        """How many bytes it takes on the disk."""
        return len(self.content) + len(self.small)


def accept(name: str, data: bytes, *, kinds: frozenset[str] = frozenset(FileKind.values)) -> Accepted:
    """Return what somebody sent as it will be kept.

    Args:
        name: as the browser said it; nothing of it ever becomes a path.
        kinds: of which kinds it may be.

    Raises:
        NotAccepted: with the reason.
    """
    called = name_of(name)
    if not data:
        raise NotAccepted("empty", name=called)
    if len(data) > LARGEST:
        raise NotAccepted("too-large", name=called, most=LARGEST // 1024**2)
    seen = filetype.guess(data)
    content_type = _SEEN.get(seen.mime) if seen else None
    ending = called.rpartition(".")[2].lower() if "." in called else ""
    if content_type is None:
        raise NotAccepted("lies" if ending in _PROMISED and not seen else "unknown-type", name=called)
    kind = TYPES[content_type][0]
    promised = _PROMISED.get(ending)
    if ending and promised != kind:
        raise NotAccepted("lies", name=called)
    if kind not in kinds:
        raise NotAccepted("not-here", name=called)
    return _READERS[kind](called, data, content_type)


# What reads pictures and sounds is loaded when the first one comes: most processes never see any.
def _picture(name: str, data: bytes, content_type: str) -> Accepted:
    from commonhearth.foundation.files import pictures

    try:
        drawn = pictures.redraw(data)
    except pictures.BadPicture as fault:
        raise NotAccepted(f"picture-{fault.code}", name=name, **fault.about) from None
    return Accepted(
        _ending_as(name, drawn.content_type),
        drawn.content_type,
        drawn.content,
        drawn.small,
        drawn.width,
        drawn.height,
    )


def _paper(name: str, data: bytes, content_type: str) -> Accepted:
    # As it is: it is only ever handed out to be saved, never shown by this house.
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise NotAccepted("paper-broken", name=name)
    return Accepted(_ending_as(name, content_type), content_type, data)


def _sound(name: str, data: bytes, content_type: str) -> Accepted:
    from commonhearth.foundation.files import sounds

    try:
        cleaned = sounds.clean(data, content_type)
    except sounds.BadSound as fault:
        raise NotAccepted(f"sound-{fault.code}", name=name) from None
    length = sounds.seconds(cleaned)
    if length is not None and length > LONGEST_SECONDS + 1:
        raise NotAccepted("sound-too-long", name=name, most=LONGEST_SECONDS // 60)
    if length is None and len(cleaned) > LARGEST_OF_UNKNOWN_LENGTH:
        raise NotAccepted("sound-too-long", name=name, most=LONGEST_SECONDS // 60)
    return Accepted(
        _ending_as(name, content_type),
        content_type,
        cleaned,
        seconds=None if length is None else round(length),
    )


_READERS = {FileKind.PICTURE: _picture, FileKind.PAPER: _paper, FileKind.SOUND: _sound}


def name_of(given: str) -> str:
    """Return a name that can be shown and saved: its last part, without signs that steer or hide."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(
        sign if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*' else " "
        for sign in unicodedata.normalize("NFC", last)
    )
    tidy = " ".join(shown.split()).strip(" .")
    stem, dot, ending = tidy.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - 6].rstrip()}.{ending}"
    return tidy[:LONGEST_NAME]


def _ending_as(name: str, content_type: str) -> str:
    stem, dot, ending = name.rpartition(".")
    bare = stem if dot and ending.lower() in _PROMISED else name
    return f"{bare or 'file'}{TYPES[content_type][1]}"
