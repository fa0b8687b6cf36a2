"""The API as OpenAPI 3.1: what the library writes, and what is true of every operation of the house."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from commonhearth.foundation.api import problems
from commonhearth.foundation.api.routers import BEARER
from commonhearth.foundation.api.wording import TITLES
from commonhearth.foundation.once.answers import LONGEST_KEY, SHORTEST_KEY
from commonhearth.site.api.house import TITLE, VERSION

SLUG = {
    "in": "path",
    "name": "slug",
    "required": True,
    "description": "The community, as in the address of its page.",
    "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "New for each act. The same key again acts no second time and gives the first answer.",
    "schema": {"type": "string", "minLength": SHORTEST_KEY, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}
HELD = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of the copy that you have; 304 says that it still holds.",
    "schema": {"type": "string"},
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is for programs, `detail` is a sentence for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": list(TITLES)},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "additionalProperties": False,
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "A JSON pointer into the body, or query/name.",
                    },
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
#: Problems of reading, and those that acting adds.
READING = {
    400: "It could not be read",
    401: "A token is needed, or this one opens nothing",
    404: "Not there, or not for you",
    422: "Something in it cannot be so",
    429: "Too often",
    503: "Not just now",
}
INSIDE = {403: "The rules say no; `detail` says why"}
ACTING = {403: INSIDE[403], 409: "Read only just now, or not yet", 413: "Too large", 415: "Not JSON"}


def described() -> dict[str, Any]:
    """Return the whole document."""
    from commonhearth.site.api.routes import api

    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    document["info"] = {
        "title": TITLE,
        "version": VERSION,
        "description": f"What a member can do on a page. {settings.HEARTH_URL}/api/ says it in words.",
    }
    document["servers"] = [{"url": settings.HEARTH_URL}]
    document["components"]["schemas"]["Problem"] = PROBLEM
    document["components"]["securitySchemes"] = {"Bearer": BEARER}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, path, acts=method == "post")
    return document


def _complete(operation: dict[str, Any], path: str, *, acts: bool) -> None:
    if "{slug}" in path:
        operation["parameters"].insert(0, SLUG)
    operation["parameters"].append(ONCE if acts else HELD)
    if not acts:
        operation["responses"][304] = {"description": "Your copy still holds"}
    told = READING | (ACTING if acts else INSIDE if "security" in operation else {})
    for status, words in told.items():
        operation["responses"][status] = {
            "description": words,
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = {str(status): said for status, said in sorted(operation["responses"].items())}
