"""From a text as people keep it (bylaws, ground rules) to clauses that can be agreed one by one.

The law: nothing is lost. `join(split(text)) == text` for every text, whatever stands in it; each piece keeps
the characters it was cut from, and says beside them how it reads: its mark, its heading, its words.

A clause begins where a mark stands at the beginning of a line: `1.`, `1.1`, `2)`, `(3)`, `§ 4`, `Article 5`.
Letters (`a)`, `(b)`, `iv.`) stay inside the clause above them; they begin clauses only where nothing is
numbered. A text without any mark is cut at its headings, and one without headings at its empty lines.
A number at the beginning of a line is a mark only where it goes on from the one before, so that “2019 was
a good year” stays a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: `1.` `1.1` `1.1.` `1)` `(1)` `1.1)`, then a space or the line's end.
_NUMBER = re.compile(r"[ \t]{0,12}\(?(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)(?=\s|$)")
#: `§ 4`, `§4a`, `Article 5`, `Art. 5`, `Clause 5`, `Section 5`, `Rule 5`.
_ARTICLE = re.compile(
    r"[ \t]{0,12}(?:§{1,2}|(?:article|art\.|clause|section|rule|artikel|artículo|articolo)(?=[ \t]))[ \t]{0,4}"
    r"(\d{1,3})[a-z]?(?=[\s.:)–—-]|$)[.:)–—-]?",
    re.IGNORECASE,
)
#: `a)` `(b)` `c.` `iv)`.
_LETTER = re.compile(r"[ \t]{0,12}\(?([a-z]|[ivx]{2,4})[.)](?=\s)", re.IGNORECASE)
#: `# Heading`, as a heading of a word processor is written here.
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(?=\S)")
#: How far a number may run on: a clause or two may have been struck out.
GAP = 5
#: And how far a deeper level may begin.
DEEPER = 2
LONGEST_HEADING = 120
#: The sentences that a short version is made of, and its length.
SHORT_WORDS = 220
_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])[\s”’\"')]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text.

    Attributes:
        kind: "clause", "heading" (it stands over the clauses after it), or "before" (what comes before the first).
        raw: the characters themselves.
        mark: what numbered it, as written: "1.1", "§ 4", "Article 5"; "" for none.
        heading: the heading over it.
        words: what it says, without its mark.
    """

    kind: str
    raw: str
    mark: str = ""
    heading: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark found at the beginning of a line: its level, its number if it has one, where the words begin."""

    level: str  # "heading" | "article" | "number" | "letter" | "paragraph"
    path: tuple[int, ...] = ()
    written: str = ""
    ends: int = 0


def split(text: str) -> list[Piece]:
    """Cut a text into pieces. Joined again they are the text."""
    lines = text.splitlines(keepends=True)
    found = _marks(lines)
    if not any(mark and mark.level in ("number", "article") for mark in found):
        found = _lesser_marks(lines)
    blocks: list[tuple[_Mark | None, list[str]]] = []
    for line, mark in zip(lines, found, strict=True):
        if mark is not None or not blocks:
            blocks.append((mark, [line]))
        else:
            blocks[-1][1].append(line)
    return _read([(mark, "".join(block)) for mark, block in blocks])


def join(pieces: Iterable[Piece]) -> str:
    """Return the text that pieces were cut from."""
    return "".join(piece.raw for piece in pieces)


def clauses(text: str) -> list[Piece]:
    """Return only what can be agreed: the clauses and what stands before the first, each with words."""
    return [piece for piece in split(text) if piece.kind != "heading" and piece.words]


def short_of(piece: Piece) -> str:
    """Return a first short version: the whole where it is short, else its first sentence, else its beginning.

    It is a beginning for a person to mend, never a summary.
    """
    words = " ".join(piece.words.split())
    if len(words) <= SHORT_WORDS and len(_END_OF_SENTENCE.split(words)) <= 2:
        return words
    first = _END_OF_SENTENCE.split(words, maxsplit=1)[0]
    if len(first) <= SHORT_WORDS:
        return first
    return first[:SHORT_WORDS].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


def _marks(lines: list[str]) -> list[_Mark | None]:
    """Return for each line its heading, article or number, or None."""
    found: list[_Mark | None] = []
    last: tuple[int, ...] = ()
    for line in lines:
        mark = _heading(line) or _article(line) or _number(line, last)
        if mark is not None:
            last = mark.path if mark.level == "number" else ()
        found.append(mark)
    return found


def _lesser_marks(lines: list[str]) -> list[_Mark | None]:
    """Return marks for a text in which nothing is numbered: letters, else headings, else empty lines."""
    letters = [_heading(line) or _letter(line) for line in lines]
    if sum(mark is not None and mark.level == "letter" for mark in letters) > 1:
        return letters
    headings = [_heading(line) for line in lines]
    if any(headings):
        return headings
    after_gap = [True, *[not line.strip() for line in lines[:-1]]] if lines else []
    return [
        _Mark("paragraph") if gap and line.strip() else None
        for line, gap in zip(lines, after_gap, strict=True)
    ]


def _heading(line: str) -> _Mark | None:
    match = _HEADING.match(line)
    return _Mark("heading", ends=match.end()) if match else None


def _article(line: str) -> _Mark | None:
    match = _ARTICLE.match(line)
    if match is None:
        return None
    written = " ".join(match.group().split()).rstrip(".:)–—- ")
    return _Mark("article", (int(match[1]),), written, match.end())


def _letter(line: str) -> _Mark | None:
    match = _LETTER.match(line)
    return _Mark("letter", written=match[1], ends=match.end()) if match else None


def _number(line: str, last: tuple[int, ...]) -> _Mark | None:
    match = _NUMBER.match(line)
    if match is None:
        return None
    path = tuple(int(part) for part in match[1].split("."))
    bare = len(path) == 1 and not match[2]
    if bare or not _goes_on(path, last):
        return None
    return _Mark("number", path, match[1], match.end())


def _goes_on(path: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number may come after the one before: next at some level, one level deeper, or a beginning."""
    if all(part <= 1 for part in path):
        return True
    if not last:
        return path[-1] <= GAP
    if len(path) == len(last) + 1 and path[:-1] == last:
        return path[-1] <= DEEPER
    above = len(path) - 1
    if above >= len(last):
        return False
    return path[:above] == last[:above] and 0 < path[above] - last[above] <= GAP


def _read(blocks: list[tuple[_Mark | None, str]]) -> list[Piece]:
    """Tell headings from clauses, and say of each clause what stands over it."""
    pieces: list[Piece] = []
    over: dict[str, str] = {}
    for place, (mark, raw) in enumerate(blocks):
        words = raw[mark.ends :].strip() if mark else raw.strip()
        following = blocks[place + 1][0] if place + 1 < len(blocks) else None
        if mark is None:
            pieces.append(Piece("before", raw, words=words))
            continue
        piece = Piece("clause", raw, mark.written, words=words)
        if _stands_over(mark, words, following):
            over = {level: said for level, said in over.items() if _LEVELS[level] < _LEVELS[mark.level]}
            over[mark.level] = words
            pieces.append(replace(piece, kind="heading"))
            continue
        heading = next((over[level] for level in ("number", "article", "heading") if level in over), "")
        if mark.level == "heading":  # a heading with its text is a clause of its own
            first, _, rest = words.partition("\n")
            heading, words = (first.strip(), rest.strip()) if rest.strip() else ("", words)
        pieces.append(replace(piece, heading=heading, words=words))
    return pieces


_LEVELS = {"heading": 0, "article": 1, "number": 2, "letter": 3, "paragraph": 4}


def _stands_over(mark: _Mark, words: str, following: _Mark | None) -> bool:
    """Whether a marked line is only a title for what follows it."""
    if following is None or "\n" in words or len(words) > LONGEST_HEADING:
        return False
    if mark.level == "number":
        deeper = len(following.path) > len(mark.path) and following.path[: len(mark.path)] == mark.path
        return following.level == "number" and deeper and not words.endswith((".", ";", "!", "?"))
    return _LEVELS[mark.level] < _LEVELS[following.level] and mark.level in ("heading", "article")
