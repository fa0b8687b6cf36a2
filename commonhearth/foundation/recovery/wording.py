"""Every sentence of coming back without any way in."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import CONCERNED, Kind, Verb

SENTENCES = {
    "recovery_no_sign_in": _("This person takes part without a sign-in, so there is none to lose."),
    "recovery_vouched_by_two": _(
        "Two people have vouched already. It takes effect after three days unless it is stopped."
    ),
    "recovery_over": _("This is over: it was stopped, or it has taken effect."),
    "recovery_wrong_code": _(
        "This code does not fit. Please have it read to you once more; it holds for a week. If it still does not "
        "fit, they can make a new one."
    ),
    "recovery_too_often": _(
        "That was tried too often. Please wait an hour, and have the code read to you again."
    ),
}

#: The page behind “stop it” in the letter to the old address.
STOP = {
    "asks": _("Is this not you? Then stop it"),
    "follows": _(
        "Two people said that you have lost every way in, and that a new sign-in is yours. One press stops it. "
        "Your way in stays as it is."
    ),
    "button": _("Stop it"),
    "done": _("Stopped. Your way in stays as it is. The two people who vouched see that it was stopped."),
}

LOGBOOK = {
    "recovery.vouched": Verb(
        _("A member vouched for somebody who has lost every way in."), Kind.PEOPLE, CONCERNED
    ),
    "recovery.begun": Verb(
        _("A second member vouched for somebody who has lost every way in. Three days begin."),
        Kind.PEOPLE,
        CONCERNED,
    ),
    "recovery.stopped": Verb(_("Letting somebody in by a new sign-in was stopped."), Kind.PEOPLE, CONCERNED),
    "recovery.done": Verb(
        _("Somebody came back by a new sign-in, after two had vouched and three days had passed."),
        Kind.PEOPLE,
        CONCERNED,
    ),
}
