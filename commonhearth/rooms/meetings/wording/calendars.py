"""Sentences about calendars, letters and reminders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: What a calendar shows of a circle that is not open.
BUSY = pgettext_lazy("in a calendar", "Busy")
NAMINGS = {
    "neutral": _("Neutral: only the name you chose for outside"),
    "titles": _("With the meetings’ own titles, for circles that are open"),
}
REMINDS = {
    "never": _("No reminders"),
    "day": _("A day before"),
    "hours": _("Two hours before"),
}

#: Pages of the links in letters.
YES = {
    "asks": _("Do you come?"),
    "follows": _(
        "You are expected on that date then. You change it on the meeting’s page, once you are signed in."
    ),
    "button": _("I come"),
    "done": _("Written down."),
}
NO = {
    "asks": _("Not this time?"),
    "follows": _("No reason is asked. You change it on the meeting’s page, once you are signed in."),
    "button": _("Not this time"),
    "done": _("Written down."),
}
