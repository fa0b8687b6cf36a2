"""When words that were typed mean words that were written: folding, beginnings, and forgiven slips.

One law for every database. `keys_of` says under which keys a text is kept and `tiers` which keys to
ask for; a database only compares keys for being equal, so that all give the same candidates. `match`
alone decides which of them fit and how well.

A slip is a letter missing, added, wrong, or two neighbours exchanged. In a name one slip is forgiven
in words of 4 letters or more and two in words of 8 or more; in the text below it one in words of 5 or
more. Digits are never forgiven.

Source: keys by leaving letters out are the "deletion neighbourhood" (M. Mor, A. S. Fraenkel, "A hash
code method for detecting and correcting spelling errors", CACM 25(12), 1982); the distance is the
optimal string alignment distance (F. J. Damerau, CACM 7(3), 1964).
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

#: Letters that Unicode does not take apart, as people without them on the keyboard type them.
_TYPED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
#: Slips are looked for in the beginning of a word; what follows is compared by `match`.
_BEGINNING = 7
#: The longest word and the most words that a text is kept under; the most words of one question.
LONGEST_WORD, MOST_WORDS, MOST_ASKED = 40, 400, 6

# How well one typed word fits, best first; a text below the name never counts more than the name.
SAME_IN_NAME, BEGINS_IN_NAME, SAME_IN_TEXT, SLIP_IN_NAME, SLIP_IN_TEXT = 16, 8, 4, 2, 1


def fold(text: str) -> str:
    """Return a text without what people leave out when they type: case, accents, ligatures."""
    if text.isascii():  # there is nothing else to leave out
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.translate(_TYPED)


def words_of(text: str, *, most: int = MOST_WORDS) -> tuple[str, ...]:
    """Return the folded words of a text, each once, in order of first appearance."""
    words: dict[str, None] = {}
    for found in _WORD.finditer(_folded(text)):
        words[found[0][:LONGEST_WORD]] = None
        if len(words) == most:
            break
    return tuple(words)


def _folded(text: str) -> str:
    return fold(text.replace("’", "").replace("'", ""))


def slips_forgiven(word: str, *, in_name: bool) -> int:
    """Return how many slips in a typed word are forgiven."""
    if len(word) < (4 if in_name else 5) or any(letter.isdigit() for letter in word):
        return 0
    return 2 if in_name and len(word) >= 8 else 1


def slips_between(a: str, b: str, most: int) -> int:
    """Return the number of slips that make `a` of `b`, or `most + 1` when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)


# --- Keys: what a database keeps and compares ------------------------------------------------------


@lru_cache(maxsize=65536)
def _key(kind: str, word: str) -> str:
    # Eight letters, all alike to any database; a rare collision is sorted out by `match`.
    digest = hashlib.blake2b(f"{kind}{word}".encode(), digest_size=5).digest()
    return base64.b32encode(digest).decode("ascii").lower()


def _with_letters_left_out(word: str, most: int) -> set[str]:
    start = word[:_BEGINNING]
    found = {start} if most else set()
    for count in range(1, most + 1):
        found.update("".join(kept) for kept in combinations(start, len(start) - count))
    return found


def _slip_keys(word: str, most: int) -> set[str]:
    return {_key("~", part) for part in _with_letters_left_out(word, most)}


def _kept_slips(word: str, *, in_name: bool) -> int:
    """Return how many letters are left out of a written word, so that every forgiven slip is met."""
    if len(word) < 3 or any(letter.isdigit() for letter in word):
        return 0
    return 2 if in_name and len(word) >= 6 else 1


def _beginning_key(word: str) -> str:
    return _key("^", word[:_BEGINNING])


def keys_of(name_words: Iterable[str], text_words: Iterable[str], *, long: bool = False) -> list[str]:
    """Return the keys under which something with these words is kept, in order.

    Args:
        long: keep the words of the text as they are and forgive no slips in them: a tenth of the room, for
            texts that are many and long.
    """
    keys: set[str] = set()
    for word in name_words:
        keys.add(_key("=", word))
        keys.update(_key("^", word[:length]) for length in range(2, min(len(word), _BEGINNING) + 1))
        keys |= _slip_keys(word, _kept_slips(word, in_name=True))
    for word in text_words:
        keys.add(_key(":", word))
        if not long:
            keys |= _slip_keys(word, _kept_slips(word, in_name=False))
    return sorted(keys)


def tiers(asked: Sequence[str]) -> list[list[set[str]]]:
    """Return what to ask a database for, best matches first; each tier contains the one before.

    A tier has one set per typed word; a row fits when it has some key of every set.
    """
    same = [{_key("=", word)} for word in asked]
    begins = [found | {_beginning_key(word)} for word, found in zip(asked, same, strict=True)]
    in_text = [found | {_key(":", word)} for word, found in zip(asked, begins, strict=True)]
    slips = [
        found | _slip_keys(word, slips_forgiven(word, in_name=True))
        for word, found in zip(asked, in_text, strict=True)
    ]
    return [same, begins, in_text, slips] if slips != in_text else [same, begins, in_text]


# --- The law ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well something fits what was asked; the greater the better.

    Attributes:
        points: the sum over the typed words of the constants above.
        whole: the typed words are the whole name.
    """

    points: int
    whole: bool


def matcher(asked: Sequence[str]) -> Callable[[Sequence[str], Sequence[str]], Fit | None]:
    """Return a function that says how well (words of a name, words of a text) fit, or None.

    Every typed word must be met: by a word of the name or of the text, by the beginning of a word of
    the name, or by a word with as many slips as are forgiven.
    """
    near: dict[tuple[str, str, int], bool] = {}

    def is_near(typed: str, written: str, most: int) -> bool:
        question = (typed, written, most)
        if question not in near:
            near[question] = slips_between(typed, written, most) <= most
        return near[question]

    def points_of(typed: str, name: Sequence[str], text: Sequence[str]) -> int:
        if typed in name:
            return SAME_IN_NAME
        if len(typed) >= 2 and any(word.startswith(typed) for word in name):
            return BEGINS_IN_NAME
        if typed in text:
            return SAME_IN_TEXT
        most = slips_forgiven(typed, in_name=True)
        if most and any(_may_be_near(typed, word, most) and is_near(typed, word, most) for word in name):
            return SLIP_IN_NAME
        most = slips_forgiven(typed, in_name=False)
        if most and any(_may_be_near(typed, word, most) and is_near(typed, word, most) for word in text):
            return SLIP_IN_TEXT
        return 0

    def fit(name: Sequence[str], text: Sequence[str]) -> Fit | None:
        points = 0
        for typed in asked:
            for_word = points_of(typed, name, text)
            if not for_word:
                return None
            points += for_word
        return Fit(points, tuple(asked) == tuple(name))

    return fit


def may_fit(asked: Sequence[str]) -> Callable[[str], bool]:
    """Return a quick look at a text: False only where `matcher` finds no fit among its words, below a name.

    One slip leaves the first or the second half of a word as it was, or exchanges the two letters between them.
    """
    cuts = []
    for typed in asked:
        half = len(typed) // 2
        first, second = typed[:half], typed[half:]
        forgiven = slips_forgiven(typed, in_name=False)
        exchanged = first[:-1] + second[:1] + first[-1:] + second[1:]
        cuts.append((first, second, exchanged) if forgiven else (typed,))

    def look(text: str) -> bool:
        letters = _folded(text)
        return all(any(part in letters for part in cut) for cut in cuts)

    return look


def _may_be_near(typed: str, written: str, most: int) -> bool:
    # Words of two letters, and words with digits, are met exactly or not at all.
    return (
        abs(len(typed) - len(written)) <= most
        and len(written) >= 3
        and not any(letter.isdigit() for letter in written)
    )
