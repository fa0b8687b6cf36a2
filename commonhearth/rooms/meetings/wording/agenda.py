"""What is said about agendas, screens, counts and who is here."""

from django.utils.translation import gettext_lazy as _

SORTS = {"round": _("a round"), "talk": _("to talk about"), "pause": _("a pause")}

SENTENCES = {
    "no_agenda_here": _("This is a gathering: it has no agenda and no minutes. Just come."),
    "meeting_cancelled": _("This meeting does not take place."),
    "somebody_leads": _(
        "Somebody else leads this meeting. They, or whoever looks after the circle, move the screen."
    ),
    "heads_only": _("Here heads are counted, and nobody is named."),
    "hands_settled": _("This has been counted: two counts came to the same."),
    "two_tellers": _("Two others count already. Two are enough."),
    "agenda_full": _("There are sixty points already. Please take one off first, or plan a second meeting."),
    "point_in_words": _("Please say in a few words what it is about."),
    "point_minutes": _("Please give it between 1 and 480 minutes."),
    "rule_quorum": _("Please give a number of people, such as 7, or a share, such as 50%."),
}

#: Points that the house itself puts on an agenda.
POINTS = {
    "opening_round": _("Opening round: how each of us is here"),
    "closing_round": _("Closing round: what each of us takes along"),
    "actions_open": _("What we said we would do"),
    "minutes_shown": _("The minutes of %(day)s: is everything right?"),
}
#: What the projector page says before anything else.
OPENING = _("There may be people here for the first time. No quoting, no recording.")
PASSING = _("You may always pass.")
