"""“How we are with each other”: what holds in a room full of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.founding.wording.clause import COOP, OTHER, VILLAGE, Template

GROUND_RULES = [
    Template(
        "ground_rules",
        "stays_here",
        _(
            "What somebody says here belongs to them. Outside we may speak of what we learned, never of "
            "who said what or who was here. The one exception is somebody in danger now: then we say what "
            "is needed, no more, and tell the person."
        ),
        _("What is said here stays with who said it. Only danger now is another matter, and you are told."),
        fixed=True,
    ),
    Template(
        "ground_rules",
        "listen",
        _(
            "We listen without mending. Advice comes when it was asked for. Nobody is told what to take, "
            "what to stop or what to call what they live through."
        ),
        _("Listening first. Advice only when asked."),
        of=frozenset({COOP, OTHER}),
    ),
    Template(
        "ground_rules",
        "pass",
        _(
            "Anybody may pass, step out, come late or go early, without saying why. Silence is a way of "
            "being here."
        ),
        _("You may always pass."),
    ),
    Template(
        "ground_rules",
        "equals",
        _(
            "We meet as equals and each speaks for themselves: “I”, not “you should”. We call each other "
            "by the names and words that each chose."
        ),
        _("Speak for yourself. Use the words people choose for themselves."),
    ),
    Template(
        "ground_rules",
        "time",
        _(
            "We share the time. Two people hold each meeting: one sees that everybody who wants to speak "
            "does, the other is there for whoever needs a moment outside."
        ),
        _("We share the time. Two people hold the meeting."),
    ),
    Template(
        "ground_rules",
        "not_recorded",
        _(
            "No pictures, no recordings, no notes about people. There may be somebody here for the first "
            "time whom nobody may know of."
        ),
        _("No pictures and no recordings."),
        fixed=True,
    ),
    Template(
        "ground_rules",
        "sober",
        _(
            "Who comes drunk or high is met kindly, is not left alone with it, and is asked to come "
            "another day. Nobody brings anything that could be used to hurt."
        ),
        _("Come another day if you have been drinking or using. Bring nothing that hurts."),
        of=frozenset({COOP, OTHER}),
    ),
    Template(
        "ground_rules",
        "quiet",
        _(
            "We keep quiet hours that we agreed on, knock before we go in, and leave shared rooms as we "
            "would like to find them."
        ),
        _("Quiet hours, a knock at the door, shared rooms left clean."),
        of=frozenset({VILLAGE}),
    ),
    Template(
        "ground_rules",
        "peer_support",
        _(
            "When we meet to support each other, listening comes first and advice only when it was asked "
            "for. Nobody is told what to take, what to stop or what to call what they live through."
        ),
        _("In support meetings we listen first and mend nothing."),
        of=frozenset({VILLAGE}),
    ),
]
