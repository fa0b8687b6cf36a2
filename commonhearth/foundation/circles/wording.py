"""Every sentence of circles: kinds, openness, offices, reasons, logbook lines, what is worth knowing."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import CONCERNED, EVERYONE, Kind, Verb

KINDS = {
    "root": _("everyone"),
    "support": _("peer support"),
    "working": _("working circle"),
    "council": _("council"),
    "household": _("household"),
}

#: How a circle's openness is said, in a word and in a sentence that says who sees what.
OPENNESS = {
    "open": _("open"),
    "closed": _("by invitation"),
    "confidential": _("hidden"),
}
WHO_SEES = {
    "open": _(
        "Everyone in the community can see it, read in it and see who is in it. Members join by themselves."
    ),
    "closed": _(
        "Everyone in the community sees that it exists and what it is for. Who is in it, and what is said, "
        "only its own people see. People come in by asking or by invitation."
    ),
    "confidential": _(
        "Only its own people know that it exists. Its name and purpose are sealed, and no page shows them to the "
        "stewards or to whoever runs this host. It does not stop somebody who changes the running program. "
        "People come in by invitation."
    ),
}

OFFICES = {
    "facilitator": _("Facilitator"),
    "second": _("Second"),
    "secretary": _("Secretary"),
    "delegate": _("Delegate"),
    "steward": _("Steward"),
    "treasurer": _("Treasurer"),
    "registrar": _("Registrar"),
    "welcomer": _("Welcomer"),
    "on_duty": _("On duty"),
}
#: What somebody in this office does, for who is asked to take it on.
OFFICES_SAID = {
    "facilitator": _("Opens and holds the meetings, and keeps an eye on who has not spoken yet."),
    "second": _("Steps in when the facilitator cannot. Named before the first meeting of a support circle."),
    "secretary": _("Writes down what was agreed."),
    "delegate": _("Carries this circle’s voice into another circle. It gives no rights there."),
    "steward": _(
        "Looks after the community’s settings and gives its offices. Sees no more of circles than anyone."
    ),
    "treasurer": _("Keeps the purse and the receipts."),
    "registrar": _("Keeps the register of members, and alone sees legal names."),
    "welcomer": _("Answers people who ask to join, and is there for their first questions."),
    "on_duty": _("Is reached first when something is not right."),
}

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "circle_ended": _("This circle has ended. You can still read what was agreed."),
    "not_in_circle": _("This is for the people of this circle."),
    "needs_keeper": _("This is for whoever looks after this circle. Ask its facilitator."),
    "not_on_paper": _("Nothing from this circle goes onto a notice board: it is not open to everyone."),
    "only_its_people": _("Only the people of this circle see this."),
    "root_by_admission": _("Everyone who belongs to the community is here."),
    "in_circle_already": _("You are in this circle."),
    "by_invitation": _("This circle is by invitation. You can ask to come in."),
    "asked_circle_already": _("You have asked to come in. Somebody inside will answer you."),
    "join_at_once": _("You need not ask. You can come in."),
    "leave_the_community": _(
        "Everyone belongs here. To leave it is to leave the community; your own page shows how."
    ),
    "name_in_community": _("This is your name in the community. You can change it on your own page."),
    "root_stays": _("The circle of everyone stays as it is."),
    "not_to_yourself": _(
        "Nobody gives themselves an office of the community. Ask another steward or member."
    ),
    "not_your_role": _("This role is somebody else’s."),
    # What a form says when something in it cannot be.
    "name_taken": _(
        "Somebody here is called %(name)s already. Please add a word that tells you apart, such as “garden” or “tall”."
    ),
    "word_is_number": _("Please choose a word rather than a number. Nobody is number two here."),
    "never_looser": _(
        "A circle can be shut further but not opened up: what was said to a few is not shown to more."
    ),
    "office_elsewhere": _(
        "This office belongs to the whole community. It is given in the circle of everyone."
    ),
    "holder_not_here": _("This person is not here just now, or is still new. Please choose somebody else."),
    "held_already": _("This person has this role already in that time."),
    "term_backwards": _("A term ends after it begins, and not in the past."),
    "term_too_long": _("A term lasts a year at most, here until %(latest)s. Then you look again together."),
    "delegate_needs_into": _("A delegate goes into another circle. Please say which."),
    "no_such_person": _(
        "We found nobody of this name here. Please check the spelling, and the word if they have one."
    ),
    "more_of_that_name": _(
        "There is more than one %(name)s here. Please add the word that tells them apart."
    ),
    # What is worth knowing; never a bar.
    "size_growing": _(
        "You are %(count)s now. From about 150 on, people stop knowing everyone by name. Many communities form "
        "smaller circles of neighbours then. Nothing is locked."
    ),
    "size_dividing": _(
        "You are %(count)s now. At about 280 most communities that last have become two. It may be time to talk "
        "about a second one, and what each would take along. Nothing is locked."
    ),
}

#: Lines of the logbook by verb. A circle's line names people only as they are known in that circle.
#: Coming and going is each one's own; what a circle is, and who holds a role in it, is everybody's who reads it.
LOGBOOK: dict[str, Verb] = {
    "circle.opened": Verb(_("%(name)s began this circle."), Kind.CIRCLES, EVERYONE),
    "circle.changed": Verb(
        _("The circle’s name, purpose or openness was said anew."), Kind.CIRCLES, EVERYONE, signed=True
    ),
    "circle.hidden": Verb(_("The circle was hidden."), Kind.CIRCLES, EVERYONE, signed=True),
    "circle.ended": Verb(_("The circle ended."), Kind.CIRCLES, EVERYONE, signed=True),
    "circle.joined": Verb(_("%(name)s came in."), Kind.CIRCLES, CONCERNED),
    "circle.left": Verb(_("%(name)s left."), Kind.CIRCLES, CONCERNED),
    "circle.renamed_self": Verb(_("Somebody is now known as %(name)s."), Kind.CIRCLES, CONCERNED),
    "circle.asked": Verb(_("%(name)s asked to come in."), Kind.CIRCLES, CONCERNED),
    "circle.invited": Verb(_("%(name)s invited somebody."), Kind.CIRCLES, CONCERNED),
    "circle.welcomed": Verb(_("%(name)s was told that they may come in."), Kind.CIRCLES, CONCERNED),
}


def _with_office(sentence: Any, office: str) -> str:
    return str(sentence).replace("%(office)s", str(OFFICES[office]))


# A line stores a code; an office is said in the reader's language, so each has its own verb.
for _office in OFFICES:
    for _verb, _sentence in (
        ("role_given", _("%(name)s took on a role: %(office)s.")),
        ("role_laid_down", _("%(name)s laid down a role: %(office)s.")),
    ):
        LOGBOOK[f"circle.{_verb}.{_office}"] = Verb(
            lazy(_with_office, str)(_sentence, _office), Kind.CIRCLES, EVERYONE
        )

#: What a role whose term ends is called on an agenda, by code; an office is said in the reader's language.
ROLE_ENDS: dict[str, Any] = {
    f"role_ends.{_office}": lazy(_with_office, str)(
        _("%(office)s: the term ends on %(day)s. Who would take it on?"), _office
    )
    for _office in OFFICES
}

#: What a key for a program can be good for (`foundation.api.scopes`).
SCOPES = {
    "circles:read": Scope(_("See circles and the people in them, as you do; never hidden ones"), order=30),
    "circles:act": Scope(_("Join and leave circles, and look after those that you look after"), order=31),
}

#: The notice-board sheet.
SHEET = {
    "meeting": _("Next open meeting"),
    "roles": _("Who is next?"),
    "role_ends": _("%(office)s: the term ends on %(day)s. Would you take it on?"),
    "ask": _("Whom to ask"),
    "ask_named": _("%(office)s: %(name)s"),
    "ask_unnamed": _("%(office)s: not named on paper. Ask at a meeting."),
    "ask_anyone": _("Anyone of us. Ask whoever hung this up, or come to a meeting."),
}
