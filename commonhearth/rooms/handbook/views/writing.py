"""Writing, changing and keeping the pages of a handbook."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, require
from commonhearth.foundation.circles.access import may_read_circle
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.files.services import NoRoom
from commonhearth.kit import sentences
from commonhearth.kit.page import page as answer
from commonhearth.rooms.handbook import pasting, selectors, services
from commonhearth.rooms.handbook.access import may_change_page, may_write_handbook
from commonhearth.rooms.handbook.forms import CheckForm, PageForm, PlaceForm


def write(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Write a new page (`?below=` another)."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    if not may_read_circle(request.actor, circle):
        raise NotVisible
    require(may_write_handbook(request.actor, circle))
    below = _uuid(request.GET.get("below", ""))
    if below:
        selectors.page_for(request.actor, below, now=request.now)
    form = _form(request)
    if form.is_bound and form.is_valid() and not _brings_document(form):

        def act() -> dict[str, Any]:
            said = {name: form.cleaned_data[name] for name in ("title", "text", "hung")}
            made = services.write_page(
                actor=request.actor, circle=circle, parent_id=below, now=request.now, **said
            )
            return {"page": str(made.id)}

        made = _once(request, form, f"handbook.new.{circle.id}", act)
        if made is not None:
            return _to_page(request, made["page"])
    context = {"circle": circle, "form": form, "once_key": once.new_key()}
    return answer(request, "handbook/write.html", context, status=_status(form))


def change(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Change a page. Where two rewrote the same lines, the second sees both and chooses."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    require(may_change_page(request.actor, found))
    made_from = request.POST.get("made_from", "")
    form = _form(request, initial={"title": found.title, "text": found.text})
    collided: services.Collided | None = None
    if form.is_bound and form.is_valid() and not _brings_document(form) and made_from.isdecimal():

        def act() -> dict[str, Any]:
            said = {name: form.cleaned_data[name] for name in ("title", "text", "hung")}
            done = services.change_page(
                actor=request.actor, page=found, made_from=int(made_from), now=request.now, **said
            )
            return {"together": done.put_together}

        try:
            done = _once(request, form, f"handbook.change.{found.id}", act)
        except services.Collided as both:
            collided, made_from = both, str(both.number)
            form = _form(request, initial={"title": both.title, "text": both.text}, bound=False)
        else:
            if done is not None:
                if done["together"]:
                    messages.info(
                        request, _("Somebody else changed this page meanwhile. Both changes stand in it now.")
                    )
                return _to_page(request, found.id)
    context = {
        "page": found,
        "circle": found.circle,
        "form": form,
        "collided": collided,
        "made_from": made_from if made_from.isdecimal() else found.number,
        "files": selectors.shown(request.actor, found, slug=request.community.slug).files,
        "once_key": once.new_key(),
    }
    return answer(request, "handbook/change.html", context, status=409 if collided else _status(form))


def paste(request: HttpRequest) -> HttpResponse:
    """Give back, as Markdown, what was copied in a word processor; nothing is kept."""
    if not getattr(request.actor, "is_inside", False):
        raise NotVisible
    return HttpResponse(
        pasting.markdown_of(request.POST.get("html", "")), content_type="text/plain; charset=utf-8"
    )


def check(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Say that a page is true as it stands."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    form = CheckForm(request.POST, today=request.community.today(request.now))
    if form.is_valid():
        services.check_page(
            actor=request.actor, page=found, again=form.cleaned_data["again"], now=request.now
        )
        messages.success(request, _("Checked today."))
        return _to_page(request, found.id)
    require(may_change_page(request.actor, found))
    return answer(request, "handbook/check.html", {"page": found, "form": form}, status=422)


def place(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Let a page stand elsewhere in the handbook."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    require(may_change_page(request.actor, found))
    pages = selectors.pages_to_stand_below(request.actor, found)
    initial = {"below": str(found.parent_id or "")}
    if request.POST.get("step") in ("up", "down"):
        services.move_page(actor=request.actor, page=found, up=request.POST["step"] == "up", now=request.now)
        return HttpResponseRedirect(request.path)
    form = PlaceForm(request.POST or None, pages=pages, initial=initial)
    if form.is_bound and form.is_valid():
        below = _uuid(form.cleaned_data["below"])
        services.move_page(actor=request.actor, page=found, parent_id=below, now=request.now)
        return HttpResponseRedirect(request.path)
    context = {
        "page": found,
        "circle": found.circle,
        "form": form,
        "pages": pages,
        "contents": selectors.contents_of(request.actor, found.circle),
    }
    return answer(request, "handbook/place.html", context, status=_status(form))


def take_back(request: HttpRequest, page_id: UUID, number: int) -> HttpResponse:
    """Let an earlier wording stand again."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    services.take_back_to(actor=request.actor, page=found, number=number, now=request.now)
    messages.success(
        request, _("The earlier wording stands again. What stood in between is kept in the history.")
    )
    return _to_page(request, found.id)


def take_down(request: HttpRequest, page_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file off a page."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    services.take_down_from_page(actor=request.actor, page=found, file_id=file_id)
    return HttpResponseRedirect(reverse("handbook:change", args=[request.community.slug, found.id]))


def put_away(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Take a page out of the handbook."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    services.put_away(actor=request.actor, page=found, now=request.now)
    messages.success(request, _("Taken out. You find it at the end of the handbook and can put it back."))
    return HttpResponseRedirect(reverse("handbook:contents", args=[request.community.slug, found.circle_id]))


def put_back(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """Put a page back into the handbook."""
    found = selectors.page_for(request.actor, page_id, now=request.now)
    services.put_back(actor=request.actor, page=found, now=request.now)
    return _to_page(request, found.id)


def _form(request: HttpRequest, *, initial: dict[str, Any] | None = None, bound: Any = None) -> PageForm:
    paste_url = reverse("handbook:paste", args=[request.community.slug])
    if bound is False or request.method != "POST":
        return PageForm(initial=initial, paste_url=paste_url)
    return PageForm(request.POST, request.FILES, paste_url=paste_url)


def _brings_document(form: PageForm) -> bool:
    """Put a document's words into the text, to be looked over before anything is kept; return whether there was one."""
    brought = form.cleaned_data.get("document", "")
    if brought:
        data = form.data.copy()
        data["text"] = "\n\n".join(part for part in (form.cleaned_data["text"].strip(), brought) if part)
        form.data = data
        form.brought = True  # type: ignore[attr-defined]
    return bool(brought)


def _once(request: HttpRequest, form: PageForm, name: str, act: Any) -> dict[str, Any] | None:
    """Act once; where there is no room for the files, say so beside them and return None."""
    try:
        found: dict[str, Any] = once.answer(
            actor=request.actor, form=name, key=request.POST.get("once_key", ""), act=act
        )
    except NoRoom as full:
        form.add_error("hung", sentences.of_verdict(full.verdict))
        return None
    return found


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _to_page(request: HttpRequest, page_id: UUID | str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("handbook:page", args=[request.community.slug, page_id]))


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
