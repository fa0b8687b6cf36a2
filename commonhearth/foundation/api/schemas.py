"""The shapes of what comes in and goes out. What comes in refuses every field it does not know."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time
from typing import Annotated, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

T = TypeVar("T")
#: Rows on a page when nobody says otherwise, and at most.
PAGE, MOST = 50, 100
LONGEST_KEY = 400


class In(Schema):
    """A body. Fields it does not name are refused, so that nothing is set that no rule was asked about."""

    model_config = ConfigDict(extra="forbid")


class Out(Schema):
    """What is answered, field by field: a row never goes out as it is."""


class Page(Out, Generic[T]):
    """One page of a list. `next` is the address of the page after it, or null at the end."""

    items: list[T]
    next: str | None = Field(description="The address of the next page; null at the end.")


def _shown(text: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        raise PydanticCustomError("strange_text", "strange text")
    return text


def _one_line(text: str) -> str:
    if any(sign in "\n\r\t" for sign in text):
        raise PydanticCustomError("strange_text", "strange text")
    return _shown(text)


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise PydanticCustomError("address", "address") from None
    return text


def _on_a_wall(at: time) -> time:
    if at.tzinfo is not None:
        raise PydanticCustomError("clock", "clock")
    return at


_LINE = AfterValidator(_one_line)
_TEXT = AfterValidator(_shown)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), _LINE]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), _LINE]
Purpose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), _TEXT]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), _TEXT]
Writing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), _TEXT]
#: These may be empty.
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), _LINE]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), _LINE]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), _LINE]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), _TEXT]
Whole = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000), _TEXT]
#: Text of any length, which whoever uses it says.
Shown = Annotated[str, _TEXT]
#: An e-mail address, checked as forms check it.
Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}),
]
#: Days and moments that every calendar and clock can reckon with.
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2200, 1, 1))]
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))
]
#: A time of day on a clock on a wall, which somebody else says where.
Clock = Annotated[
    time,
    AfterValidator(_on_a_wall),
    WithJsonSchema({"type": "string", "format": "time-local", "pattern": r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"}),
]
#: In a query.
Asked = Annotated[str, StringConstraints(max_length=120), _LINE]
After = Annotated[str, StringConstraints(max_length=LONGEST_KEY), _LINE]
Limit = Annotated[int, Field(ge=1, le=MOST)]
