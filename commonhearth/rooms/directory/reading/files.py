"""From bytes to rows and values, with every way a file may be broken named with its line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

from commonhearth.rooms.directory.reading.records import BrokenFile

#: Larger files are refused before they are read. The largest list known here has 4 MB.
LARGEST_FILE = 128 * 1024 * 1024
LARGEST_FIELD = 100_000
LARGEST_ROW = 400_000
DEEPEST = 40
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_SPACE = re.compile(r"[\s,\ufeff]*")


def read_text(path: Path) -> str:
    """Return a file as text in UTF-8.

    Raises:
        BrokenFile: when it cannot be read, is empty, too large, or not UTF-8 (with the line).
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise BrokenFile("not-a-file", file=str(path))
        if size > LARGEST_FILE:
            raise BrokenFile("too-large", file=str(path), most=f"{LARGEST_FILE // 1024 // 1024}")
        content = path.read_bytes()
    except OSError:
        raise BrokenFile("not-readable", file=str(path)) from None
    if not content.strip():
        raise BrokenFile("empty", file=str(path))
    if b"\x00" in content:
        raise BrokenFile("not-text", file=str(path), line=content[: content.index(b"\x00")].count(b"\n") + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BrokenFile("not-utf8", file=str(path), line=line) from None


def csv_rows(text: str, *, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a CSV text as a dict, with the line it begins on.

    Raises:
        BrokenFile: for an open quotation mark, a row with too few or too many cells, a huge cell or
            row, or a heading that stands twice.
    """
    before = csv.field_size_limit(LARGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        heading: list[str] | None = None
        line = 1
        try:
            for row in reader:
                if heading is None:
                    heading = [cell.strip() for cell in row]
                    twice = sorted({name for name in heading if heading.count(name) > 1})
                    if twice:
                        raise BrokenFile("heading-twice", file=file, line=line, heading=twice[0])
                elif row:
                    if len(row) != len(heading):
                        raise BrokenFile(
                            "cells", file=file, line=line, cells=str(len(row)), wanted=str(len(heading))
                        )
                    if sum(map(len, row)) > LARGEST_ROW:
                        raise BrokenFile("huge-row", file=file, line=line)
                    yield line, dict(zip(heading, row, strict=True))
                line = reader.line_num + 1
        except csv.Error as error:
            code = (
                "huge-row"
                if "field larger" in str(error)
                else "open-quote"
                if "end of data" in str(error)
                else "csv"
            )
            raise BrokenFile(code, file=file, line=line) from None
    finally:
        csv.field_size_limit(before)


def json_values(text: str, *, file: str) -> Iterator[tuple[int, Any]]:
    """Yield the elements of a JSON text one by one, with the line each begins on.

    A text may be a list, several lists or objects one after another, or a GeoJSON feature collection;
    of the last its features are given.

    Raises:
        BrokenFile: when it is cut off, not JSON, nested too deep, or holds numbers that are none.
    """
    _refuse_bombs(text, file)
    decoder = json.JSONDecoder(parse_constant=_no_constants)
    lines = _Lines(text)
    position = _skip(text, 0)
    while position < len(text):
        if text[position] == "[":
            position = yield from _elements(text, position, decoder, lines, file)
        elif text[position] == "{" and _is_collection(text):
            position = yield from _features(text, position, decoder, lines, file)
        else:
            value, end = _decode(text, position, decoder, lines, file)
            yield lines.at(position), value
            position = end
        position = _skip(text, position)


def _elements(
    text: str, position: int, decoder: json.JSONDecoder, lines: _Lines, file: str
) -> Generator[tuple[int, Any], None, int]:
    """Yield the elements of the list that begins here; return where it ends."""
    position = _skip(text, position + 1)
    while True:
        if position >= len(text):
            raise BrokenFile("cut-off", file=file, line=lines.at(position))
        if text[position] == "]":
            return position + 1
        value, end = _decode(text, position, decoder, lines, file)
        yield lines.at(position), value
        position = _skip(text, end)


def _features(
    text: str, position: int, decoder: json.JSONDecoder, lines: _Lines, file: str
) -> Generator[tuple[int, Any], None, int]:
    """Yield the features of the collection that begins here; return where it ends."""
    position = _skip(text, position + 1)
    while True:
        if position >= len(text):
            raise BrokenFile("cut-off", file=file, line=lines.at(position))
        if text[position] == "}":
            return position + 1
        key, end = _decode(text, position, decoder, lines, file)
        position = _skip(text, end)
        if position >= len(text) or text[position] != ":":
            raise BrokenFile("json", file=file, line=lines.at(position))
        position = _skip(text, position + 1)
        if key == "features" and text[position : position + 1] == "[":
            position = yield from _elements(text, position, decoder, lines, file)
        else:
            _, position = _decode(text, position, decoder, lines, file)
        position = _skip(text, position)


def _decode(text: str, position: int, decoder: json.JSONDecoder, lines: _Lines, file: str) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, position)
    except _NotANumber:
        raise BrokenFile("number", file=file, line=lines.at(position)) from None
    except json.JSONDecodeError as error:
        code = "cut-off" if error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg else "json"
        raise BrokenFile(code, file=file, line=error.lineno) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or nested beyond reason
        raise BrokenFile("number", file=file, line=lines.at(position)) from None


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _is_collection(text: str) -> bool:
    return '"FeatureCollection"' in text[:2000]


class _NotANumber(ValueError):
    pass


def _no_constants(name: str) -> NoReturn:
    raise _NotANumber(name)


def _refuse_bombs(text: str, file: str) -> None:
    """Refuse what is nested deeper than any list of groups is."""
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token.group()[0]
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                raise BrokenFile("too-deep", file=file, line=text.count("\n", 0, token.start()) + 1)
        elif mark in "]}":
            depth -= 1


class _Lines:
    """Counts lines forward, so that asking for each element costs nothing twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1

    def at(self, position: int) -> int:
        if position >= self._position:
            self._line += self._text.count("\n", self._position, position)
            self._position = position
            return self._line
        return self._text.count("\n", 0, position) + 1
