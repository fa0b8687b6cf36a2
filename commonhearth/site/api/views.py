"""The description of the API, for programs and for people. What it is made from is loaded when it is asked for."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from commonhearth.foundation.access import NotVisible
from commonhearth.foundation.api.scopes import SCOPES
from commonhearth.foundation.api.wording import DETAILS, TITLES
from commonhearth.kit.page import page


@cache
def _document() -> bytes:
    from commonhearth.site.api.description import described

    return json.dumps(described(), ensure_ascii=False, indent=1).encode()


def openapi(request: HttpRequest) -> HttpResponse:
    """Every operation, for programs: OpenAPI 3.1."""
    body = _document()
    answer = HttpResponse(body, content_type="application/vnd.oai.openapi+json;version=3.1")
    answer.headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=answer.headers["ETag"], response=answer) or answer


def reference(request: HttpRequest) -> HttpResponse:
    """The same, to be read: how to begin, and every operation by its chapter. No script, nothing from elsewhere."""
    from commonhearth.site.api.reference import chapters

    context = {
        "chapters": chapters(),
        "scopes": sorted(SCOPES.items(), key=lambda pair: (pair[1].inside, pair[1].order)),
        "problems": [(code, TITLES[code], DETAILS[code]) for code in TITLES],
        "address": settings.HEARTH_URL,
        "limits": (settings.HEARTH_API_READS, settings.HEARTH_API_ACTS),
    }
    return page(request, "site/api.html", context)


def chapter(request: HttpRequest, name: str) -> HttpResponse:
    """One chapter: what each of its operations takes, needs and gives."""
    from commonhearth.site.api.reference import chapters

    found = next((one for one in chapters() if one.name == name), None)
    if found is None:
        raise NotVisible
    return page(request, "site/api_chapter.html", {"chapter": found})
