"""May this actor do this? One rule, three uses: the gate, the button, the generated table.

A rule is a function `may_<verb>(actor, thing, ...) -> Verdict` in some package's `access.py`,
declared with `@rule`. A verdict is a boolean *and* a reason code; the sentence for the code stands
in that package's `wording.py`, so the page can say why a button is not there and the service can
refuse with the same words. What no rule allows is not allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec

from django.http import Http404

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether, and why: `code` names a sentence in a `wording.py`, `params` fill it."""

    allowed: bool
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True, "yes")


def no(code: str, **params: Any) -> Verdict:
    """Return a refusal with its reason code."""
    return Verdict(False, code, params)


class Refused(Exception):
    """Somebody asked for what a rule does not allow. Carries the verdict, holds no sentence."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.code)
        self.verdict = verdict


class NotVisible(Http404):
    """The thing does not exist for this viewer. Always answered 404, never 403."""


def require(verdict: Verdict) -> None:
    """Pass when the verdict allows.

    Raises:
        Refused: when it does not.
    """
    if not verdict.allowed:
        raise Refused(verdict)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is not signed in."""

    def __str__(self) -> str:
        return "visitor"


@dataclass(frozen=True, slots=True)
class System:
    """A job or a command, acting under a name that rules grant by name."""

    name: str

    def __str__(self) -> str:
        return f"system:{self.name}"


VISITOR = Visitor()

_rules: dict[str, Callable[..., Verdict]] = {}


def rule(function: Callable[P, Verdict]) -> Callable[P, Verdict]:
    """Declare a rule: put it in the register that the tests and the reference table read.

    Raises:
        ValueError: when the name does not start with `may_`, or the rule has no docstring
            (its first line is what the reference table shows).
    """
    if not function.__name__.startswith("may_"):
        raise ValueError(f"{function.__qualname__}: a rule's name starts with may_")
    if not function.__doc__:
        raise ValueError(f"{function.__qualname__}: a rule says in its docstring who may")
    _rules[f"{function.__module__}.{function.__name__}"] = function
    return function


def rules() -> Mapping[str, Callable[..., Verdict]]:
    """Return every declared rule by its dotted name, in order of name."""
    return dict(sorted(_rules.items()))
