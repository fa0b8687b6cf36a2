"""Every sentence of members: standings, reasons, logbook lines."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import CONCERNED, EVERYONE, OFFICE, Kind, Verb

#: How a standing is said on screen.
STANDING = {
    "applicant": _("asked to join"),
    "guest": _("newcomer"),
    "member": _("member"),
    "paused": _("not just now"),
    "former": _("was here"),
    "removed": _("was here"),
    "died": _("has died"),
}

#: Headings of the book that a member takes along, by table.
BOOK = {
    "members_member": _("How you were known here"),
    "members_period": _("Coming, going and staying"),
    "members_arrival": _("Coming along from another host"),
    "members_application": _("When you asked to join"),
    "members_invitation": _("Links you made for others"),
    "members_keptapart": _("You asked to be kept apart from somebody"),
    "circles_circlemembership": _("Your names in circles"),
    "circles_role": _("What you took on"),
    "circles_asking": _("Circles you asked to come into"),
    "agreements_clauseversion": _("Wordings you proposed"),
    "agreements_response": _("What you said to wordings of others"),
    "founding_statement": _("What you said for the community that it has"),
    "care_planpart": _("My plan"),
    "care_planshare": _("To whom you showed parts of your plan"),
    "care_lastwish": _("What you wished for the time after your death"),
    "care_handover": _("What you handed over"),
    "care_quietwish": _("What you want if you go quiet"),
    "care_worry": _("When you were worried about somebody"),
    "care_offer": _("What you offered others, and would like"),
    "care_load": _("How much you carry, and when you rest"),
    "care_errand": _("When you asked somebody to come with you"),
    "care_companion": _("When you offered to come along"),
    "care_buddies": _("Your company in the first weeks"),
    "care_remembered": _("What you remembered of somebody"),
    "agreements_assent": _("Ground rules you read and keep to"),
    "care_case": _("What you reported"),
    "care_entry": _("What became of it"),
    "care_oncase": _("Cases you looked at"),
    "care_dutyhours": _("When you meant to be there"),
    "care_measure": _("What was decided about you"),
    "care_appeal": _("When you asked others to look again"),
    "care_panellist": _("When you were drawn to look again"),
}
#: Tables that say nothing to a person; they are in the file for machines.
BOOKKEEPING = {"notices_notice", "notices_wish"}
#: Fields of the book; others are read under their own names.
BOOK_FIELDS = {
    "standing": _("Where you stood"),
    "name": _("Name"),
    "word": _("The word that told you apart"),
    "named_outside_as": _("How mail named this community to you"),
    "paper": _("Name on paper"),
    "back_on": _("You meant to be back on"),
    "trial_until": _("Getting to know each other until"),
    "answers_when": _("When you answered newcomers"),
    "stepped_back": _("You stepped back on"),
    "since": _("From"),
    "until": _("To"),
    "answers": _("What you said"),
    "hear_by": _("You were to hear by"),
    "closed": _("Answered"),
    "circle": _("Circle"),
    "joined": _("Came in"),
    "left": _("Left"),
    "office": _("Role"),
    "starts": _("From"),
    "ends": _("To"),
    "ended": _("Laid down"),
    "version": _("Wording"),
    "agrees": _("You agreed"),
    "concern": _("Your concern"),
    "settled": _("Your concern was heard"),
    "expires": _("Held until"),
    "note": _("Note"),
    "kind": _("Part"),
    "heading": _("Heading"),
    "text": _("Words"),
    "short": _("In short"),
    "closes": _("Open until"),
    "changed": _("Last changed"),
    "words": _("Words"),
    "remembered": _("A page of remembrance"),
    "keys": _("Keys"),
    "way": _("What you want"),
    "shown_to": _("Who may read it"),
    "tell_me": _("You hear when somebody worries"),
    "for_newcomers": _("Company in the first weeks"),
    "to_listen": _("Listening"),
    "times": _("When"),
    "ways": _("How"),
    "would_like": _("What you would like yourself"),
    "cap": _("How many at most"),
    "rest_from": _("You rest from"),
    "rest_until": _("You rest until"),
    "agreed": _("Both said yes"),
    "promises": _("Promises"),
    "waiting": _("Waiting for an answer"),
}
#: Fields that only a machine needs.
UNREAD = frozenset(
    {"id", "created", "community", "pseudonym", "person", "to_tell_apart", "welcome_done", "digest"}
)

#: Why something is not open to this person, and what to do instead.
SENTENCES = {
    "not_inside": _(
        "Only people who belong here can do this. You can ask to join, or write to the community."
    ),
    "away_now": _("You are away just now. Come back first; it takes one press."),
    "still_new": _(
        "Full members can do this, and you will be one after the first weeks. Until then you see and read."
    ),
    "has_own_sign_in": _("They have a sign-in of their own, and speak for themselves."),
    "needs_office": _("This is for those who hold an office here. Ask one of the stewards."),
    "needs_circle": _("This is for the circle that the community trusted with it."),
    "needs_second_person": _("This needs two different people. Please ask somebody else to confirm it."),
    "sign_in_first": _("Sign in first. It takes an e-mail address and one code."),
    "asked_already": _("You have asked already. Your page shows by when you will hear."),
    "inside_already": _("You belong here already."),
    "not_taking_people": _(
        "This community is not taking people in just now. You can look for others near you."
    ),
    "answered_already": _("This has been answered already."),
    "not_yourself": _("Nobody does this for themselves. Please ask somebody else."),
    "not_yours": _("This belongs to somebody else."),
    "not_a_newcomer": _("This person is not a newcomer (any more)."),
    "not_away": _("You are not away."),
    "stepped_back_already": _("You have stepped back already. Nothing waits for you."),
    "not_stepped_back": _("You have not stepped back."),
    "still_inside": _("This person still belongs here. Asking somebody to leave comes first."),
    "not_inside_them": _("This person is not here at present."),
    "hold_over": _("This is over: it was lifted, confirmed, or its time has passed."),
    "removal_over": _("This has been confirmed, taken back, or carried out already."),
    "said_already": _("This has been said already."),
    "undone_already": _("This has been undone already."),
    "has_own_way_in": _("This person has a sign-in of their own."),
    "not_their_voice": _("Only the person they chose may write down their words."),
}

#: Whose acts these are by `access.py`, and who reads of them for that.
SECONDING, HOLDING = frozenset({"steward", "registrar", "on_duty"}), frozenset({"on_duty", "steward"})
BARRING, REGISTER = frozenset({"steward"}), frozenset({"registrar"})
#: Lines of the logbook by verb; `who` is said by the reader's floor. What is about one person is read by them and
#: by whoever did it; that somebody is to be asked to leave they hear from people first.
LOGBOOK = {
    "community.changed": Verb(
        _("What the community says of itself was changed."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
    "community.settled": Verb(
        _("A setting was chosen that no agreement rules yet."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
    "community.moved": Verb(
        _("The community moved to %(to)s and is read only here."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
    "community.thawed": Verb(
        _("The community goes on here after all."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
    "community.taken_along": Verb(
        _("%(who)s packed the whole community into a file, to take it to another host."),
        Kind.COMMUNITY,
        EVERYONE,
    ),
    "community.packing_seconded": Verb(
        _("%(who)s said yes to it as a second member."), Kind.COMMUNITY, EVERYONE
    ),
    "community.arrived": Verb(_("The community came here from %(origin)s."), Kind.COMMUNITY, EVERYONE),
    "reach_out.answered": Verb(_("A letter from outside was answered."), Kind.COMMUNITY, EVERYONE),
    "member.asked": Verb(_("Somebody asked to join."), Kind.PEOPLE, CONCERNED),
    "member.admitted": Verb(_("Somebody was let in."), Kind.PEOPLE, CONCERNED),
    "member.came_by_link": Verb(_("Somebody came in by a personal link."), Kind.PEOPLE, CONCERNED),
    "member.invited": Verb(_("A personal link was made."), Kind.PEOPLE, CONCERNED),
    "member.invited_list": Verb(
        _("People of a list were written to and invited."), Kind.PEOPLE, EVERYONE, signed=True
    ),
    "member.confirmed": Verb(_("A newcomer became a full member."), Kind.PEOPLE, CONCERNED),
    "member.added": Verb(_("Somebody without a sign-in was added."), Kind.PEOPLE, CONCERNED),
    "member.voice_chosen": Verb(
        _("Somebody without a sign-in chose who writes down their words."), Kind.PEOPLE, CONCERNED
    ),
    "member.founded": Verb(_("The community was begun."), Kind.COMMUNITY, EVERYONE),
    "member.card_given": Verb(_("Somebody without e-mail was given a printed card."), Kind.PEOPLE, CONCERNED),
    "arrival.code_given": Verb(
        _("Somebody who came along was given a code to show that it is them."), Kind.PEOPLE, CONCERNED
    ),
    "arrival.code_seconded": Verb(
        _("A second person stood for the code that somebody was given."), Kind.PEOPLE, CONCERNED
    ),
    "arrival.tied_by_link": Verb(
        _("%(who)s came along and tied a new sign-in, by the letter sent to them."), Kind.PEOPLE, CONCERNED
    ),
    "arrival.tied_by_code": Verb(
        _("%(who)s came along and tied a new sign-in, by a code two people stand for."),
        Kind.PEOPLE,
        CONCERNED,
    ),
    "member.away": Verb(_("Somebody is not here just now."), Kind.PEOPLE, CONCERNED),
    "member.back": Verb(_("Somebody is here again."), Kind.PEOPLE, CONCERNED),
    "member.left": Verb(_("Somebody left."), Kind.PEOPLE, CONCERNED),
    "member.died": Verb(_("Two people said that a member has died."), Kind.PEOPLE, CONCERNED),
    "member.died_undone": Verb(_("A mistaken entry was undone."), Kind.PEOPLE, CONCERNED),
    "removal.begun": Verb(
        _("Somebody is to be asked to leave; a second person must confirm it."), Kind.CARE, OFFICE, SECONDING
    ),
    "removal.seconded": Verb(
        _("Asking somebody to leave was confirmed by a second person."),
        Kind.CARE,
        CONCERNED | OFFICE,
        SECONDING,
    ),
    "removal.withdrawn": Verb(_("Asking somebody to leave was taken back."), Kind.CARE, OFFICE, SECONDING),
    "bar.set": Verb(_("Somebody outside may not come back."), Kind.CARE, OFFICE, BARRING),
    "bar.lifted": Verb(_("Somebody may ask to come back."), Kind.CARE, OFFICE, BARRING),
    "hold.placed": Verb(
        _("Somebody’s access was put on hold by a person on duty; a second must confirm within 24 hours."),
        Kind.CARE,
        CONCERNED | OFFICE,
        HOLDING,
    ),
    "hold.confirmed": Verb(
        _("Putting access on hold was confirmed by a second person."), Kind.CARE, CONCERNED | OFFICE, HOLDING
    ),
    "hold.lifted": Verb(_("Access was given back."), Kind.CARE, CONCERNED | OFFICE, HOLDING),
    "register.entered": Verb(
        _("An entry in the register of members was made or corrected."),
        Kind.PEOPLE,
        CONCERNED | OFFICE,
        REGISTER,
    ),
}

#: What a key for a program can be good for (`foundation.api.scopes`).
SCOPES = {
    "communities:read": Scope(_("See which communities you belong to"), order=10, inside=False),
    "joining:act": Scope(_("Ask to join a community in your name"), order=20, inside=False),
    "membership:read": Scope(_("See how you stand here, and how you are known"), order=10),
    "membership:act": Scope(_("Change how you are known here, be away and back, leave"), order=11),
    "invitations:read": Scope(_("See the links that you made for others"), order=20),
    "invitations:act": Scope(_("Invite people and revoke links"), order=21),
    "own:read": Scope(_("Take along what is yours here, except what is sealed or said in circles"), order=12),
}


def taken_name(name: str, word: str) -> str:
    """Say that a name is taken and what helps, without a number."""
    if word:
        said = gettext("Somebody here is known as %(name)s (%(word)s). Please choose another word.")
        return said % {"name": name, "word": word}
    said = gettext("Somebody here is called %(name)s too. Add a word that tells you apart, such as “garden”.")
    return said % {"name": name}


#: Tables of the page on erasing that the book has no heading for.
SHARES = {
    "members_registerentry": _("Your entry in the register of members"),
    "members_endorsement": _("Your yes to people who asked to join"),
    "members_hold": _("When your access was on hold"),
    "members_removal": _("When you were asked to leave"),
    "recovery_recovery": _("When you asked for a way back in"),
    "site_packing": _("When you asked for the community to be packed"),
    "notices_notice": _("What you were told"),
    "notices_wish": _("How you wanted to be told"),
}
#: Why something of an erased row stays.
STAYS = {
    "acts": _("That it was done stays, because others built on it. It names nobody."),
    "agreed": _("The wording stays, because the community agreed on it. It names nobody."),
    "voted": _(
        "That somebody agreed or had a concern stays, so that what was decided adds up. The words go."
    ),
    "register": _("A number and dates stay in the register, which the law asks for. The name goes."),
    "safety": _("That it happened stays, for the safety of others. It names nobody."),
}


def shares(found: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Return what goes and what stays as sentences: heading, what happens, why something stays."""
    said: dict[tuple[str, str], str] = {}
    for share in found:
        heading = str(BOOK.get(share.table) or SHARES.get(share.table) or _("Other things of yours"))
        if share.what == "row":
            said[heading, str(_("Goes."))] = ""
        elif share.what == "fields":
            said[heading, str(_("Your name and words go."))] = str(STAYS[share.stays])
        else:
            said[heading, str(_("Stays without your name."))] = str(STAYS[share.stays])
    return [(heading, what, why) for (heading, what), why in said.items()]
