"""One place where a stored code finds its sentence: verdicts, refusals, problems.

Each package hands in the `SENTENCES` of its `wording.py` when it is ready; the kit knows none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class HasCode(Protocol):
    """What a verdict shows of itself."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


_sentences: dict[str, str | Promise] = {}


def teach(sentences: Mapping[str, str | Promise]) -> None:
    """Take a package's sentences in.

    Raises:
        ValueError: when another package already uses a code for another sentence.
    """
    for code, sentence in sentences.items():
        if code in _sentences and str(_sentences[code]) != str(sentence):
            raise ValueError(f"two sentences for the code {code!r}")
        _sentences[code] = sentence


def raw(code: str) -> str:
    """Return the sentence of a code with its gaps unfilled, for the reference page; "" where it has none."""
    return str(_sentences.get(code, ""))


def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a code in the reader's language; a plain one where the code has none."""
    sentence = _sentences.get(code)
    if sentence is None:
        return _("This is not possible here.")
    return str(sentence) % dict(params or {})


def of_verdict(verdict: HasCode) -> str:
    """Return why a verdict says no."""
    return say(verdict.code, verdict.params)
