"""One's number to be woken by: giving it, confirming it, taking it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, Refused, require
from commonhearth.foundation.notices.access import may_end_number, may_keep_number
from commonhearth.foundation.notices.forms import CodeForm, NumberForm
from commonhearth.foundation.notices.sms import numbers
from commonhearth.foundation.notices.wording import NUMBERS
from commonhearth.kit import sentences
from commonhearth.kit.page import page


def number(request: HttpRequest) -> HttpResponse:
    """One's number as it stands; posting gives one, and a code goes there."""
    _here(request)
    if request.method != "POST":
        return _shown(request)
    require(may_keep_number(request.actor))
    form = NumberForm(request.POST)
    if form.is_valid():
        try:
            once.answer(
                actor=request.actor,
                form="notices.number",
                key=request.POST.get("once_key", ""),
                act=lambda: _given(request, form.cleaned_data["number"]),
            )
        except numbers.NotANumber as wrong:
            form.add_error("number", str(NUMBERS[wrong.code]))
        except Refused as refused:
            form.add_error("number", sentences.of_verdict(refused.verdict))
        else:
            return _back(request)
    return _shown(request, form=form)


def _given(request: HttpRequest, written: str) -> dict[str, Any]:
    numbers.give_number(actor=request.actor, written=written, now=request.now)
    return {}


def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm it by the code that came, or have another one sent."""
    found = _here(request)
    if found is None:
        raise NotVisible
    if request.POST.get("again"):
        try:
            numbers.send_code(actor=request.actor, now=request.now)
        except Refused as refused:
            messages.warning(request, sentences.of_verdict(refused.verdict))
        else:
            messages.success(request, _("Another code is on its way. The one before is good no more."))
        return _back(request)
    require(may_keep_number(request.actor))
    form = CodeForm(request.POST)
    if form.is_valid():
        if numbers.confirm_number(actor=request.actor, code=form.cleaned_data["code"], now=request.now):
            messages.success(request, _("It is yours. Choose in your circles by what you are woken."))
            return _back(request)
        form.add_error("code", _("That is not the code that was sent last, or it is good no more."))
    return _shown(request, code_form=form)


def end(request: HttpRequest) -> HttpResponse:
    """Take it away: one press, and nothing is asked."""
    if not may_end_number(request.actor):
        raise NotVisible
    numbers.end_number(actor=request.actor, now=request.now)
    messages.success(request, _("Your number is erased. Nothing goes to your telephone any more."))
    return HttpResponseRedirect(reverse("notices:wish", args=[request.community.slug]))


def _here(request: HttpRequest) -> Any:
    """Return one's own number, None where there is none yet.

    Raises:
        NotVisible: for whoever has none and cannot give one: without a gateway there is no such page.
    """
    found = numbers.own_phone(request.actor)
    if found is None and not may_keep_number(request.actor):
        raise NotVisible
    return found


def _shown(
    request: HttpRequest, *, form: NumberForm | None = None, code_form: CodeForm | None = None
) -> HttpResponse:
    phone, written = numbers.own_phone(request.actor) or (None, "")
    context = {
        "phone": phone,
        "number": written,
        "is_good": phone is not None and phone.code is not None and request.now < phone.code_until,
        "form": form or NumberForm(),
        "code_form": code_form or CodeForm(),
        "may": may_keep_number(request.actor),
        "once_key": once.new_key(),
    }
    return page(request, "notices/sms/number.html", context, status=422 if form or code_form else 200)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("notices:number", args=[request.community.slug]))
