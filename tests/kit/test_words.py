"""The words of the code stay in the code: no sentence of the house speaks as a register would.

Every sentence that can be shown goes through a translation call, so the calls are what is read here: in
templates and in Python. Words that also have an innocent meaning ("run", "report") are not on the list.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

import commonhearth

ROOT = Path(commonhearth.__file__).parent

#: What is never said, and what is said instead.
NEVER = {
    r"applicants?": "someone who asked to join",
    r"guests?": "newcomer; visitor at a meeting",
    r"trial": "getting to know each other",
    r"paused?": "away",
    r"closed circles?": "by invitation",
    r"confidential": "hidden",
    r"closed listings?": "stopped",
    r"instruments?": "questions",
    r"check-ins?": "how I am",
    r"trajector(?:y|ies)": "over time",
    r"electoral roll": "who can vote",
    r"objections?": "a concern that must be heard",
    r"break-?glass": "opening it in an emergency",
    r"removals?": "asked to leave",
    r"stale": "last checked, and when",
    r"shocks?": "what if",
    r"barter rings?": "a swap round",
    r"patients?": "a person",
    r"users?": "a person, a member",
    r"case ?loads?": "people",
    r"self-sufficien(?:t|cy)": "how much of it is ours",
    r"crisis-proof": "ready for",
    r"engage(?:ment)?": "take part",
    r"journeys?": "what happened",
    r"oops": "what happened",
    r"content notes?": "care note",
}
PATTERN = re.compile(rf"\b(?:{'|'.join(NEVER)})\b|!|[\U0001f300-\U0001faff]", re.IGNORECASE)
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "gettext_noop",
}
#: Where the word is somebody else's name for a thing, or our own reading of it is meant.
MEANT: set[str] = {
    # A pause in a meeting is nobody's standing.
    "I need a pause",
    "A pause",
    "a pause",
    "This is a pause",
    "A pause. We go on when everybody is ready.",
    # The mark that places a picture.
    "A line that begins with ## is a heading, with - a point of a list; **two stars** make words strong. Text pasted "
    "from a word processor keeps its headings and lists. A picture stands where you write ![what it shows](name.jpg), "
    "otherwise below.",
}


def sentences_of_templates() -> Iterator[tuple[str, str]]:
    env = engines["jinja2"].env
    for path in sorted(ROOT.glob("**/templates/**/*")):
        if path.suffix in (".html", ".txt"):
            for _line, call, message in env.extract_translations(path.read_text()):
                texts = message if isinstance(message, tuple) else (message,)
                for text in texts[1:] if call in ("pgettext", "npgettext") else texts:
                    if text:
                        yield str(path.relative_to(ROOT)), text


def sentences_of_python() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS:
                said = node.args[1:] if name.startswith("pgettext") else node.args
                for argument in said:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield str(path.relative_to(ROOT)), argument.value


def without_names_of_values(text: str) -> str:
    """Leave out %(name)s: the name of a value is code, not a word on the screen."""
    return re.sub(r"%\(\w+\)[a-z]|https?://\S+", "", text)


def test_no_sentence_uses_a_word_of_the_code():
    found = [
        f"{where}: “{text}” says “{match[0]}”"
        for where, text in (*sentences_of_templates(), *sentences_of_python())
        if text not in MEANT and (match := PATTERN.search(without_names_of_values(text)))
    ]
    assert found == []


def test_there_are_sentences_to_read():
    assert len(list(sentences_of_templates())) > 20
    assert len(list(sentences_of_python())) > 20


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Two guests are here", True),
        ("You are on trial until Sunday", True),
        ("Welcome!", True),
        ("Hello %(user)s", False),
        ("An unpaused film", False),
        ("Newcomers are welcome", False),
    ],
)
def test_the_reader_reads(text, wrong):
    assert bool(PATTERN.search(without_names_of_values(text))) is wrong
