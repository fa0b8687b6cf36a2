"""Sentences of stories."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

SENTENCES = {
    "story_public": _("It is on the community’s page. Take it back first, then change it."),
    "story_underway": _("This is not its next step. Look at the story’s own page, which says what is."),
    "story_cooling": _("It rests for a week after you said that you are ready. Then you decide again."),
    "story_reader_not_here": _("This person cannot be a first reader. Please choose somebody else."),
    "story_enough_readers": _("%(most)s people can read it already. Take one back to name another."),
}
NOTICES = {
    "story.first_reader": _("Somebody asks you to read something of theirs before others do."),
    "story.answered": _("A first reader wrote back to you."),
    "story.asks": _("A story asks for a steward’s yes for the community’s page."),
    "story.public": _("Your story is on the community’s page. You can take it back at any time."),
    "story.not_there": _(
        "Your story is not on the community’s page. %(name)s can tell you more, if you ask."
    ),
}
LOGBOOK = {
    "story.public": Verb(
        _("%(who)s said yes to a member’s story on the community’s page."), Kind.COMMUNITY, EVERYONE
    )
}
#: How far a story is, in words.
STATES = {
    "draft": _("draft"),
    "ready": _("resting"),
    "offered": _("waits for a steward’s yes"),
    "public": _("everybody can read it"),
}
BOOK = {
    "conversations_story": _("Stories you wrote"),
    "conversations_firstreader": _("Stories you were asked to read first"),
}
BOOK_FIELDS = {
    "named_as": _("How you were named"),
    "care_note": _("Care note"),
    "ready": _("Ready since"),
    "published": _("On the community’s page since"),
}
