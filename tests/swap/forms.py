"""Reads the forms and links of a page, as a browser would send them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass
class Form:
    """A form with the values that it has when nobody touches it, and a filling where one must be."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    #: Every value that a field offers, of a select or of radio buttons.
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "a" and at.get("href"):
            self.links.append(at["href"])
        elif tag == "form":
            self._form = Form(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "button") and at.get("name"):
            self._field(at)
        elif self._form is not None and tag == "select":
            self._select = at.get("name", "")
            self._form.offered[self._select] = []
        elif tag == "option" and self._form is not None and self._select and at.get("value"):
            self._form.offered[self._select].append(at["value"])
            self._form.values.setdefault(self._select, at["value"])

    def _field(self, at: dict[str, str]) -> None:
        assert self._form is not None
        kind, name = at.get("type", "text"), at["name"]
        if kind in ("radio", "checkbox"):
            self._form.offered.setdefault(name, []).append(at.get("value", "on"))
            self._form.values.setdefault(name, at.get("value", "on"))
        else:
            self._form.values.setdefault(name, at.get("value") or ("" if kind == "hidden" else "a word"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def read(html: str) -> tuple[list[Form], list[str]]:
    """Return the forms and the link targets of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms, reader.links
