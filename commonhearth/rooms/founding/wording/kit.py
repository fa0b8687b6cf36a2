"""The sheets of the starter kit, in our own words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The first meeting, two hours: minutes, what happens, what is said or minded.
RUN_SHEET: tuple[tuple[int, Promise | str, Promise | str], ...] = (
    (
        15,
        _("Before"),
        _(
            "Two of you come early. Chairs in a circle, the door easy to find, water, tea, the helplines "
            "card on the table."
        ),
    ),
    (10, _("Coming in"), _("One stands at the door and says hello. Nobody is asked why they came.")),
    (5, _("Opening"), _("Read the opening words below, aloud and slowly.")),
    (
        20,
        _("A round"),
        _(
            "Each says what they want to be called, and one thing about today, or passes. Nobody answers "
            "anybody yet."
        ),
    ),
    (5, _("The ground rules"), _("Read the card aloud. Ask: is there one you could not live with?")),
    (
        35,
        _("Talking"),
        _(
            "What would you like this to be? One holds the time, the other looks out for whoever has not "
            "spoken or has left."
        ),
    ),
    (10, _("Tea"), _("A real break. Some things are said only then.")),
    (
        10,
        _("What now"),
        _("When is the next meeting? Who brings the key, who the tea? Two names are enough."),
    ),
    (
        10,
        _("Closing round"),
        _("One word each, or pass. Thank people for coming. The door stays open for ten minutes."),
    ),
)
OPENING: tuple[Promise | str, ...] = (
    _("Good evening, and welcome. I am glad that you came."),
    _(
        "There may be people here for the first time. What is said here stays with who said it. No "
        "pictures, no recordings."
    ),
    _("You may pass, go out, and come back, any time, without saying why."),
    _(
        "We are not a clinic and no emergency service, and nobody here keeps watch afterwards. If you need "
        "somebody tonight, take the card with the numbers from the table, or call one of them now; one of "
        "us goes out with you."
    ),
    _("If a child or anybody is in danger now, we call for help at once, and tell the person what we do."),
    _("We are here until nine. Let us begin with a round."),
)
CHECKLISTS: tuple[tuple[Promise | str, tuple[Promise | str, ...]], ...] = (
    (
        _("A week before"),
        (
            _("The room is promised, and we know who has the key"),
            _("Somebody has tried the way in with a wheelchair or a pram, and we say what it is like"),
            _("Two people hold the meeting, and each has a telephone number of the other"),
            _("The poster hangs in five places"),
            _("We know whom we call when a child or an adult is in danger here"),
        ),
    ),
    (
        _("On the day"),
        (
            _("Helplines card, ground rules card, opening words, pens, tea, water, tissues"),
            _("A quiet place for whoever needs a moment outside"),
            _("No list of names; at most we count heads"),
            _("One of us stays until the last has gone"),
        ),
    ),
    (
        _("The day after"),
        (
            _("The two who held it talk for ten minutes: what was good, what was hard, who needs a word"),
            _("Whoever left an address hears when the next meeting is"),
            _("The next date stands on the page"),
        ),
    ),
)
