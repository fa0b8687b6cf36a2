"""What upper floors hand down to lower ones: short, named, typed lists.

A `Point` is declared by the package that reads it and filled by packages above, in their
`apps.ready()`. It is how a home page gets its lines from every room, an export its parts, and the
tour its stops, without the reader knowing the rooms. It is not a plug-in system: every point and
every entry stands in this repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Point(Generic[T]):
    """A named list that upper floors fill once at start."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def add(self, key: str, entry: T) -> T:
        """Put an entry under a key. The same key again replaces it, so that a reload is harmless."""
        self._entries[key] = entry
        return entry

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __getitem__(self, key: str) -> T:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def items(self) -> list[tuple[str, T]]:
        """Return keys and entries in the order in which they were added."""
        return list(self._entries.items())
