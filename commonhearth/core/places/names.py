"""Reading names as people write them: without case, accents, or the shape of the company."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "’": "",
        "'": "",
    }
)
_NOT_A_WORD = re.compile(r"[\W_]+")
#: Legal forms and the words around them, folded. They tell two groups apart only on paper.
_FORMS = frozenset(
    "ltd limited cic cio plc llp inc incorporated llc gmbh ggmbh ug gug ev eg ag ohg kg sarl sas scop scic asbl vzw "
    "aisbl scrl srl spa onlus aps ets sl sa sccl ry oy ky mtu oo doo zs ops nonprofit kft bt sro the".split()
)


def fold(text: str) -> str:
    """Return words in lower case without accents, with one space between them: for comparing only.

    >>> fold("Café  Zürich & L’Étoile")
    'cafe zurich letoile'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return _NOT_A_WORD.sub(" ", bare).strip()


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, in order."""
    folded = fold(text)
    return tuple(folded.split(" ")) if folded else ()


def identity_name(name: str) -> str:
    """Return a name reduced to what makes two listings the same group: for proposing, never merging.

    Legal forms and "the" are dropped, "co-operative", "cooperative" and "co-op" are one word.

    >>> identity_name("The Good Bread Co-operative Ltd.") == identity_name("Good Bread Coop")
    True
    """
    folded = f" {fold(name)} "
    for spelling in (" co operative ", " cooperative ", " co op ", " cooperativa ", " kooperative "):
        folded = folded.replace(spelling, " coop ")
    folded = folded.replace(" e v ", " ev ").replace(" d o o ", " doo ").replace(" s r o ", " sro ")
    kept = [word for word in folded.split() if word not in _FORMS]
    return " ".join(kept) if kept else folded.strip()
