"""Sentences of topics and posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "come_in_to_write": _("You can read this. To write, come into the circle first."),
    "topic_closed": _("This conversation is closed. You can still read it, or begin a new one."),
}

#: Headings and fields of the book that a member takes along, and why the rest of an erased row stays.
BOOK = {
    "conversations_topic": _("Conversations you began"),
    "conversations_post": _("What you wrote in circles"),
}
BOOK_FIELDS = {
    "topic": _("Conversation"),
    "title": _("Title"),
    "sealed_title": _("Title"),
    "tags": _("To find it by"),
    "sealed_tags": _("To find it by"),
    "text": _("Words"),
    "sealed_text": _("Words"),
    "care_note": _("Care note"),
    "sealed_care_note": _("Care note"),
    "withdrawn": _("Taken back on"),
    "edited": _("Changed on"),
}
STAYS = {
    "thread": _(
        "An empty place stays, so that what others answered keeps its place. It names nobody and says nothing."
    ),
}
