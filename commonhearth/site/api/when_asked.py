"""Addresses whose views are loaded when the first of them is asked for."""

from __future__ import annotations

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class WhenAsked(URLResolver):
    """Everything below one address, out of a module that is loaded when somebody comes for it.

    A name in it is looked up as `<space>:<name>`. Every other look-up goes by without loading it, where
    Django would load all addresses for the first.
    """

    def __init__(self, route: str, module: str, *, space: str) -> None:
        super().__init__(RoutePattern(route, is_endpoint=False), module, app_name=space, namespace=space)

    def _populate(self) -> None:
        if "urlconf_module" in self.__dict__:  # loaded, as Django's cached properties keep it
            super()._populate()

    def _reverse_with_prefix(self, *args: Any, **kwargs: Any) -> str:
        assert self.urlconf_module  # loads it
        found: str = super()._reverse_with_prefix(*args, **kwargs)  # type: ignore[misc]
        return found
