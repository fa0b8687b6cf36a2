"""The words of wishes, worries, offers and buddies."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What a member may want if they go quiet; said of oneself, and of somebody.
WAYS: dict[str, str | Promise] = {
    "write": _("Write to me"),
    "call": _("Call"),
    "leave": _("Leave me be"),
}
WAYS_SAID: dict[str, str | Promise] = {
    "write": _("If I go quiet: please write to me."),
    "call": _("If I go quiet: please call."),
    "leave": _("If I go quiet: please leave me be. I come back by myself."),
}

SHOWN_TO: dict[str, str | Promise] = {
    "nobody": _("Nobody yet"),
    "buddy": _("My buddy"),
    "community": _("My buddy, and whoever worries and knows me by my name in the community"),
    "everywhere": _("Whoever worries, in every circle I am in"),
}

SENTENCES: dict[str, str | Promise] = {
    "worry_about_yourself": _("That is you. Your own plan and the numbers are for you, at any hour."),
    "nobody_on_duty": _("Nobody is on duty just now, so nobody would read it. Nothing was written down."),
    "buddy_of_yourself": _("That is your own offer."),
    "one_buddy_at_a_time": _("You have a buddy, or have asked somebody. One at a time."),
    "buddy_not_just_now": _("Not just now. They carry as much as they want to, or rest."),
}

NOTICES: dict[str, str | Promise] = {
    "care.worry": _("Somebody tells those on duty about a worry."),
    "care.worry_in_hand": _("Somebody on duty looks after what you were worried about."),
    "care.worried_about_you": _(
        "Somebody was worried about you and said so to those on duty. You need not do anything."
    ),
    "care.buddy_asked": _("Somebody asks you for company in their first weeks."),
    "care.buddy_yes": _("Whom you asked for company said yes."),
    "care.buddy_not_now": _("Whom you asked for company says: not just now. It is not about you."),
    "care.buddy_ended": _("A company of two has ended. Nobody owes a reason."),
}

#: Questions for a round in which supporters look at how they are with each other: our own, asked and never rated.
CO_REFLECTION: list[str | Promise] = [
    _("What happened between you and somebody lately that stayed with you?"),
    _("What did you want for them, and what did they want?"),
    _("Where did you listen to learn, and where to mend?"),
    _("What did you give, and what did you get?"),
    _("When did fear decide, yours or theirs? What would trust have done?"),
    _("What do you want to try the next time, and what would you like from us?"),
]
