"""What a reader gives: records, their doubts, the card of the source, and the way a file is refused."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date

from commonhearth.core.places.distance import NotAPlace, Point
from commonhearth.core.places.precision import Precision

#: Longest texts that are believed to be what they say; longer ones are cut, which is noted.
LONGEST_NAME = 300
LONGEST_TEXT = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MAILBOX = re.compile(r"[^\s@,;<>()\[\]\"]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
_FORMULA = re.compile(r"^[=+@][A-Za-z(]|^-[A-Za-z(]")


class BrokenFile(Exception):
    """A file that is not imported, with the file, the line and a code of `wording.BROKEN`."""

    def __init__(self, code: str, *, file: str = "", line: int | None = None, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.file = file
        self.line = line
        self.params = params


@dataclass(frozen=True, slots=True)
class SourceCard:
    """Where a list comes from, and what is shown with each of its lines."""

    key: str
    title: str
    licence: str
    attribution: str
    as_of: date | None = None
    licence_url: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One repair or doubt: a code of `wording.NOTES`, the field, as written, as it became."""

    code: str
    field: str = ""
    written: str = ""
    became: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One group as a list has it, cleaned but not yet placed."""

    origin: str
    line: int
    name: str
    #: The name as the file has it, where that differs.
    name_written: str = ""
    kind: str = "other"
    description: str = ""
    activities: tuple[str, ...] = ()
    street: str = ""
    town: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    point: Point | None = None
    placed_by: str = ""
    website: str = ""
    #: Under which name the file has the website.
    website_field: str = "website"
    phone: str = ""
    email: str = ""
    open_to_members: bool | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    #: No finer than this, as whoever says it wants it.
    precision: Precision = Precision.EXACT
    #: Whether whoever says it knows that it is a refuge.
    sheltered: bool = False
    doubts: tuple[Doubt, ...] = field(default=())


class Cleaner:
    """Cleans the texts of one record and collects what it did."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []

    def text(self, value: object, name: str, *, longest: int = LONGEST_TEXT, lines: bool = False) -> str:
        """Return a value as plain text: without control marks, spaces in order, not too long.

        What looks like a spreadsheet formula stays the text it is, and is noted.

        Args:
            lines: keep line breaks.
        """
        if value is None:
            return ""
        written = value if isinstance(value, str) else str(value)
        plain = _CONTROL.sub("", written)
        if plain != written:
            self.doubts.append(Doubt("control-marks", name))
        plain = re.sub(r"[^\S\n]+", " ", plain)
        plain = re.sub(r" ?\n[ \n]*", "\n" if lines else ", ", plain.strip())
        if len(plain) > longest:
            self.doubts.append(Doubt("cut", name, plain[:80], f"{longest}"))
            plain = plain[: longest - 1] + "…"
        if _FORMULA.match(plain):
            self.doubts.append(Doubt("formula", name, plain[:80]))
        return plain

    def email(self, value: object) -> str:
        """Return a published address of a mailbox; what is none is left out, which is noted."""
        written = self.text(value, "email", longest=400).removeprefix("mailto:")
        if not written:
            return ""
        if len(written) > 254 or not _MAILBOX.fullmatch(written):
            self.doubts.append(Doubt("email-not-one", "email", written[:120]))
            return ""
        return written


def point_from(lat: object, lon: object, *, file: str, line: int) -> Point | None:
    """Return the point of two coordinates as written; None when neither is there.

    Raises:
        BrokenFile: when one is missing, or they are not numbers of a place on earth.
    """
    written = (str(lat if lat is not None else "").strip(), str(lon if lon is not None else "").strip())
    if written == ("", ""):
        return None
    try:
        numbers = float(written[0]), float(written[1])
    except ValueError:
        raise BrokenFile("coordinates", file=file, line=line, written=", ".join(written)[:80]) from None
    if not all(math.isfinite(number) for number in numbers):
        raise BrokenFile("coordinates", file=file, line=line, written=", ".join(written)[:80])
    try:
        return Point(*numbers)
    except NotAPlace:
        raise BrokenFile("coordinates", file=file, line=line, written=", ".join(written)[:80]) from None
