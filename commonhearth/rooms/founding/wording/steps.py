"""What each step of the path is called, what it asks, and what of it can wait."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Promise | str] = {
    "purpose": _("What it is for"),
    "people": _("Who it is for"),
    "place": _("Where it is"),
    "founders": _("Who begins it with you"),
    "name": _("What it is called"),
    "agreements": _("What you agree on"),
    "roles": _("Who does what at first"),
    "helplines": _("Whose numbers stand on your cards"),
    "meeting": _("The first open meeting"),
}
LEADS: dict[str, Promise | str] = {
    "purpose": _("One or two sentences, as you would say them to a neighbour. They can be better later."),
    "people": _("So that whoever reads it knows whether they are meant. This can wait."),
    "place": _("A town is enough. The street can wait until there is one."),
    "founders": _("Three people who confirm one text make a community. Each comes by a link of their own."),
    "name": _("You can change it later. A community whose name says little outside protects its people."),
    "agreements": _(
        "Words to begin with. Keep them, change them, leave some out. Most can wait until you have met; "
        "what you begin with is changed later by all of you."
    ),
    "roles": _(
        "One steward is enough to begin: somebody who opens the door. Each role ends after a year at most. "
        "The rest can wait until there is something to do."
    ),
    "helplines": _("They stand on the cards you print for meetings. This can wait."),
    "meeting": _("A day, an hour and a room are enough. This can wait, and you can begin without it."),
}
#: What is said of a step in the overview while nothing has been said in it.
WAITS: dict[str, Promise | str] = {
    "now": _("still to say"),
    "later": _("can wait"),
    "left_out": _("you begin without it"),
}
LACKS: dict[str, Promise | str] = {
    "purpose": _("what it is for"),
    "place": _("where it is"),
    "name": _("what it is called"),
    "agreements": _("at least one agreement"),
    "steward": _("who is steward at first"),
}
#: Which step says what is lacking.
STEP_OF = {
    "purpose": "purpose",
    "place": "place",
    "name": "name",
    "agreements": "agreements",
    "steward": "roles",
}
SHOWN: dict[str, Promise | str] = {
    "exact": _("the exact place, for everybody"),
    "district": _("the district only; one of us answers a hello and sends the place"),
}
