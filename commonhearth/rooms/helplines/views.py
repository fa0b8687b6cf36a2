"""Help now: pages that need no sign-in, no JavaScript and, once seen, no network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from commonhearth.kit.page import page
from commonhearth.rooms.helplines.countries import NAMES, country_of_languages
from commonhearth.rooms.helplines.points import OWN_FIRST_LINK, FirstLink
from commonhearth.rooms.helplines.selectors import (
    countries,
    emergency_lines,
    helplines_for_others,
    helplines_of,
)

#: The country somebody asked us to remember, in their browser and nowhere else.
COOKIE = "help_country"
#: Seconds: a year for the choice; a week in which a browser shows the page without asking us.
REMEMBERED_FOR = 365 * 24 * 3600
KEPT_FOR = 7 * 24 * 3600


def help_address(request: HttpRequest) -> str:
    """Return where “Help now” leads from any page: the remembered country's page, else the general one."""
    country = _remembered(request)
    return f"/help/{country.lower()}/" if country else "/help/"


@require_safe
@gzip_page
def help_now(request: HttpRequest) -> HttpResponse:
    """The numbers of the likeliest country, or a choice of countries where nothing says which."""
    remembered = _remembered(request)
    if remembered:
        return _not_kept(redirect("helplines:in", remembered))
    country, because = _likely_country(request)
    return _numbers(request, country, because=because)


@require_safe
@gzip_page
def help_in(request: HttpRequest, country: str) -> HttpResponse:
    """The numbers of one country."""
    _must_be_known(country)
    return _numbers(request, country)


@require_safe
@gzip_page
def for_someone_else(request: HttpRequest) -> HttpResponse:
    """For somebody who worries about a friend, a relative or their child."""
    remembered = _remembered(request)
    if remembered:
        return _not_kept(redirect("helplines:for_others_in", remembered))
    country, because = _likely_country(request)
    return _numbers(request, country, because=because, for_others=True)


@require_safe
@gzip_page
def for_someone_else_in(request: HttpRequest, country: str) -> HttpResponse:
    """The same with the numbers of one country."""
    _must_be_known(country)
    return _numbers(request, country, for_others=True)


@require_safe
def remember(request: HttpRequest) -> HttpResponse:
    """Keep the chosen country in a cookie of this browser, or forget it when none is named."""
    country = request.GET.get("country", "").upper()
    if country in NAMES:
        answer = redirect("helplines:in", country)
        answer.set_cookie(
            COOKIE, country, max_age=REMEMBERED_FOR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        answer = redirect("helplines:now")
        answer.delete_cookie(COOKIE, samesite="Lax")
    return _not_kept(answer)


def _numbers(
    request: HttpRequest, country: str, *, because: str = "", for_others: bool = False
) -> HttpResponse:
    own = _own_first_link(request)
    selector = helplines_for_others if for_others else helplines_of
    context: dict[str, Any] = {
        "country": country,
        "country_name": NAMES.get(country, ""),
        "because": because,
        "for_others": for_others,
        "own": own,
        "today": request.now.date(),
        "sections": selector(country, viewer=request.actor) if country else [],
        "countries": countries(),
        "everywhere": [] if country else emergency_lines(viewer=request.actor),
    }
    with translation.override(_browser_language(request)):
        template = "helplines/for_someone_else.html" if for_others else "helplines/help.html"
        response = page(request, template, context)
        response["Content-Language"] = translation.get_language() or ""
    patch_vary_headers(response, ["Accept-Language"])
    if own:
        patch_cache_control(response, private=True, max_age=KEPT_FOR)
    else:
        patch_cache_control(response, public=True, max_age=KEPT_FOR, stale_if_error=4 * KEPT_FOR)
        response.same_for_everyone = True  # type: ignore[attr-defined]
    return response


def _own_first_link(request: HttpRequest) -> FirstLink | None:
    if request.person is None:
        return None
    links = (find(request.person) for find in OWN_FIRST_LINK)
    return next((link for link in links if link), None)


def _remembered(request: HttpRequest) -> str:
    country = request.COOKIES.get(COOKIE, "").upper()
    return country if country in NAMES else ""


def _likely_country(request: HttpRequest) -> tuple[str, str]:
    """Return the host's country, else the browser's, and which of the two it was; never by address."""
    of_host = str(getattr(settings, "HEARTH_COUNTRY", "")).upper()
    if of_host in NAMES:
        return of_host, "host"
    of_browser = country_of_languages(request.headers.get("Accept-Language", ""), NAMES)
    return (of_browser, "browser") if of_browser else ("", "")


def _browser_language(request: HttpRequest) -> str:
    # Not the signed-in person's: the page would then differ by person.
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _must_be_known(country: str) -> None:
    if country not in NAMES:
        raise Http404


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
