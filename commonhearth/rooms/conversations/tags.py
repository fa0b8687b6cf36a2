"""Tags: a few words to find a topic by, kept with a space before and after each."""

from __future__ import annotations

import re

MOST, LONGEST = 5, 30
_WORD = re.compile(r"[^\W_][\w-]*")


def kept(typed: str) -> str:
    """Return the tags in what somebody typed, as they are kept; each once, five at most."""
    found = dict.fromkeys(word[:LONGEST] for word in _WORD.findall(typed.casefold()))
    some = list(found)[:MOST]
    return f" {' '.join(some)} " if some else ""


def words(tags: str) -> list[str]:
    """Return the tags one by one."""
    return tags.split()
