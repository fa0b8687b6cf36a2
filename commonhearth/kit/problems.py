"""When something does not work: what happened and what to do, in the words of the house.

The site's urls name `bad_request`, `forbidden`, `not_found` and `server_error` as its handlers, and the
settings name `no_token` as `CSRF_FAILURE_VIEW`. Other refusals call `problem` themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """What is said for one status."""

    title: str | Promise
    what: str | Promise
    now_what: str | Promise


WORDS = {
    400: Words(
        _("We could not read that"),
        _("Something in the request was not as this page expects it. Nothing was changed."),
        _(
            "Go back one page and try once more. If you followed a link from somewhere else, it may be cut short."
        ),
    ),
    403: Words(
        _("This is not yours to do"),
        _("You asked for something that the rules here do not allow you. Nothing was changed."),
        _("If you think the rules should allow it, speak with the people who look after this community."),
    ),
    404: Words(
        _("There is no page here that we can show you"),
        _("The address may be mistyped, the page may be gone, or it may be for other people only."),
        _("Check the address, or start again from the front door."),
    ),
    405: Words(
        _("This address belongs to a button"),
        _("It does something only when the button is pressed. Nothing was changed."),
        _("Go back one page, load it again, and press the button there."),
    ),
    429: Words(
        _("That was a lot at once"),
        _("To keep strangers from guessing their way in, we stop after a number of tries. Nothing is lost."),
        _("Wait a little, then try again."),
    ),
    500: Words(
        _("Something broke on our side"),
        _("This is our mistake, not yours. What you saved before is safe; what you just sent may not be."),
        _("Go back one page, copy what you wrote if it was long, and try once more in a minute."),
    ),
    503: Words(
        _("The house is closed for a moment"),
        _("It is being looked after: an update or a backup is under way. Nothing is lost."),
        _("Try again in a few minutes. The numbers under “Help now” work all the same."),
    ),
}

#: Said instead of the words for 400 when more came than a form can hold.
TOO_MUCH = Words(
    _("That is more than fits into one form"),
    _("We stopped reading it, so nothing was saved and nothing was changed."),
    _(
        "Go back one page: what you typed is usually still there. Send it in parts, or put it into a file and attach "
        "that."
    ),
)
#: Said around the sentence of a refusal.
WITH_REASON = Words(_("This is not possible just now"), "", WORDS[403].now_what)
#: Said instead of the words for 403 when the proof that a form came from us is missing or old.
NO_TOKEN = Words(
    _("We could not be sure that this came from you"),
    _(
        "The page you sent this from was open for a long time, or your browser keeps no cookies. Nothing was changed."
    ),
    _("Go back, load the page again, and send it once more. What you typed is usually still there."),
)


def problem(
    request: HttpRequest | None,
    status: int,
    *,
    why: str = "",
    words: Words | None = None,
    wait_seconds: float | None = None,
) -> HttpResponse:
    """Answer with a problem page.

    Args:
        request: the request; None renders a page without a frame (when the frame itself may be broken).
        status: one of 400, 403, 404, 405, 429, 500, 503.
        why: the sentence of a refusal, shown instead of the general one.
        words: other words than the usual ones of this status.
        wait_seconds: how long to wait, for 429 and 503.
    """
    said = words or (WITH_REASON if status == 403 and why else WORDS[status])
    wait_minutes = math.ceil(wait_seconds / 60) if wait_seconds else 0
    body = get_template("kit/problem.html").render(
        {"words": said, "why": why, "status": status, "wait_minutes": wait_minutes}, request
    )
    response = HttpResponse(body, status=status)
    if wait_seconds:
        response["Retry-After"] = str(math.ceil(wait_seconds))
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read."""
    return problem(request, 400, words=TOO_MUCH if isinstance(exception, RequestDataTooBig) else None)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what the rules do not allow."""
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere for this viewer; never tells whether it leads somewhere for others."""
    return problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a mistake of ours, without the frame: the mistake may be in what fills it."""
    return problem(None, 500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or old."""
    return problem(request, 403, words=NO_TOKEN)
