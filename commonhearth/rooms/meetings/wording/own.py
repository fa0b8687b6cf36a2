"""Headings and fields of the book that a member takes along, for what meetings keep of theirs."""

from django.utils.translation import gettext_lazy as _

BOOK = {
    "meetings_action": _("What you said you would do"),
    "meetings_addendum": _("Corrections you added to minutes"),
    "meetings_coming": _("What you said to meetings"),
    "meetings_draft": _("What you wrote in minutes"),
    "meetings_feed": _("The address at which your calendar reads"),
    "meetings_invited": _("Meetings that you got a letter about"),
    "meetings_item": _("What you put on agendas"),
    "meetings_note": _("What you put down for your circle to remember"),
    "meetings_paperwish": _("Letters on paper"),
    "meetings_present": _("Meetings at which you were"),
    "meetings_rathernot": _("Turns you would rather not take"),
    "meetings_remark": _("What you said was not right in minutes"),
    "meetings_says": _("When you could meet"),
    "meetings_swap": _("Turns you asked others to change"),
    "meetings_tally": _("Counts of hands that you told"),
    "meetings_turn": _("Turns you had at meetings"),
    "meetings_wish": _("How meetings reach you"),
}
BOOK_FIELDS = {
    "what": _("What"),
    "due": _("Until"),
    "about": _("About"),
    "answer": _("What you said"),
    "bringing": _("People you bring"),
    "needs": _("What you need to take part"),
    "address": _("Address"),
    "hat": _("Turn"),
    "sealed_words": _("Words"),
}
