"""Sentences about what meets and who comes."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

#: Said on an open meeting's page, and when it opens.
FIRST_TIME = _("There may be people here for the first time; no quoting, no recording.")

KINDS = {
    "meeting": _("Meeting"),
    "board": _("Board meeting"),
    "assembly": _("Assembly of members"),
    "support": _("Support meeting"),
    "reflection": _("Looking at it together"),
    "gathering": _("Gathering"),
}
KINDS_SAID = {
    "meeting": _("Meeting: with an agenda and minutes."),
    "board": _("Board meeting: with an agenda, minutes, and how many must be there."),
    "assembly": _("Assembly of members: with an agenda, minutes, and how many must be there."),
    "support": _("Support meeting: to listen to each other. Heads are counted, nobody is named."),
    "reflection": _("Looking at it together: one brings something, the others help to see. Nobody is named."),
    "gathering": _("Gathering: a walk, a meal, singing. No agenda and no minutes."),
}
DOORS = {
    "circle": _("Only the people of this circle"),
    "community": _("Everyone in the community"),
    "all": _("Anybody, from outside too"),
}
PLACE_FOR = {
    "all": _("Everybody sees the exact place, or gets to the door online"),
    "hello": _("Only the district; we send the place after a hello"),
}
HOW_OFTEN = {
    "once": _("One time"),
    "weekly": _("Every week, on the weekday of the first date"),
    "fortnightly": _("Every second week, on that weekday"),
    "monthly_weekday": _("Every month, like the first date: “first Monday of the month”"),
    "monthly_last": _("Every month, on the last such weekday"),
    "monthly_day": _("Every month, on the same day of the month"),
    "yearly": _("Every year, on the same day"),
    "other": _("As it was brought"),
}
#: By `date.weekday()`, as they stand inside a sentence.
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
#: The rule said back. `%(weekday)s`, `%(nth)s` and `%(day)s` as the first date has them.
SAID_BACK = {
    "once": _("One time"),
    "weekly": _("Every %(weekday)s"),
    "fortnightly": _("Every second %(weekday)s"),
    "monthly_weekday": _("Every %(nth)s %(weekday)s of the month"),
    "monthly_last": _("Every last %(weekday)s of the month"),
    "monthly_day": _("Every month on day %(day)s"),
    "yearly": _("Every year on %(date)s"),
    "other": _("By the rule it was brought with"),
}
NTH = (_("first"), _("second"), _("third"), _("fourth"), _("last"))
ACCESS = {
    "step_free": _("No steps on the way in"),
    "steps": _("There are steps on the way in"),
    "lift": _("A lift"),
    "toilet": _("A toilet for wheelchairs"),
    "loop": _("A hearing loop"),
    "quiet_room": _("A quiet room"),
    "captions": _("Captions online"),
    "sign": _("Sign language"),
    "seats": _("Chairs with and without arms"),
    "low_light": _("Soft light, no strong smells"),
    "animals": _("Assistance animals are welcome"),
    "children": _("Children can come along"),
    "transport": _("Near a bus or train"),
}
ANSWERS = {"coming": _("Coming"), "maybe": _("Perhaps"), "not": _("Not this time")}

SENTENCES = {
    "meetings_second_first": _(
        "Before this circle meets for the first time it names a second: somebody who steps in when whoever leads "
        "cannot. Whoever looks after the circle does that, and then the first meeting can be planned."
    ),
    "meetings_hidden_stays": _("This circle is hidden, so its meetings are for its own people only."),
    "meetings_not_host": _("The host of this date does that."),
    "meetings_for_the_circle": _(
        "This meeting is for the people of the circle. You could ask to come in first."
    ),
    "meetings_cancelled": _("This meeting does not take place. The next dates stand on the list."),
    "meetings_begun": _("It has begun, so nothing is changed here any more. Simply come."),
    "meetings_inside_already": _("You belong here: say on the meeting’s own page whether you come."),
    "meetings_no_names": _("Here heads are counted and nobody is named."),
    "meetings_say_yes_first": _("The way in online is shown to those who said that they come."),
    "meetings_over": _("This date is over and stays as it was."),
    "meetings_one_a_day": _(
        "On that day it meets already. Choose another day, or change the date that stands."
    ),
    "meetings_too_many": _("There are %(left)s places left. Come with fewer, or ask the host."),
    "meetings_too_early": _("The door opens twenty minutes before it begins. Come back then."),
    "meetings_ended": _("It has come to an end. Plan something new instead."),
}

LOGBOOK = {
    "meeting.planned": Verb(_("A meeting was planned."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.changed": Verb(_("What a meeting is like was changed."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.moved": Verb(_("A date was moved."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.cancelled": Verb(_("A date was cancelled."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.again": Verb(_("A cancelled date takes place after all."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.added": Verb(_("A date was added."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.ended": Verb(_("A series of meetings came to an end."), Kind.MEETINGS, EVERYONE, signed=True),
    "meeting.host": Verb(_("Somebody else is host of a date."), Kind.MEETINGS, EVERYONE),
}

#: What a key for a program can be good for.
SCOPES = {
    "meetings:read": Scope(
        _("Read meetings, agendas, minutes and what was promised as you do; never those of hidden circles"),
        order=45,
    ),
    "meetings:act": Scope(
        _("Say in your name whether you come, write agendas and minutes along, take things on"), order=46
    ),
    "meetings:plan": Scope(
        _(
            "Plan meetings in your name, move dates and call them off, ask when to meet, count who is here, "
            "agree on minutes"
        ),
        order=47,
    ),
}

NOTICES = {
    "meetings.moved": _("Something you said yes to has another time or place: %(day)s."),
    "meetings.cancelled": _("Something you said yes to does not take place: %(day)s."),
    "meetings.again": _("Something that was cancelled takes place after all: %(day)s."),
    "meetings.place": _("There is a place for you after all: %(day)s."),
    "meetings.place_taken": _(
        "Your place was given to somebody else meanwhile. You are first on the waiting list: %(day)s."
    ),
    "meetings.hello": _("Somebody from outside said hello and waits to hear from you."),
    "meetings.soon": _("A reminder you asked for: %(day)s."),
    "meetings.host": _("You are host of something: %(day)s."),
}
