"""Pages for people inside: to anybody else they are not there, also where a meeting itself is open to all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from commonhearth.foundation.access import NotVisible

View = Callable[..., HttpResponse]


def inside(view: View) -> View:
    """Answer whoever is not inside the community as where there is nothing."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.actor, "is_inside", False):
            raise NotVisible
        return view(request, *args, **kwargs)

    return answer
