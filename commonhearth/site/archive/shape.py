"""What an archive looks like: names, limits, refusals, and how each kind of column is written down.

The zip holds a manifest, a signature over it, and parts of one JSON object a line:

    manifest.json               what is in it, with each part's digest, rows and columns
    signature                   over the manifest, by the community's own Ed25519 key
    rows/<app>.<Model>.jsonl    one table each, in order of id
    keys.jsonl                  the community's keys; its own one wrapped anew for the journey
    tombstones.jsonl            what was erased and must stay so
    arrivals.jsonl              who had a sign-in; the sealed address of those who agreed to that
    files/...                   the community's files
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from commonhearth.foundation.sealed.fields import SealedField
from commonhearth.foundation.sealed.value import Blob

FORMAT = "commonhearth-community"
VERSION = 1
MANIFEST, SIGNATURE = "manifest.json", "signature"
COMMUNITY = "rows/communities.Community.jsonl"
KEYS, TOMBSTONES, ARRIVALS = "keys.jsonl", "tombstones.jsonl", "arrivals.jsonl"
ROWS, FILES = "rows/", "files/"
#: Names of parts, and of files below `files/`: no step upwards, no drive, no control character.
PART = re.compile(r"rows/[a-z_]+\.[A-Za-z]+\.jsonl|keys\.jsonl|tombstones\.jsonl|arrivals\.jsonl")
FILE = re.compile(r"files(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}){1,8}")

#: No archive of a community is larger than this, packed out; no manifest, and no line of a part.
MOST_BYTES = 50 * 10**9
LARGEST_MANIFEST = 4 * 2**20
LONGEST_LINE = 4 * 2**20
MOST_ENTRIES = 200_000
#: Lines of ids do not pack tighter than about ten to one; a bomb does, a thousand to one.
DENSEST = 100


class ArchiveFault(Exception):
    """A community cannot be written into a file, or a file not taken in. Nothing was written then.

    Attributes:
        code: names the kind; the sentences stand in `wording.py`.
        part: the part of the archive it is about.
        line: the line in it.
        about: what fills the sentence.
    """

    def __init__(self, code: str, *, part: str = "", line: int | None = None, **about: object) -> None:
        super().__init__(f"{code} {part} {line or ''} {about}")
        self.code, self.part, self.line, self.about = code, part, line, about


class BadValue(ValueError):
    """A value is not one that its column can hold. Carries the reason's code."""


def packed(value: bytes) -> str:
    """Return bytes as they are written."""
    return base64.b64encode(value).decode("ascii")


def unpacked(text: Any) -> bytes:
    """Return what `packed` wrote.

    Raises:
        BadValue: when it is something else.
    """
    try:
        return base64.b64decode(_text(text), validate=True)
    except ValueError:
        raise BadValue("not-bytes") from None


def line_of(values: dict[str, Any]) -> bytes:
    """Return a row as its line."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def object_of(line: bytes) -> dict[str, Any]:
    """Return what a line says.

    Raises:
        BadValue: when it is not one JSON object, or says a name twice.
    """
    try:
        found = json.loads(line.decode(), parse_constant=_no_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        raise BadValue("not-an-object") from None
    if not isinstance(found, dict):
        raise BadValue("not-an-object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


# --- Columns --------------------------------------------------------------------------------------------
def _same(value: Any) -> Any:
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise BadValue("not-text")
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadValue("not-text")
    return value


def _kind(*types: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) not in types:
            raise BadValue("wrong-kind")
        return value

    return read


def uuid_of(value: Any) -> UUID:
    """Return an id that was written as text.

    Raises:
        BadValue: when it is not one.
    """
    try:
        found = UUID(_text(value))
    except ValueError:
        raise BadValue("not-an-id") from None
    if str(found) != value:
        raise BadValue("not-an-id")
    return found


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value))
    except ValueError:
        raise BadValue("not-a-time") from None
    if found.tzinfo is None:
        raise BadValue("not-a-time")
    return found


def _parsed(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        try:
            return read(_text(value))
        except (ValueError, InvalidOperation):
            raise BadValue("wrong-kind") from None

    return parse


def _json(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_json(part) for part in value]
    if isinstance(value, dict):
        return {_text(name): _json(part) for name, part in value.items()}
    return value


#: Kind of field -> how a value is written, how it is read. A kind that is not here fails a test.
_CODECS: list[tuple[type[models.Field], Callable[[Any], Any], Callable[[Any], Any]]] = [
    (models.UUIDField, str, uuid_of),
    # A sealed value travels as it stands: it is bound to its place, and its place does not change.
    (SealedField, lambda value: packed(bytes(value)), lambda value: Blob(unpacked(value))),
    (models.BinaryField, lambda value: packed(bytes(value)), unpacked),
    (models.DateTimeField, lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"), _moment),
    (models.DateField, date.isoformat, _parsed(date.fromisoformat)),
    (models.TimeField, time.isoformat, _parsed(time.fromisoformat)),
    (
        models.DurationField,
        lambda value: value // timedelta(microseconds=1),
        lambda value: timedelta(microseconds=_kind(int)(value)),
    ),
    (models.DecimalField, str, _parsed(Decimal)),
    (models.BooleanField, _same, _kind(bool)),
    (models.FloatField, _same, lambda value: float(_kind(int, float)(value))),
    (models.IntegerField, _same, _kind(int)),
    (models.JSONField, _same, _json),
    (models.CharField, _same, _text),
    (models.TextField, _same, _text),
]


class NoCodec(TypeError):
    """A column is of a kind that archives do not know yet. A defect."""


class Column:
    """One column: how its values are written down and read again."""

    def __init__(self, field: models.Field) -> None:
        self.field = field
        self.name = str(field.name)
        target: Any = field
        while isinstance(target, models.ForeignKey):
            target = target.target_field
        for kind, write, read in _CODECS:
            if isinstance(target, kind):
                self._write, self._read = write, read
                break
        else:
            raise NoCodec(f"{field.model._meta.label}.{field.name}")
        self._choices = {key for key, _label in field.flatchoices} if field.choices else None

    def write(self, value: Any) -> Any:
        """Return a value as it is written."""
        return None if value is None else self._write(value)

    def read(self, value: Any) -> Any:
        """Return what was written.

        Raises:
            BadValue: when this column cannot hold it.
        """
        if value is None:
            if self.field.null:
                return None
            raise BadValue("empty")
        found = self._read(value)
        if self._choices is not None and found not in self._choices and found != "":
            raise BadValue("no-such-choice")
        try:
            self.field.run_validators(found)
        except ValidationError:
            raise BadValue("does-not-fit") from None
        return found


@cache
def columns_of(model: type[models.Model]) -> dict[str, Column]:
    """Return a table's columns that go along, by name: all but those that name a row of the host.

    A member's sign-in is one of those: it is theirs on this host, and they tie a new one there.
    """
    from commonhearth.foundation.tenancy.models import GlobalModel

    found = {}
    for field in model._meta.concrete_fields:
        target = field.related_model
        of_host = isinstance(target, type) and issubclass(target, GlobalModel) and field.name != "community"
        if not of_host:
            found[str(field.name)] = Column(field)
    return found
