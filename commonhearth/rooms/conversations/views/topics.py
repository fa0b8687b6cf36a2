"""The topics of a circle, one topic with its posts, and looking for words in a circle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonhearth.foundation import once
from commonhearth.foundation.circles.selectors import circle_for
from commonhearth.foundation.registry import Point
from commonhearth.kit.page import page
from commonhearth.rooms.conversations import selectors, tags, wording
from commonhearth.rooms.conversations.access import (
    may_begin_topic,
    may_close_topic,
    may_name_topic,
    may_pin_topic,
    may_write_post,
)
from commonhearth.rooms.conversations.forms import PostForm
from commonhearth.rooms.conversations.mail import addresses


def topics(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """What a circle talks about."""
    circle = circle_for(request.actor, circle_id, now=request.now, with_name=False)
    after, tag = request.GET.get("after", ""), request.GET.get("tag", "").casefold()[: tags.LONGEST]
    found = selectors.topics_of(request.actor, circle, now=request.now, after=after, tag=tag)
    context = {
        "circle": circle,
        "found": found,
        "tag": tag,
        "first": not after,
        "begin": may_begin_topic(request.actor, circle),
    }
    return page(request, "conversations/topics.html", context)


def topic(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """One topic: its posts, each thread whole, and a place to write."""
    found = selectors.topic_for(request.actor, topic_id, now=request.now, titled=False)
    new = "new" in request.GET and found.read_until is not None
    posts = selectors.posts_of(
        request.actor,
        found,
        now=request.now,
        after=request.GET.get("after", ""),
        at=_uuid(request.GET.get("at", "")),
        since=found.read_until if new else None,
    )
    write = may_write_post(request.actor, found)
    context = {
        "topic": found,
        "title": selectors.title_of(found),
        "tags": tags.words(found.tags),
        "circle": found.circle,
        "found": posts,
        "new": new,
        "write": write,
        "keeps": bool(may_name_topic(request.actor, found)),
        "may_close": bool(may_close_topic(request.actor, found)),
        "by_mail": bool(write) and addresses.is_offered(found.circle),
        "may_pin": bool(may_pin_topic(request.actor, found)),
        "form": PostForm(),
        "once_key": once.new_key(),
        "readers": _readers(request, found) if write else "",
        "is_first": bool(write) and not found.has_written,
        "help": beside_writing(request),
        "who_must_act": beside_writing(request, selectors.WHO_MUST_ACT),
        "words": wording,
    }
    return page(request, "conversations/topic.html", context)


def _readers(request: HttpRequest, topic: Any) -> str:
    """Say who reads what is written here; how many they are in the whole community only before the first post."""
    counted = not topic.has_written
    return selectors.who_reads(request.actor, topic.circle, now=request.now, counted=counted)


def find(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Look for words in one circle; a hidden one is searched here and nowhere else."""
    circle = circle_for(request.actor, circle_id, now=request.now)
    query = request.GET.get("q", "").strip()
    found = selectors.search_in(request.actor, circle, query, now=request.now)
    hits = [_hit(request, hit) for hit in found.hits]
    context = {"circle": circle, "query": query, "hits": hits, "bounded": found.bounded}
    return page(request, "conversations/find.html", context)


def _hit(request: HttpRequest, hit: Any) -> dict[str, str]:
    if hasattr(hit, "url"):
        return {"title": hit.title, "url": hit.url, "line": hit.text}
    name, thing = ("post", hit.post) if hit.post else ("topic", hit.topic)
    url = reverse(f"conversations:{name}", args=[request.community.slug, thing.id])
    return {"title": hit.title, "url": url, "line": hit.text}


def beside_writing(
    request: HttpRequest, point: Point[selectors.WritingLink] = selectors.BESIDE_WRITING
) -> list[tuple[Any, str]]:
    """Return the links that rooms above put beside writing, without those of closed rooms."""
    closed = request.community.closed_rooms
    links = [link for link in point if link.url_name.partition(":")[0] not in closed]
    return [(link.label, reverse(link.url_name, args=[request.community.slug])) for link in links]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
