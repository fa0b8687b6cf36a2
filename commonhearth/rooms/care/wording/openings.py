"""Opening what is hidden, in an emergency: every sentence of it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, OFFICE, Kind, Verb
from commonhearth.rooms.care.wording.measures import DUTY

Said = dict[str, str | Promise]

KINDS: Said = {
    "author": _("Who wrote a post that stands without a name"),
    "post": _("What a post of a hidden circle says"),
    "person": _("Who somebody of a circle is in the community"),
    "case": _("A case that is closed"),
}
#: Who is told, said before a button is pressed.
TOLD: Said = {
    "author": _("Whoever wrote it is told at once."),
    "post": _("Everybody in the circle is told at once."),
    "person": _("The person is told at once."),
    "case": _("Whoever reported it, and those who looked at it, are told at once."),
}
SENTENCES: Said = {
    "opening_officers": _("This is for two who hold an office for it: on duty, or steward."),
    "opening_not_here": _("There is nothing of this kind to open in this case."),
    "opening_not_allowed": _(
        "This circle has agreed that nobody outside opens what is written in it. That stands."
    ),
    "opening_only_danger": _(
        "This circle allows it only when somebody is in danger now. This case does not say so."
    ),
    "opening_over": _("This is over. If it is still needed, two of you ask anew."),
    "opening_running": _("This has been asked already."),
}
NOTICES: Said = {
    "care.opening_asked": _("You are asked to confirm opening something in an emergency."),
    "care.opening_confirmed": _("%(name)s confirmed it: what you asked to open in an emergency is open."),
    "care.opened_person_by": _(
        "%(who)s and %(other)s opened, in an emergency, who you are in one of your circles. You may ask them why."
    ),
    "care.opened_post_by": _(
        "%(who)s and %(other)s opened, in an emergency, a post of one of your circles. You may ask them why."
    ),
    "care.opened_case_by": _(
        "%(who)s and %(other)s opened, in an emergency, a case that you were part of. You may ask them why."
    ),
    # Told by hosts of before, without the names: still read there.
    "care.opened_person": _(
        "Two officers opened, in an emergency, who you are in one of your circles. You may ask why."
    ),
    "care.opened_post": _("Two officers opened, in an emergency, a post of one of your circles."),
    "care.opened_case": _("Two officers opened, in an emergency, a case that you were part of."),
}
#: A circle reads that two officers opened something in it. Beyond circles only their like do: it could point at one.
LOGBOOK: dict[str, Verb] = {
    "care.opened": Verb(
        _("In an emergency %(who)s and %(other)s opened something that is hidden, for %(hours)s hours."),
        Kind.CARE,
        OFFICE,
        DUTY,
        in_circle=EVERYONE,
    ),
}
TIMELINE: Said = {
    "opened": _("Two officers opened something that is hidden, in an emergency."),
}
