"""Open data: what may be taken from this directory, in which formats, by whom; the same for everybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, parse_http_date_safe

from commonhearth.core.sheets import BYTE_ORDER_MARK
from commonhearth.foundation import throttle
from commonhearth.kit.page import page
from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.formats import geojson, linked_data, sheet
from commonhearth.rooms.directory.selectors import open_data

#: Seconds for which a copy may be used without asking again.
KEPT_FOR = 300
#: How often one network may take the whole directory, and single documents, in a minute.
WHOLE_A_MINUTE, DOCUMENTS_A_MINUTE = 30, 600


def about(request: HttpRequest) -> HttpResponse:
    """The page for people: what can be taken, under which terms, and how to follow this host."""
    edition = open_data.edition()
    context = {
        "edition": edition,
        "sources": open_data.sources(edition),
        "address": settings.HEARTH_URL,
        "formats": wording.FORMATS,
        "whole_a_minute": WHOLE_A_MINUTE,
    }
    return page(request, "directory/open_data.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    """What a crawler may read: all that is public; searching and signing in lead it nowhere."""
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /find/", "Disallow: /directory/desk/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def whole_geojson(request: HttpRequest) -> HttpResponseBase:
    """Every listing as one feature collection."""

    def parts() -> Iterator[str]:
        yield geojson.BEFORE
        yield from _between(map(geojson.feature, open_data.every_listing()), geojson.BETWEEN)
        yield geojson.AFTER

    return whole(request, "listings.geojson", "application/geo+json", parts)


def whole_csv(request: HttpRequest) -> HttpResponseBase:
    """Every listing as a line for a spreadsheet; `?bom=no` leaves out the mark that only those need."""
    mark = "" if request.GET.get("bom") == "no" else BYTE_ORDER_MARK

    def parts() -> Iterator[str]:
        yield mark + sheet.heading()
        for one in open_data.every_listing():
            yield sheet.line(one)

    return whole(request, "listings.csv", "text/csv; charset=utf-8", parts, kind=f"csv{len(mark)}")


def whole_jsonld(request: HttpRequest) -> HttpResponseBase:
    """Every listing as schema.org's Organization, in one graph."""

    def parts() -> Iterator[str]:
        yield f'{{"@context":"{linked_data.CONTEXT}","@graph":[\n'
        graph = map(linked_data.organisation, open_data.every_listing())
        yield from _between(({k: v for k, v in one.items() if k != "@context"} for one in graph), ",\n")
        yield "\n]}\n"

    return whole(request, "listings.jsonld", "application/ld+json", parts)


def profiles(request: HttpRequest) -> HttpResponse:
    """The index of Murmurations profiles for whoever collects them, a page at a time."""
    only = request.GET.get("communities") == "yes"
    found = open_data.profiles(after=request.GET.get("after", ""), communities_only=only)
    here = f"{settings.HEARTH_URL}{reverse('directory:profiles')}"
    kept = "communities=yes&" if only else ""
    body = {
        "data": [
            {"profile_url": one.profile, "name": one.name, "last_updated": int(one.changed.timestamp())}
            for one in found.rows
        ],
        "links": {"self": here, "next": f"{here}?{kept}after={found.next}" if found.next else None},
        "meta": {"number_of_results": found.total},
    }
    return document(request, body)


def profile(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """One listing as a Murmurations profile."""
    one, said = open_data.signed_profile(listing_id)
    return document(request, said, changed=one.changed)


def document(
    request: HttpRequest,
    body: Any,
    *,
    content_type: str = "application/json",
    changed: datetime | None = None,
) -> HttpResponse:
    """Answer with a small document that is the same for everybody, or with "as before"."""
    if not throttle.read(request, "documents", limit=DOCUMENTS_A_MINUTE, seconds=60, now=request.now):
        return _too_often()
    text = json.dumps(body, ensure_ascii=False, indent=1)
    mark = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if as_before(request, mark, changed):
        return _dressed(HttpResponse(status=304), mark, changed)
    return _dressed(HttpResponse(text, content_type=content_type), mark, changed)


def as_before(request: HttpRequest, mark: str, changed: datetime | None) -> bool:
    """Tell whether what the asker has is what stands. An ETag counts before a date."""
    given = request.headers.get("If-None-Match", "")
    if given:
        marks = {one.strip().removeprefix("W/") for one in given.split(",")}
        return "*" in marks or mark.removeprefix("W/") in marks
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed is not None and int(changed.timestamp()) <= since


def whole(
    request: HttpRequest,
    name: str,
    content_type: str,
    parts: Callable[[], Iterable[str] | Iterable[bytes]],
    *,
    kind: str = "",
) -> HttpResponseBase:
    """Answer with all of the directory, written as it is read, so that its size does not matter."""
    edition = open_data.edition()
    mark = f'W/"{hashlib.sha256(f"{name}{kind}{edition.mark}".encode()).hexdigest()[:32]}"'
    if as_before(request, mark, edition.changed):
        return _dressed(HttpResponse(status=304), mark, edition.changed)
    head = {
        "content_type": content_type,
        "headers": {"Content-Disposition": f'attachment; filename="{name}"'},
    }
    if request.method == "HEAD":
        return _dressed(HttpResponse(**head), mark, edition.changed)
    if not throttle.read(request, "whole", limit=WHOLE_A_MINUTE, seconds=60, now=request.now):
        return _too_often()
    return _dressed(StreamingHttpResponse(parts(), **head), mark, edition.changed)


def _between(values: Iterable[Any], between: str) -> Iterator[str]:
    for number, value in enumerate(values):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        yield between + text if number else text


def _dressed(answer: Any, mark: str, changed: datetime | None) -> Any:
    answer["ETag"] = mark
    if changed is not None:
        answer["Last-Modified"] = http_date(changed.timestamp())
    # Read by programs of other sites too: there is nothing in it that is for one person only.
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=KEPT_FOR)
    answer.same_for_everyone = True
    return answer


def _too_often() -> HttpResponse:
    answer = HttpResponse(str(wording.TOO_OFTEN), status=429, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = "60"
    return answer
