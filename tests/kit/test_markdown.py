"""What people write becomes what they meant, and too much of it is refused."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from django import forms

from commonhearth.kit import markdown
from commonhearth.kit.markdown import Picture, plain, render, snippet
from tests.kit.reading import GARDEN, read


# --- What it is for -----------------------------------------------------------------------------------
def test_what_people_write_most():
    html = render("Dear all,\nthe *kettle* is **hot**.\n\n- tea\n- ~~coffee~~\n\n3. three")
    assert html == (
        "<p>Dear all,<br>\nthe <em>kettle</em> is <strong>hot</strong>.</p>\n"
        '<ul>\n<li>tea</li>\n<li><s>coffee</s></li>\n</ul>\n<ol start="3">\n<li>three</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.org/a_b(c).", ["https://example.org/a_b(c)"]),
        ("see www.example.org/x, please", ["https://www.example.org/x"]),
        ("write to rosa@example.org", ["mailto:rosa@example.org"]),
        ("[ring](tel:+441234567890)", ["tel:+441234567890"]),
        ("[the plan](/c/hazel/handbook/)", ["/c/hazel/handbook/"]),
        ("We met on Thursday.So we ate. See notes.md and 127.0.0.1", []),
        ("//evil.example/x and ftp://evil.example/x", []),
        ("[home](garden)", []),
    ],
)
def test_links(text, links):
    assert read(render(text)).links == links


@pytest.mark.parametrize(
    ("text", "top", "tags"),
    [
        ("# A\n## B\n# C", 3, ["h3", "h4", "h3"]),
        ("## A\n### B", 2, ["h2", "h3"]),
        ("###### A", 2, ["h2"]),
        ("# A\n###### B", 4, ["h4", "h6"]),
        ("A\n=====\nB\n---", 3, ["h3", "h4"]),
    ],
)
def test_headings_fit_below_those_of_the_page(text, top, tags):
    assert re.findall(r"<(h\d)", render(text, top=top)) == tags


def test_only_pictures_that_hang_here_are_shown():
    html = render(
        "![The *garden*](Garden.jpg) ![x](https://evil.example/x.jpg) ![y](other.jpg)", pictures=GARDEN
    )
    assert read(html).pictures == ["/c/hazel/files/1/"]
    assert 'alt="The garden" width="800" height="600" loading="lazy"' in html
    assert html.endswith("x y</p>\n")


def test_a_name_with_spaces_is_found():
    found = {"our garden.jpg": Picture("/f/1/", 1, 1)}
    assert (
        read(render("![x](<our garden.jpg>) ![x](our%20garden.jpg)", pictures=found)).pictures
        == ["/f/1/"] * 2
    )


def test_tables_only_where_asked_for():
    text = "| a | b |\n|---|:-:|\n| 1 | 2 |"
    assert "<table>" in render(text, tables=True)
    assert "style" not in render(text, tables=True)
    assert "<table>" not in render(text)


def test_plain_text_for_mail():
    text = (
        "# Hello\n\nSee **[our plan](https://a.org/p)** and www.a.org,\nor rosa@a.org.\n\n"
        "- one\n  - two\n1. three\n\n> said"
    )
    assert plain(text) == (
        "Hello\n\nSee our plan (https://a.org/p) and www.a.org,\nor rosa@a.org.\n\n– one\n  – two\n1. three\n\nsaid"
    )


def test_a_snippet_is_one_line_cut_between_words():
    assert snippet("# Hello\n\n*You* [two](https://a.org)") == "Hello You two"
    assert snippet("one two three four, five", 20) == "one two three four…"
    assert len(snippet("word " * 50_000)) <= 161
    assert snippet("") == ""


# --- Too much of it ------------------------------------------------------------------------------------
def test_ten_megabytes_are_refused_before_they_are_read(monkeypatch):
    text = "[" * 10_000_000
    monkeypatch.setattr(markdown, "_parser", None)
    for function in (render, plain):
        with pytest.raises(markdown.TooLong):
            function(text)


def test_the_form_says_so_in_a_sentence():
    class Form(forms.Form):
        text = markdown.WritingField(most=20)

    form = Form({"text": "x" * 21})
    assert form.errors["text"] == [
        "This text has 21 characters; at most 20 fit in one piece. Nothing was saved. "
        "Please divide it into parts, or attach it as a file."
    ]
    assert Form({"text": "x" * 20}).is_valid()


_BOMBS = [
    "[",
    "![",
    "[a](",
    "*a ",
    "_a__b",
    "> ",
    "**x *y ",
    "<a",
    "~~a",
    "http://",
    "a@b.",
    "www.",
    "- a\n",
    "||\n",
    "&",
]


@pytest.mark.parametrize("sign", _BOMBS)
def test_twice_the_signs_take_twice_the_steps(sign):
    short, long = (
        _steps("|a|b|\n|-|-|\n" * (sign == "||\n") + sign * (n // len(sign))) for n in (3_000, 6_000)
    )
    assert long < 2.2 * short


def _steps(text: str) -> int:
    """Return how many lines of Python writing `text` out takes: the same on every machine. A pattern counts as one."""
    steps = 0

    def count(_frame: FrameType, event: str, _told: object) -> Callable[..., Any]:
        nonlocal steps
        steps += event == "line"
        return count

    render("what is made once is made", tables=True)
    before = sys.gettrace()
    sys.settrace(count)
    try:
        render(text, tables=True)
    finally:
        sys.settrace(before)
    return steps
