"""“How we belong”: the clauses that say what this is and whose."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.founding.wording.clause import COOP, OTHER, VILLAGE, Template

CHARTER = [
    Template(
        "charter",
        "owned",
        _(
            "This community belongs to its members and to nobody else. No funder, service or person "
            "outside owns any part of it or steers it. What it has is used for what it is for. If it ever "
            "ends, what is left goes to a group with a like purpose and is not shared out among members."
        ),
        _("It belongs to its members. If it ends, what is left goes to a group like it."),
        fixed=True,
        of=frozenset({COOP, OTHER}),
    ),
    Template(
        "charter",
        "owned",
        _(
            "This community belongs to those who live it. Nobody outside it owns any part of it or steers "
            "it. Land and buildings are held for the community and are not sold for anybody’s gain. If it "
            "ever ends, what is left goes to a community with a like purpose, once everyone has back what "
            "they were promised in writing."
        ),
        _("It belongs to those who live it. Land is held for the community, not for gain."),
        fixed=True,
        of=frozenset({VILLAGE}),
    ),
    Template(
        "charter",
        "one_vote",
        _(
            "Every full member has one vote, whatever they give, own or do here, and however long they "
            "have been here. Nobody has more than one, and nobody loses theirs for being ill, away or "
            "behind with money."
        ),
        _("One member, one vote. Being ill, away or short of money does not take it from you."),
        fixed=True,
    ),
    Template(
        "charter",
        "membership",
        _(
            "Anyone of the age beside this clause who wants what we are here for and keeps these "
            "agreements can become a member. Nobody is asked for a diagnosis or a proof of anything, and "
            "joining, staying and voting never depend on an answer about health. Who is a member is not "
            "told outside."
        ),
        _("Whoever wants what we are here for can join. Nobody is asked about their health."),
        rule=("lowest_age", "18"),
    ),
    Template(
        "charter",
        "lived_experience",
        _(
            "More than half of those who steer this community, at least 51 in every 100, have lived "
            "through mental distress themselves. Each says so of themselves; nobody asks for proof, and "
            "nobody has to say more. When the number is no longer reached, the next role that comes free "
            "is offered to somebody who has."
        ),
        _(
            "Most who steer have been there themselves. Each says so for themselves, and nobody asks for "
            "more."
        ),
        fixed=True,
        taken=False,
    ),
    Template(
        "charter",
        "no_force",
        _(
            "Nobody here is hurt, threatened or forced, and nobody is made to work, live, believe or love "
            "in a given way. Everyone has a door of their own that they may close."
        ),
        _("No violence and no force, of any kind. Everyone may close their door."),
        fixed=True,
        of=frozenset({VILLAGE}),
    ),
    Template(
        "charter",
        "what_we_are_not",
        _(
            "We are not a clinic and treat nobody. We are not an emergency service, and nobody here keeps "
            "watch: who needs help now calls the numbers on the help page. We take no side on medicine and "
            "therapy; what somebody takes, changes or leaves is for them and those they choose to ask. We "
            "have no creed, nobody who rules for good, and nobody who may use force. We stand within the "
            "law and hide nobody from it."
        ),
        _(
            "We are company, not treatment. We are not an emergency service. We take no side on medicine. "
            "Nobody here rules for good."
        ),
        fixed=True,
        of=frozenset({COOP}),
    ),
    Template(
        "charter",
        "what_we_are_not",
        _(
            "We are not a state, a court or a church: nobody rules for good, nobody may use force, and "
            "nobody has to believe anything. We are not a clinic, and what help somebody takes is theirs "
            "to choose. We do not live from ourselves alone, and we say what we bring in from outside. We "
            "stand within the law, hide nobody from it, and nobody here has to ask before calling for help."
        ),
        _(
            "Nobody rules for good and nobody has to believe anything. We need the world around us and say "
            "so. Anybody may call for help, any time."
        ),
        fixed=True,
        of=frozenset({VILLAGE}),
    ),
    Template(
        "charter",
        "what_we_are_not",
        _(
            "We are not a business run for others’ gain, not a service, and not an emergency line. We have "
            "no creed, nobody who rules for good, and nobody who may use force. We stand within the law "
            "and hide nobody from it."
        ),
        _(
            "We are not a service and not an emergency line. Nobody rules for good, and nobody has a creed "
            "to keep."
        ),
        fixed=True,
        of=frozenset({OTHER}),
    ),
]
