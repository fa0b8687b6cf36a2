"""Problems as RFC 9457 says them: a code for programs, a sentence for people, pointers to the fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.functional import Promise

from commonhearth.foundation.api import wording

MEDIA_TYPE = "application/problem+json"
#: Where each code is explained.
ABOUT = "/api/#problem-"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field that cannot be so: a JSON pointer into the body, or `query/<name>`, and why."""

    pointer: str
    code: str
    detail: str | Promise

    def written(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "detail": str(self.detail)}


@dataclass
class Problem(Exception):
    """An operation cannot do what was asked. Rules raise `Refused`; this is for everything else.

    Attributes:
        code: names the problem for programs; its title stands in `wording.TITLES`.
        detail: the sentence: what, why, what now. Empty says the usual one of the code.
    """

    status: int
    code: str
    detail: str | Promise = ""
    errors: list[Wrong] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.code}"


def unfit(pointer: str, code: str, detail: str | Promise) -> Problem:
    """Return the problem of one field that a service refused: 422, and what to do about it."""
    return Problem(422, "unfit", errors=[Wrong(pointer, code, detail)])


def of_form(form: BaseForm, *, at: str = "/") -> Problem:
    """Return the problem of what a page's own form refuses, each sentence at its field.

    For what fields say together: a form says it once, for the page and for programs.

    Args:
        at: what stands before a field's name in a pointer: `query/` for what was asked in an address.
    """
    return Problem(
        422,
        "unfit",
        errors=[
            Wrong(
                "" if name == NON_FIELD_ERRORS else f"{at}{name}",
                error.code or "unfit",
                " ".join(error.messages),
            )
            for name, errors in form.errors.as_data().items()
            for error in errors
        ],
    )


def answer(
    status: int,
    code: str,
    detail: str | Promise = "",
    *,
    errors: Iterable[Wrong] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a problem."""
    body: dict[str, Any] = {
        "type": f"{ABOUT}{code}",
        "title": str(wording.TITLES[code]),
        "status": status,
        "code": code,
        "detail": str(detail or wording.DETAILS[code]),
    }
    if wrong := [one.written() for one in errors]:
        body["errors"] = wrong
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=headers
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="commonhearth"'
    return response


def of(problem: Problem) -> HttpResponse:
    """Answer a raised problem."""
    return answer(
        problem.status, problem.code, problem.detail, errors=problem.errors, headers=problem.headers
    )
