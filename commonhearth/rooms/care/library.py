"""The library of ground rules: read from a file beside this one, in the language it was written in.

What a circle agrees on is its own text from then on; nothing in the library changes it afterwards.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Languages that somebody has written the library in; others read the first.
LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of saying a rule.

    Attributes:
        short: at most five sentences, read first.
        rule_key: the setting that this choice decides for the circle, if any; `rule_value` is what it then is.
    """

    key: str
    name: str
    short: str
    text: str
    rule_key: str = ""
    rule_value: str = ""


@dataclass(frozen=True, slots=True)
class LibraryRule:
    """A rule with why one may want it and the ways of saying it."""

    key: str
    title: str
    why: str
    choices: tuple[Choice, ...]


def rules(language: str) -> tuple[LibraryRule, ...]:
    """Return the library in a language, or in the one it was first written in."""
    return _read(language if language in LANGUAGES else LANGUAGES[0])


def choice(language: str, rule_key: str, choice_key: str) -> Choice | None:
    """Return one choice, None where the library has none of these names."""
    for rule in rules(language):
        if rule.key == rule_key:
            return next((one for one in rule.choices if one.key == choice_key), None)
    return None


@cache
def _read(language: str) -> tuple[LibraryRule, ...]:
    text = files("commonhearth.rooms.care").joinpath(f"data/ground_rules.{language}.toml").read_text("utf-8")
    return tuple(
        LibraryRule(
            key=rule["key"],
            title=rule["title"],
            why=rule["why"],
            choices=tuple(Choice(**(one | {"text": one["text"].strip()})) for one in rule["choice"]),
        )
        for rule in tomllib.loads(text)["rule"]
    )
