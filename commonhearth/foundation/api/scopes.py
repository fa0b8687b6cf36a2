"""What a token may be made for, in plain words. Each package adds its own when it is ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from commonhearth.foundation.registry import Point


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a token can be good for.

    Attributes:
        words: what a program can do with it, said to the person who makes the token.
        inside: whether it is about one community (otherwise about the person and this host).
        order: lower stands higher on the page.
    """

    words: str | Promise
    inside: bool = True
    order: int = 50


#: By code, `area:read` or `area:act`.
SCOPES: Point[Scope] = Point("api.scopes")


def offer(scopes: Mapping[str, Scope]) -> None:
    """Take a package's scopes in."""
    for code, scope in scopes.items():
        SCOPES.add(code, scope)
