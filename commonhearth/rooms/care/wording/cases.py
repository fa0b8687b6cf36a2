"""When something isn't right: every sentence of it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.care.wording.measures import RESULTS as RESULTS
from commonhearth.rooms.care.wording.measures import RULES as RULES
from commonhearth.rooms.care.wording.measures import STEPS as STEPS
from commonhearth.rooms.care.wording.measures import TIMELINE as MEASURES
from commonhearth.rooms.care.wording.openings import TIMELINE as OPENINGS

Said = dict[str, str | Promise]

ABOUT: Said = {
    "post": _("something that was written"),
    "person": _("somebody"),
    "situation": _("a situation"),
}

#: How a case ended, as the reporter and those on the case read it, and as it is counted over a year.
OUTCOMES: Said = {
    "talked": _("We talked it through with those it concerns"),
    "agreed": _("Those it concerns agreed on what changes"),
    "taken_down": _("Something that was written was taken down"),
    "left": _("Somebody was asked to leave"),
    "elsewhere": _("Somebody outside is looking at it now"),
    "nothing": _("There is nothing for us to do, and we said why"),
    "withdrawn": _("Whoever reported it asked us to leave it"),
}

#: The lines of a timeline.
TIMELINE: Said = {
    "received": _("It arrived."),
    "taken": _("%(by)s is looking at it."),
    "stepped_off": _("%(by)s is too close to it and no longer looks at it."),
    "added": _("Whoever reported it added something."),
    "answer": _("%(by)s wrote to whoever reported it."),
    "note": _("%(by)s noted, for those on the case."),
    "borrowed": _("%(by)s asked %(name)s to help, from a neighbour community."),
    "borrowed_by_reporter": _("Whoever reported it asked %(name)s, from a neighbour community."),
    "borrowed_ended": _("%(name)s no longer looks at it."),
    "closed": _("%(by)s closed it."),
    **MEASURES,
    **OPENINGS,
}

NIGHTS: Said = {
    "none": _("Nobody is watching at night."),
    "some": _(
        "On some nights somebody means to be there for a part of it; on the others nobody is watching."
    ),
    "all": _("Every night somebody means to be there. They are members, not an emergency service."),
}
WEEKDAYS: tuple[str | Promise, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)

SENTENCES: Said = {
    "case_closed": _("This is closed. If it is not over, say so in a new report; others may look at it."),
    "not_in_team": _(
        "This is for those who look after what isn’t right. You can report something at any time."
    ),
    "on_case_already": _("You are looking at it already."),
    "not_on_case": _("Only those who look at it read it."),
    "too_close_to_it": _("This person cannot look at it. Please ask somebody else; why is not said."),
    "enough_here": _("There are people here who look at it. They can ask a neighbour when they need one."),
}

NOTICES: Said = {
    "care.waits": _("Somebody says that something isn’t right. Please look when you can."),
    "care.danger_waits": _("Somebody says that there is danger now. Please look at once."),
    "care.added": _("Something was added to what you are looking at."),
    "care.brought_in": _("You are asked for a second pair of eyes. You may say no."),
    "care.news": _("There is something new in what you reported."),
}
