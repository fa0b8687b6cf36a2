"""From a template to a subject and a body: once per language, whoever gets it.

What a template prints never breaks the subject's line: line breaks in printed values are carried as a
marker until the subject is cut off. What differs between recipients is printed as a marker too and
filled in when the mail is handed over, so three hundred recipients cost one rendering.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template import engines
from django.utils import translation

from commonhearth.foundation.outbox.errors import HeaderInjection

# Code points of the private use area: no keyboard writes them, and they are taken out of values.
_BREAK, _OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_OPEN}([a-z_]{{1,40}}){_CLOSE}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def marker(name: str) -> str:
    """Return what stands in a shared text where each recipient's own value goes."""
    return f"{_OPEN}{name}{_CLOSE}"


def one_line(value: str, part: str) -> str:
    """Return a header's value.

    Raises:
        HeaderInjection: when it holds a line break or a control character.
    """
    if "\n" in value or "\r" in value or _CONTROL.search(value):
        raise HeaderInjection(part)
    return value


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub("\r\n?|\n", _BREAK, value)
    return value


@cache
def _environment() -> Any:
    # Plain text: nothing to escape for; the templates, translations and filters are the pages' own.
    return engines["jinja2"].env.overlay(autoescape=False, finalize=_printed)  # type: ignore[attr-defined]


def render(template: str, context: Mapping[str, Any], *, language: str) -> tuple[str, str]:
    """Return subject and body in a language.

    Args:
        template: "accounts/code" for `mail/accounts/code.txt`.
        context: what the template prints; `host_url` and `host_name` are added.
        language: such as "en".

    Raises:
        HeaderInjection: when a value would break the subject's line.
    """
    given = {"host_url": settings.HEARTH_URL, "host_name": settings.HEARTH_NAME, **context}
    with translation.override(language):
        text = _environment().get_template(f"mail/{template}.txt").render(given)
    subject, _, body = text.lstrip().partition("\n")
    if _BREAK in subject:
        raise HeaderInjection("subject")
    body = _CONTROL.sub("", body.replace(_BREAK, "\n").replace("\r", "")).strip() + "\n"
    return one_line(subject.strip(), "subject")[:200], body


def fill_in(text: str, fill: Mapping[str, str]) -> str:
    """Return the text with each marker replaced by this recipient's value."""
    return _MARKED.sub(lambda found: fill.get(found[1], ""), text)
