"""The file of shipped numbers, read strictly: what is not right is refused, with its key."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from commonhearth.rooms.helplines.countries import NAMES
from commonhearth.rooms.helplines.models import Purpose

NUMBER = re.compile(r"^\+?[0-9](?:[0-9 -]{0,18}[0-9])?$")
KEY = re.compile(r"^[a-z]{2}(-[a-z0-9]+)+$")
DATED = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
READ_HOW = frozenset({"live", "stored-copy"})
NEEDED = frozenset({"key", "country", "purpose", "name", "about", "source_name", "source_url"})
OPTIONAL = frozenset(
    {
        "calls",
        "texts",
        "hours",
        "cost",
        "languages",
        "region",
        "for_others",
        "source_dated",
        "read_on",
        "read_how",
    }
)


class WrongLine(ValueError):
    """A line of the file is not as it should be. Carries the line's key and what is wrong."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


def shipped_lines(text: str | None = None) -> list[dict[str, Any]]:
    """Return the shipped lines as field values for `Helpline`, in the file's order.

    Args:
        text: another file's text, for tests; the package's own file if not given.

    Raises:
        WrongLine: on the first line that is not right.
    """
    if text is None:
        text = files(__package__).joinpath("data/helplines.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    seen: set[str] = set()
    lines = []
    for place, raw in enumerate(document.get("line", [])):
        line = _checked(raw, document)
        if line["key"] in seen:
            raise WrongLine(line["key"], "stands twice")
        seen.add(line["key"])
        lines.append(line | {"place": place})
    return lines


def _checked(raw: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    key = str(raw.get("key", "?"))
    _refuse(key, missing=NEEDED - raw.keys(), unknown=raw.keys() - NEEDED - OPTIONAL)
    line: dict[str, Any] = dict.fromkeys(("hours", "cost", "languages", "region", "source_dated"), "")
    line |= {"for_others": False, "read_on": document.get("read_on"), "read_how": document.get("read_how")}
    line |= raw
    line["calls"] = [_way(key, way, {"number", "for"}) for way in raw.get("calls", [])]
    line["texts"] = [_way(key, way, {"number", "word", "for"}) for way in raw.get("texts", [])]
    rules = {
        "its key is not country-name": KEY.match(key) and key.startswith(line["country"].lower()),
        "its country has no name here": line["country"] in NAMES,
        "its purpose is unknown": line["purpose"] in Purpose.values,
        "it has no number": line["calls"] or line["texts"],
        "its source is not a web address": urlsplit(line["source_url"]).scheme in {"http", "https"},
        "its source's date is not a date": not line["source_dated"] or DATED.match(line["source_dated"]),
        "it does not say when its source was read": type(line["read_on"]) is date,
        "it does not say how its source was read": line["read_how"] in READ_HOW,
    }
    for problem, holds in rules.items():
        if not holds:
            raise WrongLine(key, problem)
    return line


def _way(key: str, way: dict[str, str], known: set[str]) -> dict[str, str]:
    _refuse(key, missing={"number"} - way.keys(), unknown=way.keys() - known)
    if not NUMBER.match(way["number"]):
        raise WrongLine(key, f"{way['number']!r} is not a number that one can dial")
    return {name: way.get(name, "") for name in sorted(known)}


def _refuse(key: str, *, missing: set[str] | frozenset[str], unknown: set[str] | frozenset[str]) -> None:
    if missing:
        raise WrongLine(key, f"lacks {', '.join(sorted(missing))}")
    if unknown:
        raise WrongLine(key, f"has {', '.join(sorted(unknown))}, which nobody reads")
