"""Pages of handbooks in the search over everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.search import Kind
from commonhearth.foundation.tenancy.ready import Ready
from commonhearth.rooms.handbook import handlers, selectors

_ANY = UUID(int=0)


def _addresses(viewer: Any) -> Callable[[UUID, UUID | None], str]:
    start = reverse("handbook:page", args=[viewer.community.slug, _ANY]).removesuffix(f"{_ANY}/")
    return lambda id, scope: f"{start}{id}/"


PAGES = Kind(_("Handbook"), Ready(selectors.readable), _addresses, again=handlers.things, room="handbook")
