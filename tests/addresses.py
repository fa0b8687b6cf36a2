"""Every address of the house, read from the resolver: a new room is in it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the resolver, written as in the `urls.py` files."""

    route: str
    name: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def in_community(self) -> bool:
        """Whether it stands below `/c/<slug>/`."""
        return self.route.removeprefix("/api/v1").startswith(("/c/<slug:slug>", "/c/<slug>/"))

    @property
    def is_for_programs(self) -> bool:
        """Whether it is an operation of the API: who comes is told by a token, and bodies are JSON."""
        return self.route.startswith("/api/v1/")

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with values in the place of its parameters."""
        parts = re.split(r"<(?:\w+:)?(\w+)>", self.route)
        return "".join(str(values[part]) if index % 2 else part for index, part in enumerate(parts))

    def __str__(self) -> str:
        return self.route


def _written(pattern: Any) -> str:
    if not isinstance(pattern, RegexPattern):
        # The API's library has a converter of its own that hands on the text of the same ids.
        return str(pattern).replace("<uuidstr:", "<uuid:")
    # Sign-in libraries still write some addresses as regular expressions.
    text = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"<\1>", str(pattern))
    return text.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace("\\", "")


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> list[Address]:
    found = []
    for entry in patterns:
        route = before + _written(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += _walk(entry.url_patterns, route, inner)
        else:
            names = tuple(re.findall(r"<(?:\w+:)?(\w+)>", route))
            found.append(Address(f"/{route}", f"{space}{entry.name or ''}", names, entry.callback))
    return found


@cache
def every_address() -> list[Address]:
    """Return every address in the order of the resolver, each route once."""
    seen: dict[str, Address] = {}
    for address in _walk(get_resolver().url_patterns, "", ""):
        seen.setdefault(address.route, address)
    return list(seen.values())
