"""Every sentence of agreements: kinds, reasons, logbook lines, how a wording stands."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

KINDS = {
    "charter": _("charter"),
    "bylaws": _("bylaws"),
    "ground_rules": _("ground rules"),
    "other": _("agreement"),
    "joint_letter": _("a letter we send together"),
}

STANDS = {
    "shown": _("Shown until %(closes)s. Then it is agreed, unless a concern stands."),
    "concern": _(
        "Its time is over, and there is a concern that must be heard. It waits until that is settled."
    ),
    "waits_for_all": _(
        "This is something you said you would not give up. Changing it needs a yes from everybody; "
        "%(agreed)s of %(deciding)s have said it."
    ),
    "passes": _("Its time is over and no concern stands. It comes in force within minutes."),
}

SENTENCES = {
    "agreed_from_the_start": _(
        "Only what founders confirmed before there was a community begins in this way."
    ),
    "letters_by_everyone": _(
        "A letter in the community’s name is agreed by everyone. Begin it among the agreements of everyone."
    ),
    "proposal_over": _("This has been decided or taken back already."),
    "your_own_proposal": _("You proposed this, so you agree. You can take it back."),
    "not_your_proposal": _("Whoever proposed this can take it back until its time is over."),
    "not_your_concern": _("Only whoever raised a concern can say that it is settled."),
    "concern_settled": _("This is settled already."),
    "time_is_over": _(
        "The time to raise a concern is over. Talk to whoever proposed it, or propose another wording yourself."
    ),
    "no_short_version": _("Please write the short version: it is what people read first."),
    "short_too_long": _("The short version has %(sentences)s sentences. Five at most, one idea each."),
    "concern_in_words": _("Please say in a few words what harm you see, so that it can be heard."),
    "closes_too_soon": _("Please show it for at least a day, until %(earliest)s or later."),
    "look_too_soon": _("Please choose a day after %(day)s, or leave it empty."),
    "not_in_force": _("Only what is agreed now is looked at again."),
    "proposal_open": _("Another wording of this clause is before you. One at a time."),
    "ruled_elsewhere": _("Clause %(number)s already says this. Please propose another wording of that one."),
    "nothing_new": _("This says what is agreed already. Please change something."),
    "rule_not_here": _("This is not decided in this circle."),
    "rule_number": _("Please give a whole number from %(least)s to %(most)s."),
    "rule_choice": _("Please choose one of those offered."),
    "rule_circle": _("Please choose a circle that everyone here may know of."),
    "not_passed_shown": _("Its time is not over."),
    "not_passed_concern": _("There is a concern that must be heard first."),
    "not_passed_waits_for_all": _("Not everybody has said yes."),
}

#: Lines of the logbook by verb.
LOGBOOK = {
    "agreement.begun": Verb(_("An agreement was begun."), Kind.AGREED, EVERYONE, signed=True),
    "agreement.founded": Verb(
        _("What we begin with was put in force. It was confirmed by %(names)s."), Kind.AGREED, EVERYONE
    ),
    "agreement.proposed": Verb(
        _("A wording of clause %(number)s was proposed."), Kind.AGREED, EVERYONE, signed=True
    ),
    "agreement.withdrawn": Verb(
        _("A proposed wording of clause %(number)s was taken back."), Kind.AGREED, EVERYONE, signed=True
    ),
    "agreement.concern_raised": Verb(
        _("Somebody had a concern about the wording of clause %(number)s."), Kind.AGREED, EVERYONE
    ),
    "agreement.concern_settled": Verb(
        _("A concern about the wording of clause %(number)s was settled."), Kind.AGREED, EVERYONE
    ),
    "agreement.look_again": Verb(
        _("It was said when clause %(number)s is looked at again."), Kind.AGREED, EVERYONE, signed=True
    ),
    "agreement.in_force": Verb(
        _("A wording of clause %(number)s came in force: nobody had a concern that still stood."),
        Kind.AGREED,
        EVERYONE,
    ),
}

#: The page behind “no concern” in a letter. It says nothing that the letter did not say.
NO_CONCERN = {
    "asks": _("No concern about what is before you?"),
    "follows": _(
        "You say by this that it may go ahead as it is written. As long as it is shown you can still change "
        "your mind when you are signed in."
    ),
    "button": _("No concern"),
    "done": _(
        "Noted: you have no concern. As long as it is shown you can change that when you are signed in."
    ),
}

#: What a key for a program can be good for (`foundation.api.scopes`).
SCOPES = {
    "agreements:read": Scope(_("Read agreements, and what is proposed"), order=40),
    "agreements:act": Scope(_("Propose wordings, say yes, raise concerns"), order=41),
}

#: The notice-board sheet.
SHEET = {
    "title": _("To agree with, or to raise a concern about"),
    "line": _("%(agreement)s, clause %(number)s: %(short)s (by %(day)s)"),
    "about": _("%(agreement)s, clause %(number)s"),
    "more": _("And %(count)s more that do not fit here. Ask to see them."),
}

#: Points of a meeting's agenda.
AGENDA = {
    "wording_shown": _("%(title)s, clause %(number)s: any concerns by %(day)s?"),
    "review_due": _("%(title)s, clause %(number)s: does it still fit us? We wanted to look on %(day)s."),
}
