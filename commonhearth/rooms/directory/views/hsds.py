"""The HSDS 3.0 API, as the specification has its addresses and pages, and its tables in one zip file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.dateparse import parse_date, parse_datetime

from commonhearth.rooms.directory import wording
from commonhearth.rooms.directory.formats.hsds import archive
from commonhearth.rooms.directory.selectors import hsds, open_data
from commonhearth.rooms.directory.views.open_data import document, whole

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 50, 200, 100_000
#: What the specification lets one ask by and this host does not. To pass it over would be to answer something else.
NOT_ASKED_BY = (
    "taxonomy_term_id", "taxonomy_id", "organization_id", "minimal", "full_service", "postcode", "proximity",
)  # fmt: skip


def about(request: HttpRequest) -> HttpResponse:
    """What this API is."""
    return document(request, {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


def services(request: HttpRequest) -> HttpResponse:
    """A page of services."""
    return _page(request, hsds.services, modified=True)


def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """One service with everything in it."""
    return document(request, hsds.one_service(service_id))


def organizations(request: HttpRequest) -> HttpResponse:
    """A page of organisations."""
    return _page(request, hsds.organizations)


def organization(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """One organisation with everything in it."""
    return document(request, hsds.one_organization(organization_id))


def tables(request: HttpRequest) -> HttpResponseBase:
    """The whole directory as the tables of HSDS, in one zip file with its data package."""
    licences = [(source.licence, source.licence_url) for source in open_data.sources(open_data.edition())]
    return whole(
        request,
        "hsds.zip",
        "application/zip",
        lambda: archive.parts(
            hsds.groups_of_things(), title=f"{settings.HEARTH_NAME}: human services", licences=licences
        ),
    )


def _page(request: HttpRequest, ask: Callable[..., hsds.Page], *, modified: bool = False) -> HttpResponse:
    """Answer a page, or say which parameter cannot be read."""
    given = request.GET
    number = _number(given.get("page", "1"), LAST_PAGE)
    per_page = _number(given.get("per_page", str(PER_PAGE)), MOST_PER_PAGE)
    asked: dict[str, Any] = {"full": given.get("full") == "true", "search": given.get("search", "")[:120]}
    wrong = "page" if number is None else "per_page" if per_page is None else ""
    if modified and given.get("modified_after"):
        asked["modified_after"] = _moment(given["modified_after"])
        wrong = wrong or ("" if asked["modified_after"] else "modified_after")
    if "\x00" in asked["search"]:
        wrong = wrong or "search"
    passed_over = [name for name in NOT_ASKED_BY if given.get(name) not in (None, "", "false")]
    passed_over += ["format"] if given.get("format", "json") != "json" else []
    passed_over += ["modified_after"] if given.get("modified_after") and not modified else []
    if wrong or passed_over:
        said = wording.PARAMETER if wrong else wording.NOT_ASKED_BY
        name = wrong or passed_over[0]
        return HttpResponse(str(said) % {"name": name}, status=400, content_type="text/plain; charset=utf-8")
    return document(request, ask(number=number, per_page=per_page, **asked).said())


def _number(written: str, most: int) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= most else None


def _moment(written: str) -> datetime | None:
    try:
        day = parse_date(written)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
