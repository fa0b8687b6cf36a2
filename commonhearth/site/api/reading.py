"""Reading what a program sends: JSON in UTF-8, not large, not deep, nothing said twice."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser

from commonhearth.foundation.api.problems import Problem

#: The largest body in bytes, and how many brackets may stand inside one another.
LARGEST, DEEPEST = 64 * 1024, 8


class Reader(Parser):
    """See the module."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says.

        Raises:
            Problem: 415 for another kind of body, 413 for one too large, 400 for one that cannot be read.
        """
        if request.content_type != "application/json":
            raise Problem(415, "not_json")
        try:
            body = request.body
        except RequestDataTooBig:
            raise Problem(413, "too_large") from None
        if len(body) > LARGEST:
            raise Problem(413, "too_large")
        try:
            text = body.decode()
            _not_too_deep(text)
            return json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Problem(400, "unreadable") from None


def _not_too_deep(text: str) -> None:
    depth, in_text, escaped = 0, False, False
    for sign in text:
        if in_text:
            in_text = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            in_text, escaped = True, False
        elif sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("deep")
        elif sign in "]}":
            depth -= 1


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are no JSON
