"""Every part in every state: renders, escapes what people type, and carries no style or script of its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines

from commonhearth.kit.examples import EXAMPLES, Example
from commonhearth.kit.examples_forms import filled

HOSTILE = "\"><svg onload=1>'"
VOID = {"input", "br", "hr", "img", "meta", "link", "use", "path", "circle"}


def rendered(example: Example, words: dict[str, Any] | None = None) -> str:
    env = engines["jinja2"].env
    return env.from_string(example.whole_source).render(example.context(words))


def hostile(value: Any) -> Any:
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, list):
        return [hostile(part) for part in value]
    return value


class Elements(HTMLParser):
    """What a piece of HTML is made of, with a complaint where tags do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if len({name for name, _ in attrs}) != len(attrs):
            self.wrong.append(f"{tag} says an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")


named = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.part}: {e.state}")


@named
def test_it_renders_well_formed_html(example):
    assert Elements(rendered(example)).wrong == []


@named
def test_it_carries_no_style_or_script_of_its_own(example):
    for tag, attributes in Elements(rendered(example)).found:
        assert tag not in ("script", "style")
        assert [name for name in attributes if name == "style" or name.startswith("on")] == []


@named
def test_what_people_type_stays_text(example):
    html = rendered(example, {name: hostile(value) for name, value in example.words.items()})
    parsed = Elements(html)
    assert parsed.wrong == []
    assert "onload" not in [name for _, attributes in parsed.found for name in attributes]


def test_what_was_typed_into_a_form_stays_text():
    example = next(e for e in EXAMPLES if e.state == "filled with somebody’s words")
    env = engines["jinja2"].env
    html = env.from_string(example.whole_source).render({**example.context(), "form": filled(HOSTILE)})
    assert Elements(html).wrong == []
    assert "<svg onload" not in html
    assert "&lt;svg onload=1&gt;" in html


@named
def test_every_class_has_a_rule(example):
    """A class that the style sheet does not know is a slip of the pen."""
    from tests.kit.test_tokens import CSS

    known = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    # The usual state of a part, said for the sake of whoever reads the page's source.
    plain = {"pages-newer", "notice-info"}
    used = {
        name
        for _, attributes in Elements(rendered(example)).found
        for name in (attributes.get("class") or "").split()
    }
    assert used - known - plain == set()


def test_every_part_of_the_manual_has_an_example():
    """The list at the top of parts.html names the macros; each stands in the gallery."""
    from pathlib import Path

    from commonhearth import kit

    source = (Path(kit.__file__).parent / "templates/kit/parts.html").read_text()
    macros = set(re.findall(r"{% macro (\w+)\(", source))
    manual = source[: source.index("#}")]
    shown = "".join(e.source for e in EXAMPLES)
    inner = {"icon_of", "post_of", "copy_button"}
    in_the_frame = {"rail"}
    assert {m for m in macros - inner if f"{m}(" not in manual} == set()
    assert {m for m in macros - inner - in_the_frame if f"kit.{m}(" not in shown} == set()
