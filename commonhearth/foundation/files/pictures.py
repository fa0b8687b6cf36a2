"""Pictures: read, turned upright, made modest, written anew. What a camera wrote beside the picture is gone."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from commonhearth.foundation.files.models import SMALL

#: The longer side of a picture as it is kept.
LARGE = 1600
#: Pixels of a picture that must be unpacked whole; of a plain JPEG, which is read at a smaller scale.
MOST_PIXELS, MOST_PIXELS_OF_A_PLAIN_JPEG = 16_000_000, 64_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class BadPicture(ValueError):
    """It is no picture we can read: `broken`, or `too-many-pixels` with `most` and `found` in millions."""

    def __init__(self, code: str, **about: int) -> None:
        super().__init__(code)
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept, and the small one beside it."""

    content_type: str
    content: bytes
    width: int
    height: int
    small: bytes


def redraw(data: bytes) -> Picture:
    """Return a picture drawn anew from its pixels alone; of a moving one the first.

    Raises:
        BadPicture: when it cannot be read to the end, or has too many pixels to be unpacked here.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own bound is lower than the library's warning
            with Image.open(io.BytesIO(data), formats=_FORMATS) as source:
                _refuse_too_many(source)
                if source.format == "JPEG":
                    longer = max(source.size)
                    source.draft("RGB", (source.width * LARGE // longer, source.height * LARGE // longer))
                source.load()
                upright = ImageOps.exif_transpose(source)
                whole = _plain_colours(upright)
    except BadPicture:
        raise
    except Exception as fault:  # the library raises many kinds at what is broken
        raise BadPicture("broken") from fault
    whole.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS, reducing_gap=3)
    small = whole.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS, reducing_gap=3)
    content_type, content = _write(whole)
    _same, small_content = _write(small)
    return Picture(content_type, content, whole.width, whole.height, small_content)


def _refuse_too_many(source: Image.Image) -> None:
    pixels = source.width * source.height
    plain = source.format == "JPEG" and not source.info.get("progressive")
    most = MOST_PIXELS_OF_A_PLAIN_JPEG if plain else MOST_PIXELS
    if pixels > most:
        raise BadPicture("too-many-pixels", most=most // 1_000_000, found=-(-pixels // 1_000_000))


def _plain_colours(source: Image.Image) -> Image.Image:
    """Return the pixels in RGB or RGBA, as a screen shows them, without the camera's own colour profile."""
    has_alpha = source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info
    profile = source.info.get("icc_profile")
    found = source
    if profile and source.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            found = _to_screen(source, profile, "RGBA" if has_alpha and source.mode == "RGBA" else "RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = source
    drawn = found.convert("RGBA" if has_alpha else "RGB")
    plain = Image.new(drawn.mode, drawn.size)
    plain.paste(drawn)  # a new picture carries nothing but its pixels
    return plain


def _to_screen(source: Image.Image, profile: bytes, mode: str) -> Image.Image:
    screen = ImageCms.createProfile("sRGB")
    given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    changed = ImageCms.profileToProfile(source, given, screen, outputMode=mode)
    return changed if changed is not None else source


def _write(picture: Image.Image) -> tuple[str, bytes]:
    out = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG", optimize=True)
        return "image/png", out.getvalue()
    picture.save(out, "JPEG", quality=84, optimize=True, progressive=True)
    return "image/jpeg", out.getvalue()
