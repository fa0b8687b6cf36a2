"""Routers of the house: every operation says what a token must be good for, or that it is for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

import ninja
from django.http import HttpRequest

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR, NotVisible
from commonhearth.foundation.api import limits
from commonhearth.foundation.api.problems import Problem
from commonhearth.foundation.api.scopes import SCOPES

#: How a token is sent, for the description of the API.
BEARER = {"type": "http", "scheme": "bearer", "description": "A token that you made on your own page."}


class Everyone:
    """Asks for no token; what the selectors show everybody is shown."""

    def __call__(self, request: HttpRequest) -> bool:
        _there(request)
        _not_too_often(request)
        return True


class Bearer:
    """Asks for a token that was made for a scope."""

    openapi_security_schema: ClassVar[dict[str, str]] = BEARER

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        _there(request)
        token = getattr(request, "token", None)
        if token is None:
            raise Problem(401, "no_token")
        outside = request.community is not None and not hasattr(request.actor, "standing")
        # Made for another community, it is nobody's here; made for none, it gives nothing inside.
        if outside and (request.actor is VISITOR or SCOPES[self.scope].inside):
            raise NotVisible
        if self.scope and self.scope not in token.scopes:
            raise Problem(403, "needs_scope")
        _not_too_often(request)
        return token


def _there(request: HttpRequest) -> None:
    """Pass when the community, if one is named, shows itself to whoever asks.

    Before anything else is said: what is missing in a request must not tell that a community is there.
    """
    community = request.community
    if community is None or community.public_page or hasattr(request.actor, "standing"):
        return
    raise NotVisible


def _not_too_often(request: HttpRequest) -> None:
    if limits.is_too_often(request):
        raise Problem(429, "too_often", headers={"Retry-After": str(limits.MINUTE)})


class Router(ninja.Router):
    """A package's operations. `room` is its app label: a community that closes the room closes these too."""

    def __init__(self, room: str) -> None:
        super().__init__(tags=[room])
        self.room = room

    def get(self, path: str, *, scope: str | None, **kwargs: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Declare what is read. `scope` None is for everybody; "" for any token."""
        return super().get(path, auth=_who(scope), openapi_extra=_extra(scope), **kwargs)

    def post(self, path: str, *, scope: str | None, **kwargs: Any) -> Callable[..., Any]:  # type: ignore[override]
        """Declare what is done."""
        return super().post(path, auth=_who(scope), openapi_extra=_extra(scope), **kwargs)


def _who(scope: str | None) -> Everyone | Bearer:
    return Everyone() if scope is None else Bearer(scope)


def _extra(scope: str | None) -> dict[str, Any]:
    return {"x-scope": scope} if scope else {}


def unknown_scopes(api: ninja.NinjaAPI) -> set[str]:
    """Return scopes that operations ask for and nobody has words for (for a test)."""
    asked = {
        auth.scope
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for auth in operation.auth_callbacks
        if isinstance(auth, Bearer) and auth.scope
    }
    return asked - {code for code, _scope in SCOPES.items()}


def acted_once(
    request: HttpRequest, form: str, act: Callable[[], dict[str, Any]], *, actor: Any = None
) -> dict[str, Any]:
    """Act; with an `Idempotency-Key`, act the first time and give the first answer every time.

    Args:
        form: names the act, with the id of what it is about, so that one key answers for one act only.
        act: does it and returns a small object of ids.
        actor: under whom the answer is kept, where acting changes who acts (asking to join).
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    return once.answer(actor=actor or request.actor, form=f"api.{form}", key=key, act=act)


def done_once(request: HttpRequest, form: str, act: Callable[[], object]) -> None:
    """The same for an act that has nothing to say: what is answered shows how things stand now."""

    def quietly() -> dict[str, Any]:
        act()
        return {}

    acted_once(request, form, quietly)


def next_page(request: HttpRequest, key: object) -> str | None:
    """Return the address of the next page: this one, after a key; None where there is no key."""
    if not key:
        return None
    kept = {name: value for name, value in request.GET.items() if name != "after"}
    return f"{request.path}?{urlencode(kept | {'after': str(key)})}"
