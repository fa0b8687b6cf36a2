"""What is said about turns."""

from django.utils.translation import gettext_lazy as _

HATS = {
    "facilitator": _("Leads the meeting"),
    "scribe": _("Writes down"),
    "host": _("Opens the door"),
    "care": _("Looks out for people"),
}
HATS_SAID = {
    "facilitator": _("Opens and closes, keeps to the agenda, and sees who has not spoken yet."),
    "scribe": _("Writes down what was agreed and who does what. Others write along."),
    "host": _("Is there first, has the key and the kettle, and greets who is new."),
    "care": _("Notices who goes quiet or goes out, and asks whether company is welcome. Mends nothing."),
}

SENTENCES = {
    "turn_taken": _("Somebody has this turn already."),
    "not_your_turn": _("This turn is somebody else’s."),
    "not_asked": _("You were not asked, or it was taken back."),
    "turn_busy": _("That person has something else to do at this meeting, or is not here just now."),
}

NOTICES = {
    "turn.yours": _(
        "A turn at one of your meetings is yours. You may hand it on at any time, without a reason."
    ),
    "turn.swap_asked": _("Somebody in one of your circles asks whether you would change turns."),
    "turn.swapped": _("The one you asked has said yes: you have changed turns."),
    "turn.back": _("Whom you would have stood in for is here after all: that turn is theirs again."),
    "turn.open": _("A turn at one of your meetings is open. Look whether it is for you."),
}

#: The notice-board sheet.
SHEET = {
    "title": _("Turns, and what waits for someone of us"),
    "named": _("%(day)s: %(hat)s – %(name)s"),
    "open": _("%(day)s: %(hat)s – would you?"),
    "someone": _("Someone of us: %(what)s"),
}
