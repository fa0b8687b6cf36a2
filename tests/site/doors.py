"""A URLconf of its own for tests of what surrounds every page: pages that read, write, break and wait."""

from __future__ import annotations

from uuid import uuid4

import structlog
from django.contrib import messages
from django.contrib.auth import logout
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path
from django.utils import timezone

from commonhearth.foundation import once
from commonhearth.foundation.access import VISITOR
from commonhearth.foundation.jobs.models import Turn
from commonhearth.site.urls import handler400, handler403, handler404, handler500
from commonhearth.site.urls import urlpatterns as house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Turn.objects.count()}")


def token(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


def write(request: HttpRequest) -> HttpResponse:
    """Write one row per key, as every form of the house does."""

    def act() -> dict[str, str]:
        row = Turn.objects.create(name=f"written:{request.POST['key']}:{uuid4()}", due=timezone.now())
        return {"row": str(row.id)}

    with transaction.atomic():
        answer = once.answer(actor=VISITOR, form="tests.write", key=request.POST["key"], act=act)
    return HttpResponse(answer["row"])


def break_(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("words", "") + request.GET.get("words", "")
    structlog.get_logger("commonhearth.tests").warning("noted", words=words, code=words)
    raise ValueError(f"could not keep {words}")


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def full(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database or disk is full")


def say(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Saved.")
    return HttpResponse()


def out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse()


urlpatterns = [
    path("t/read/", read),
    path("t/token/", token),
    path("t/write/", write),
    path("t/break/", break_),
    path("t/locked/", locked),
    path("t/full/", full),
    path("t/say/", say),
    path("t/out/", out),
    path("", include(house)),
]
