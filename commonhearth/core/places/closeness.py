"""Forgiving a slip of the finger: how many letters two words are apart."""

from __future__ import annotations

from collections.abc import Iterable


def slips(one: str, other: str, *, most: int) -> int | None:
    """Return how many slips turn one word into another, or None when more than `most`.

    A slip is a letter too many, too few, wrong, or two neighbours swapped (optimal string alignment).

    Source: Damerau, F. J. (1964), "A technique for computer detection and correction of spelling
    errors", Communications of the ACM 7(3), 171-176.
    """
    if abs(len(one) - len(other)) > most:
        return None
    if one == other:
        return 0
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i] + [0] * len(other)
        for j, target in enumerate(other, start=1):
            cost = 0 if letter == target else 1
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == target:
                best = min(best, before_last[j - 2] + 1)
            row[j] = best
        if min(row) > most:
            return None
        before_last, last = last, row
    return last[-1] if last[-1] <= most else None


def forgiven(word: str) -> int:
    """Return how many slips a word of this length is forgiven: none up to 3 letters, 1 up to 7, then 2."""
    if len(word) <= 3:
        return 0
    return 1 if len(word) <= 7 else 2


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that are fewest slips away, within what is forgiven; none is an empty list.

    Words equally near are all returned, in alphabetical order: the choice is the reader's.
    """
    most = forgiven(word)
    found: list[str] = []
    for candidate in known:
        count = slips(word, candidate, most=most)
        if count is None:
            continue
        if count < most:
            most = count
            found = [candidate]
        else:
            found.append(candidate)
    return sorted(set(found))
