"""Stories: what everybody may read, and an author's way there and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commonhearth.foundation import once
from commonhearth.foundation.access import NotVisible, Refused, require
from commonhearth.foundation.circles import selectors as circles
from commonhearth.foundation.circles.wording import SENTENCES as CIRCLE_SENTENCES
from commonhearth.kit import markdown, sentences
from commonhearth.kit.page import page
from commonhearth.rooms.conversations.access.stories import (
    COOLING,
    may_change_story,
    may_offer_story,
    may_say_ready,
    may_say_yes_to_story,
    may_write_story,
)
from commonhearth.rooms.conversations.forms_stories import NoteForm, ReaderForm, StoryForm
from commonhearth.rooms.conversations.selectors import stories as selectors
from commonhearth.rooms.conversations.services import stories as services
from commonhearth.rooms.conversations.wording.stories import STATES


def _to(request: HttpRequest, name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"conversations:{name}", args=[request.community.slug, *args]))


def _nowhere_else(answer: HttpResponse) -> HttpResponse:
    """Ask caches and search engines to keep nothing: what is taken back here is then nowhere we can reach."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer


def stories(request: HttpRequest) -> HttpResponse:
    """What members have told everybody."""
    found, older = selectors.public_stories(
        request.actor, request.community, after=request.GET.get("after", "")
    )
    context = {"stories": found, "older": older, "may_write": may_write_story(request.actor)}
    return _nowhere_else(page(request, "conversations/stories.html", context))


def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """One story that everybody may read."""
    found = selectors.public_story(request.actor, request.community, story_id)
    return _nowhere_else(
        page(request, "conversations/story.html", {"story": found, "render": markdown.render})
    )


def mine(request: HttpRequest) -> HttpResponse:
    """One's own stories, those one was asked to read first, and those that wait for a steward's yes."""
    context = {
        "shelf": selectors.shelf_of(request.actor),
        "may_write": may_write_story(request.actor),
        "words": STATES,
    }
    return page(request, "conversations/stories_mine.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Begin a story."""
    verdict = may_write_story(request.actor)
    if verdict.code == "not_inside":
        raise NotVisible
    require(verdict)
    form = StoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answered = once.answer(
            actor=request.actor,
            form="stories.new",
            key=request.POST.get("once_key", ""),
            act=lambda: {
                "story": str(
                    services.write_story(actor=request.actor, now=request.now, **form.cleaned_data).id
                )
            },
        )
        return _to(request, "story_own", answered["story"])
    context = {"form": form, "once_key": once.new_key()}
    return page(request, "conversations/story_new.html", context, status=422 if form.errors else 200)


def own(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """An author's own story: how far it is, who may read it, and the one next step."""
    found = selectors.own_story(request.actor, story_id)
    context = {
        "story": selectors.in_words(request.actor, found),
        "render": markdown.render,
        "readers": selectors.readers_of(request.actor, found),
        "may_change": may_change_story(request.actor, found),
        "may_ready": may_say_ready(request.actor, found),
        "may_offer": may_offer_story(request.actor, found, now=request.now),
        "days": COOLING.days,
    }
    return page(request, "conversations/story_own.html", context)


def change(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Change one's own story; it is a draft again then."""
    found = selectors.own_story(request.actor, story_id)
    require(may_change_story(request.actor, found))
    said = selectors.in_words(request.actor, found)
    form = StoryForm(
        request.POST or None, initial={name: getattr(said, name) for name in StoryForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        services.change_story(actor=request.actor, story=found, **form.cleaned_data)
        messages.success(request, _("Kept. It is a draft."))
        return _to(request, "story_own", found.id)
    context = {"form": form, "story": said}
    return page(request, "conversations/story_change.html", context, status=422 if form.errors else 200)


def name_reader(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Let somebody read it first, named as the community knows them."""
    found = selectors.own_story(request.actor, story_id)
    form = ReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, word = form.cleaned_data["person"], form.cleaned_data["person_word"]
        called = circles.people_called(request.actor, name, word)
        if len(called) == 1:
            try:
                services.name_reader(actor=request.actor, story=found, person=called[0], now=request.now)
            except Refused as refused:
                form.add_error("person", sentences.of_verdict(refused.verdict))
            else:
                messages.success(request, _("%(name)s can read it from now on.") % {"name": called[0]})
                return _to(request, "story_own", found.id)
        else:
            code = "more_of_that_name" if called else "no_such_person"
            form.add_error("person", str(CIRCLE_SENTENCES[code]) % {"name": name})
    context = {"form": form, "story": selectors.in_words(request.actor, found)}
    return page(request, "conversations/story_reader.html", context, status=422 if form.errors else 200)


def end_reading(request: HttpRequest, story_id: UUID, reader_id: UUID) -> HttpResponse:
    """Take a first reader's reading back, at once."""
    found = selectors.own_story(request.actor, story_id)
    services.end_reading(actor=request.actor, reader=selectors.reader_of(found, reader_id))
    messages.success(request, _("They cannot read it any more."))
    return _to(request, "story_own", found.id)


def read(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Read a story first, and write back to its author."""
    found = selectors.story_in_reach(request.actor, story_id)
    reading = selectors.own_reading(request.actor, found)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_back(
            actor=request.actor, reader=reading, note=form.cleaned_data["note"], now=request.now
        )
        messages.success(request, _("The author reads it, and nobody else does."))
        return _to(request, "stories_mine")
    context = {"story": selectors.in_words(request.actor, found), "render": markdown.render, "form": form}
    return page(request, "conversations/story_read.html", context, status=422 if form.errors else 200)


def steward(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Read as a steward what asks for the community's page, and answer."""
    found = selectors.story_in_reach(request.actor, story_id)
    require(may_say_yes_to_story(request.actor, found))
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            services.say_yes_to_story(actor=request.actor, story=found, now=request.now)
            messages.success(
                request, _("It is on the community’s page now. The author can take it back at any time.")
            )
        else:
            services.say_no_to_story(actor=request.actor, story=found, now=request.now)
            messages.success(request, _("The author is told that it is not on the page, and can ask you."))
        return _to(request, "stories_mine")
    context = {"story": selectors.in_words(request.actor, found), "render": markdown.render}
    return page(request, "conversations/story_steward.html", context)


def _step(request: HttpRequest, story_id: UUID, act: Callable[..., Any], said: str) -> HttpResponse:
    found = selectors.own_story(request.actor, story_id)
    act(actor=request.actor, story=found)
    messages.success(request, said)
    return _to(request, "story_own", found.id)


def ready(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Say that one is ready; a week passes."""
    return _step(
        request,
        story_id,
        partial(services.say_ready, now=request.now),
        _("It rests for a week now. Nobody is told."),
    )


def offer(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Say yes again after the week."""
    return _step(
        request,
        story_id,
        partial(services.offer, now=request.now),
        _("One steward is asked for the community’s page."),
    )


def take_back(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Take it back from wherever it is."""
    return _step(
        request, story_id, services.take_back, _("Taken back. It is on no page of this host any more.")
    )


def erase(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Erase one's own story for good."""
    found = selectors.own_story(request.actor, story_id)
    if request.method == "POST":
        services.erase_story(actor=request.actor, story=found)
        messages.success(request, _("It is erased, here and in backups."))
        return _to(request, "stories_mine")
    context = {"story": selectors.in_words(request.actor, found)}
    return page(request, "conversations/story_erase.html", context)
