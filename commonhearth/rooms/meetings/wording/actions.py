"""What is said about what was promised, and about when to meet."""

from django.utils.translation import gettext_lazy as _

STANDINGS = {"open": _("open"), "done": _("done"), "not_now": _("not now")}

SENTENCES = {
    "action_over": _("This is over. It can be opened again by whoever did it."),
    "somebody_does": _("Somebody does this already."),
    "not_your_action": _("This is somebody else’s to answer."),
    "action_in_words": _("Please say in a few words what is to do."),
    "action_not_here": _(
        "That person is not in this circle, or not here just now. Please choose somebody else."
    ),
    "poll_over": _("The time to answer is over."),
    "poll_in_words": _("Please say in a few words what for."),
    "poll_no_times": _("Please give between one and twenty times, all of them still to come."),
    "poll_zone": _("There is no clock of that name. Please give one such as Europe/London."),
    "poll_passed": _("That time has passed. Please choose another."),
    "poll_closes": _("Please let it end after now and before the last of these times."),
}

NOTICES = {
    "action.asked": _("Somebody asks whether you would take something on. A no needs no reason."),
    "action.taken": _("Somebody else has taken on what was yours to do. Nothing is left for you there."),
    "action.soon": _(
        "Something you wanted to do is near. If it does not fit now, hand it on or leave it; both are fine."
    ),
}

FITS = {"yes": _("yes"), "maybe": _("if need be"), "no": _("no")}
