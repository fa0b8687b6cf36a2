"""What pages are compared with.

E   an empty page for somebody signed in: two queries, who has the session and who that is
L   the same with a plain list of fifty rows, as a Django project would write it

Besides, our own frame around nothing, and one row of a list as htmx asks for it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils import timezone

from commonhearth.foundation.accounts.models import Person
from commonhearth.kit.page import page


def empty(request: HttpRequest, **ignored: object) -> HttpResponse:
    """E."""
    _who_that_is(request)
    return HttpResponse(get_template("yardstick/empty.html", using="yardstick").render({}, request))


def fifty(request: HttpRequest) -> HttpResponse:
    """L: one query more than E, and fifty rows."""
    _who_that_is(request)
    context = {"people": Person.objects.order_by("id")[:50], "now": timezone.now()}
    return HttpResponse(get_template("yardstick/fifty.html", using="yardstick").render(context, request))


def _who_that_is(request: HttpRequest) -> None:
    """Ask for the person once more: ours come with their session, and elsewhere they do not."""
    assert isinstance(request.user, Person)
    Person.objects.get(email=request.user.email)


def frame(request: HttpRequest) -> HttpResponse:
    """The house's frame, in a community, around nothing."""
    return page(request, "yardstick/frame.html", {})


def part(request: HttpRequest) -> HttpResponse:
    """One row of a list; only that when htmx asks."""
    return page(request, "yardstick/frame.html", {}, fragment="row")
