"""What takes something from somebody, and how it is looked at again: every sentence of it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, OFFICE, Kind, Verb

Said = dict[str, str | Promise]

WHAT: Said = {
    "hide": _("A post is out of sight for now"),
    "take_down": _("A post is taken down for good"),
    "hold": _("Access is on hold"),
    "leave": _("Somebody is asked to leave"),
}
#: What a post may go against; the codes are known to the room for conversations.
POST_RULES: Said = {
    "ground_rules": _("It goes against the ground rules"),
    "names_somebody": _("It names or shows somebody who did not agree to that"),
    "method": _("It describes in detail how to do harm"),
    "contempt": _("It speaks of people with contempt"),
    "unlawful": _("The law does not allow it"),
}
RULES: Said = POST_RULES | {
    "danger": _("Somebody is in danger now"),
    "repair_failed": _("We tried to mend it together, and it did not hold"),
}
ENDED: Said = {
    "lapsed": _("No second person confirmed it in time, so it ended by itself."),
    "taken_back": _("It was taken back."),
    "over": _("Its time is over."),
    "replaced": _("Something else was decided in its place."),
    "undone": _("People drawn by lot looked again, and it was undone."),
}
STEPS: Said = {
    "listen": _("Listen to each person alone"),
    "talk": _("Talk together, with somebody beside"),
    "agreement": _("Agree on what changes"),
    "follow_up": _("Look again whether it did"),
}
RESULTS: Said = {
    "done": _("It was done"),
    "declined": _("Somebody did not want it, which is their right"),
    "could_not": _("It could not be done"),
}
#: What becomes of an appeal.
APPEALS: Said = {
    "kept": _("They let it stand."),
    "undone": _("They undid it."),
}

#: Lines of a case's timeline.
TIMELINE: Said = {
    "hide": _("%(by)s put the post out of sight. A second person must confirm it within a day."),
    "take_down": _("%(by)s proposed taking the post down for good. A second person must confirm it."),
    "hold": _("%(by)s put access on hold. A second person must confirm it within a day."),
    "leave": _("%(by)s proposed asking them to leave. A second person must confirm it."),
    "confirmed": _("%(by)s confirmed it."),
    "taken_back": _("%(by)s took it back."),
    "lapsed": _("Nobody confirmed it in time, so it ended by itself."),
    "over": _("Its time was over."),
    "appealed": _("Whom it concerns asked others to look again. They are drawn by lot."),
    "appeal_kept": _("The people drawn by lot let it stand."),
    "appeal_undone": _("The people drawn by lot undid it."),
    "step_planned": _("A step was planned."),
    "step_done": _("A step was taken, or tried."),
}

SENTENCES: Said = {
    "repair_first": _(
        "Mending comes first: listen, talk together, agree, look again. A case about it shows what has been tried. "
        "Where somebody is in danger now, say so, and it can be done at once."
    ),
    "measure_over": _("This has been confirmed, taken back, or its time is over."),
    "measure_running": _("This has been proposed already, and waits for a second person or is in force."),
    "no_post_here": _("This is not about a post that those on the case know of."),
    "nobody_known": _(
        "This would show who somebody is outside their circle. In an emergency two officers can open that together."
    ),
    "not_about_you": _("This is not about you."),
    "no_appeal": _("This can be looked at again once it is in force, and once only."),
    "not_on_panel": _("This is for the people who were drawn by lot."),
    "judged_not_shown": _(
        "The post cannot be shown to you. You judge by the reasons and by what the person says, or say “not me”."
    ),
    "step_taken": _("This step was taken already."),
}

NOTICES: Said = {
    "care.second": _("Something waits for a second pair of eyes."),
    "care.decided": _(
        "Something was decided that concerns you. You can read why, and have it looked at again."
    ),
    "care.drawn": _("You were drawn by lot to look at something again. You may say no, without a reason."),
    "care.appeal_over": _("Others have looked again at what was decided."),
    "care.lapsed": _("Something that you began ended by itself: nobody confirmed it in time."),
}

#: Who does it, see `access.CARE_OFFICES`.
DUTY = frozenset({"on_duty", "steward"})
#: Lines of the logbook by verb. A post is the circle's own matter, what concerns one person that of those on duty.
LOGBOOK: dict[str, Verb] = {
    "care.hide": Verb(_("A post was put out of sight for now."), Kind.CARE, EVERYONE, DUTY, reasons=RULES),
    "care.take_down": Verb(
        _("A post was taken down, by two people."), Kind.CARE, EVERYONE, DUTY, reasons=RULES
    ),
    "care.leave": Verb(
        _("Two people decided to ask somebody to leave."), Kind.CARE, OFFICE, DUTY, reasons=RULES
    ),
    "care.appeal_drawn": Verb(
        _("People were drawn by lot to look again, with the seed %(seed)s."),
        Kind.CARE,
        OFFICE,
        DUTY,
        in_circle=EVERYONE,
    ),
    "care.appeal_kept": Verb(
        _("People drawn by lot let a decision stand."), Kind.CARE, OFFICE, DUTY, in_circle=EVERYONE
    ),
    "care.appeal_undone": Verb(
        _("People drawn by lot undid a decision."), Kind.CARE, OFFICE, DUTY, in_circle=EVERYONE
    ),
    "care.erased": Verb(_("Old case files were erased."), Kind.CARE, OFFICE, DUTY),
}

#: What is counted over a year.
YEARS: Said = {
    "reported": _("Things that were reported"),
    "closed": _("Cases that were closed"),
    "take_down": _("Posts that were taken down for good"),
    "leave": _("Members who were asked to leave"),
    "appealed": _("Decisions that others were asked to look at again"),
    "undone": _("of which they undid"),
}
