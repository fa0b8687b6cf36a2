"""What a reader does for themselves alone: what they missed, how far they have read, what they put aside."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonhearth.foundation.access import NotVisible, require
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors, services, wording
from commonhearth.rooms.conversations.access import may_mute_person, may_mute_topic, may_put_word_aside
from commonhearth.rooms.conversations.forms import AsideForm, MuteForm, SinceForm


def _inside(request: HttpRequest) -> None:
    """Pass whoever is inside; to others there is nothing here.

    Raises:
        NotVisible: for others.
    """
    if not may_put_word_aside(request.actor):
        raise NotVisible


def missed(request: HttpRequest) -> HttpResponse:
    """What was written in one's own circles since a day, and the way into each of them."""
    form = SinceForm(request.GET)
    day = form.cleaned_data["since"] if form.is_valid() else None
    since = timezone.make_aware(datetime.combine(day, time())) if day else None
    found = selectors.missed_by(
        request.actor, now=request.now, since=since, after=request.GET.get("after", "")
    )
    context = {
        "found": found,
        "asked": day.isoformat() if day else "",
        "since_day": timezone.localtime(found.since).date(),
        "first": not request.GET.get("after"),
    }
    return page(request, "conversations/missed.html", context)


def all_read(request: HttpRequest) -> HttpResponse:
    """Take everything in one's circles as read."""
    _inside(request)
    services.mark_all_read(actor=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("conversations:missed", args=[request.community.slug]))


def read(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Remember, for oneself, up to when one has read a topic."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = request.now
    until = until if until.tzinfo else request.now
    services.mark_read(actor=request.actor, topic=topic, until=until, now=request.now)
    return HttpResponseRedirect(
        reverse("conversations:topics", args=[request.community.slug, topic.circle_id])
    )


def mute_topic(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Hear nothing of a topic for a time or for good."""
    topic = selectors.topic_for(request.actor, topic_id, now=request.now)
    require(may_mute_topic(request.actor, topic))
    form = MuteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.mute_topic(actor=request.actor, topic=topic, until=form.until(request.now), now=request.now)
        messages.success(request, _("You will hear nothing of this conversation. Nobody else is told."))
        return HttpResponseRedirect(
            reverse("conversations:topics", args=[request.community.slug, topic.circle_id])
        )
    context = {"topic": topic, "title": selectors.title_of(topic), "form": form}
    return page(request, "conversations/mute_topic.html", context, status=422 if form.errors else 200)


def mute_person(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Hear nothing of whoever wrote a post, as this circle knows them, for a time or for good."""
    said = selectors.post_for(request.actor, post_id, now=request.now)
    person = said.post.author
    if person is None:
        raise NotVisible
    person.circle = said.post.circle if person.circle_id == said.post.circle_id else person.circle
    require(may_mute_person(request.actor, person))
    form = MuteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.mute_person(
            actor=request.actor, person=person, until=form.until(request.now), now=request.now
        )
        messages.success(request, _("What they write here stays folded for you. They are not told."))
        return HttpResponseRedirect(
            reverse("conversations:topic", args=[request.community.slug, said.post.topic_id])
        )
    context = {"said": said, "form": form}
    return page(request, "conversations/mute_person.html", context, status=422 if form.errors else 200)


def quiet(request: HttpRequest) -> HttpResponse:
    """What one wants to hear nothing of, and putting a word aside."""
    _inside(request)
    form = AsideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.put_word_aside(
                actor=request.actor, word=form.chosen, until=form.until(request.now), now=request.now
            )
        except services.ManyWords:
            form.add_error("word", _("These are as many as we can keep. Please let one go first."))
        else:
            messages.success(request, _("Put aside. Only you see this list."))
            return HttpResponseRedirect(reverse("conversations:quiet", args=[request.community.slug]))
    rows = selectors.muted_by(request.actor, now=request.now)
    context = {"rows": rows, "form": form, "words": wording}
    return page(request, "conversations/quiet.html", context, status=422 if form.errors else 200)


def hear_again(request: HttpRequest, muted_id: UUID) -> HttpResponse:
    """Hear of it again."""
    _inside(request)
    services.hear_again(actor=request.actor, muted_id=muted_id)
    messages.success(request, _("You will hear of it again."))
    return HttpResponseRedirect(reverse("conversations:quiet", args=[request.community.slug]))
