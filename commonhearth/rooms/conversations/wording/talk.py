"""Sentences of topics and posts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import EVERYONE, OFFICE, Kind, Verb

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "many_pinned": _(
        "%(most)s conversations stand first already. Let one of them step back before this one."
    ),
    "come_in_to_write": _("You can read this. To write, come into the circle first."),
    "topic_closed": _("This conversation is closed. You can still read it, or begin a new one."),
    "topic_open": _("This conversation is open already."),
    "not_your_post": _("Somebody else wrote this. You can answer it."),
    "post_gone": _("This post is not there any more, so nothing can be done with it."),
    "post_out_of_sight": _("This post is out of sight just now. Its page tells its author why."),
    "not_your_topic": _(
        "This is for whoever began the conversation, and for those who look after the circle. Ask them."
    ),
    "both_names": _(
        "What you write down for somebody bears their name and yours. It cannot stand without a name."
    ),
    "names_only": _("In this circle everybody writes under their name. The circle can agree otherwise."),
    "rules_first": _(
        "Before your first words here, please read how this circle is with each other, and say that you keep to it. "
        "Its ground rules stand on its page."
    ),
    "moves_between_open": _(
        "A conversation can move only between circles that everyone here reads, so that nobody is shown more "
        "than was promised. You could begin a new one there in your own words."
    ),
    "same_circle": _("It is in this circle already."),
    "not_yourself_muted": _("This is you. You can take your own posts back."),
    "changed_meanwhile": _(
        "You changed this post elsewhere meanwhile, at the same lines. Nothing was saved. Read it again, and send "
        "your change with the state it is in now."
    ),
    "care_only": _("This is decided by two people under the circle’s rules, not on this page."),
}

#: What the author would like from those who read.
WISHES = {
    "listening": _("just listening"),
    "advice": _("advice welcome"),
    "no_reply": _("no reply needed"),
}
#: What those words mean to who would answer.
WISHES_SAID = {
    "listening": _("They would like to be heard, without advice."),
    "advice": _("They would like to hear what you think."),
    "no_reply": _("They need no answer. You may leave it at reading."),
}

#: Behind the link to a post's own page, for who does not see where it stands.
ABOUT_POST = _("about this post by %(name)s")

#: The short list of care notes.
CARE_NOTES: dict[str, Any] = {
    "suicide": _("suicide"),
    "self_harm": _("harming oneself"),
    "violence": _("violence"),
    "sexual_violence": _("sexual violence"),
    "loss": _("death and loss"),
    "force": _("being treated against one’s will"),
    "food": _("food and the body"),
    "drugs": _("alcohol and drugs"),
    "illness": _("illness and pain"),
    "racism": _("racism and other contempt"),
}

#: Why a post was put out of sight or taken down, as its author is told.
REASONS: dict[str, Any] = {
    "ground_rules": _("It goes against the ground rules of this circle."),
    "names_somebody": _("It names or shows somebody who did not agree to that."),
    "method": _("It describes a way of doing harm in detail."),
    "contempt": _("It speaks of people with contempt."),
    "unlawful": _("The law does not allow it."),
    "being_looked_at": _("Somebody said that something isn’t right. Two people are looking at it."),
}

#: What is told to one member, naming no circle, no person and no content.
NOTICES = {
    "talk.new": _("There is something new in one of your circles."),
    "talk.asked_for": _("Somebody asked for you in one of your circles."),
    "talk.answered": _("Somebody answered you in one of your circles."),
    "talk.put_away": _("A post of yours is out of sight just now. Its page says why, and what you can do."),
    "talk.shown_again": _("A post of yours is in sight again."),
    "talk.taken_down": _("A post of yours was taken down. Its page says why, and what you can do."),
    "talk.authorship_opened_by": _(
        "In an emergency %(who)s and %(other)s opened who wrote a post without a name: it was yours. They gave a "
        "reason, and you may ask them for it."
    ),
    # Told by hosts of before, without the names: still read there.
    "talk.authorship_opened": _(
        "In an emergency two officers opened who wrote a post without a name: it was yours. They gave a reason, "
        "and you may ask for it."
    ),
}

#: The setting that a circle may decide.
ANONYMOUS = _("Posts without a name")
ANONYMOUS_CHOICES: tuple[tuple[str, Any], ...] = (
    ("no", _("everybody writes under their name")),
    ("yes", _("somebody may write without a name")),
)

#: Writing hints: one short list, the same for all, opened by a press. Nothing looks at what is written.
HINTS = (
    _("Share what you are comfortable with. You can change it or take it back later."),
    _("Speak of yourself; leave out who somebody else is."),
    _("Leave out ways and places of harming oneself. Say how it felt and what helped."),
    _("“Died by suicide” hurts less than other words for it."),
    _("A care note lets others choose when to read."),
    _("If tonight is hard, a person may help more than a page. Help now has numbers."),
)

#: Who opens, with a second, who wrote a post without a name.
DUTY = frozenset({"on_duty", "steward"})
#: Lines of the logbook by verb. They name nobody and say nothing of what was written.
LOGBOOK: dict[str, Verb] = {
    "talk.closed": Verb(_("A conversation was closed."), Kind.TALK, EVERYONE),
    "talk.opened_again": Verb(_("A conversation was opened again."), Kind.TALK, EVERYONE),
    "talk.moved": Verb(_("A conversation moved to another circle."), Kind.TALK, EVERYONE),
    "talk.put_away": Verb(_("A post was put out of sight."), Kind.TALK, EVERYONE),
    "talk.shown_again": Verb(_("A post was shown again."), Kind.TALK, EVERYONE),
    "talk.taken_down": Verb(_("A post was taken down."), Kind.TALK, EVERYONE),
    "talk.authorship_opened": Verb(
        _("In an emergency it was opened who wrote a post without a name."),
        Kind.CARE,
        OFFICE,
        DUTY,
        in_circle=EVERYONE,
    ),
}

#: What a key for a program can be good for.
SCOPES = {
    "talk:read": Scope(_("Read conversations as you do; never those of hidden circles"), order=40),
    "talk:act": Scope(_("Write in conversations in your name, change and take back your posts"), order=41),
    "talk:own": Scope(
        _("See what you missed and muted in conversations, mute, and choose what you hear by mail"), order=42
    ),
    "talk:keep": Scope(_("Look after conversations in your name: close, move, let stand first"), order=43),
}

#: Headings and fields of the book that a member takes along, and why the rest of an erased row stays.
BOOK = {
    "conversations_topic": _("Conversations you began"),
    "conversations_post": _("What you wrote in circles"),
    "conversations_postversion": _("What you wrote before you changed it"),
    "conversations_muted": _("What you wanted to hear nothing of"),
}
#: Tables of one's own that say nothing to a person.
BOOKKEEPING = frozenset({"conversations_reading", "conversations_mention"})
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
    "sealed_word": _("Word"),
}
SHARES = {
    "conversations_reading": _("How far you had read"),
    "conversations_mention": _("Where somebody asked for you by name"),
}
STAYS = {
    "thread": _(
        "An empty place stays, so that what others answered keeps its place. It names nobody and says nothing."
    ),
}
