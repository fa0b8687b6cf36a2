"""What is said about minutes and notes."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

SENTENCES = {
    "no_minutes_here": _("No minutes are kept of this meeting."),
    "minutes_locked": _("These minutes are agreed and stand fast. A correction is added below them."),
    "nothing_to_show": _("Nothing is written yet. Please write first."),
    "shown_already": _("The circle has these minutes before it already."),
    "not_shown_yet": _("These minutes are still being written. You can write along."),
    "not_your_remark": _("Only whoever said this can say that it is right now."),
    "remark_settled": _("This is settled already."),
    "not_locked_yet": _("These minutes are not agreed yet. Change the text itself."),
    "minutes_instead": _("This meeting has minutes instead."),
    "no_notes_here": _(
        "This circle keeps no notes. If you all want some, agree on a clause about it; they fade by themselves."
    ),
    "note_agreed": _("This is agreed already."),
    "needs_another": _("You put this down. Somebody else says whether it is kept."),
    "minutes_too_long": _("These minutes are longer than a book. Please shorten them to 100,000 characters."),
    "minutes_too_soon": _("Please show them for at least a day, so that who was not there can read them."),
    "remark_in_words": _("Please say in a few words what is not right."),
    "not_yet_shown": _(
        "The time to read them is not over, and no later meeting of this circle is held just now."
    ),
    "not_yet_concern": _("Somebody said that something is not right. That is settled first."),
}

LOGBOOK = {
    "minutes.shown": Verb(
        _("The minutes of a meeting were shown to the circle."), Kind.MEETINGS, EVERYONE, signed=True
    ),
    "minutes.agreed": Verb(_("The minutes of a meeting were agreed."), Kind.MEETINGS, EVERYONE),
    "minutes.corrected": Verb(_("A correction was added to minutes."), Kind.MEETINGS, EVERYONE, signed=True),
}

NOTICES = {"minutes.shown": _("Minutes of one of your meetings are there to read. Is everything right?")}

#: What a program is told when the same lines were changed.
COLLIDED = _(
    "Somebody else changed the same lines meanwhile. The minutes stay as they are, and what you sent is kept "
    "aside: it stands with the versions on their page. Read them again, and send both together."
)
