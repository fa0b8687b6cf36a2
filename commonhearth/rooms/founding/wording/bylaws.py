"""“How we run things”: deciding, roles, money, coming and going, when something is wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonhearth.rooms.founding.wording.clause import COOP, OTHER, VILLAGE, Template

BYLAWS = [
    Template(
        "bylaws",
        "decide",
        _(
            "We decide by asking whether anything speaks against it. A wording is shown to everyone for a "
            "stated time, a week where it is about these agreements. When the time is over and no concern "
            "stands, it is agreed. A concern says how the wording would harm what we are here for, and "
            "whoever raised it says when it is settled. If two meetings have not settled it, the members’ "
            "meeting decides by two thirds of the votes given. What is changed that way is looked at again "
            "within a year."
        ),
        _(
            "We ask: any concerns by a stated day? If none stands, it is agreed. If a concern cannot be "
            "settled, the members’ meeting votes, and two thirds decide."
        ),
    ),
    Template(
        "bylaws",
        "members_meeting",
        _(
            "All members meet at least four times a year. A week before, everyone can read what is to be "
            "decided. Who cannot come may say a concern beforehand, on paper or through somebody they "
            "choose. With fewer than a third of the members there, we talk and put off deciding."
        ),
        _("Four times a year everyone meets. You read beforehand what is to be decided."),
    ),
    Template(
        "bylaws",
        "roles",
        _(
            "Every role is given for a stated time, a year at most, and has a second person who knows it. "
            "Whoever holds one serves the others and decides nothing that is theirs to decide. Anybody may "
            "lay a role down, without a reason. The founders name the first ones; after that the members "
            "do."
        ),
        _(
            "Every role ends, after a year at most, and has a second. You may lay yours down without a "
            "reason."
        ),
    ),
    Template(
        "bylaws",
        "money",
        _(
            "Money that is ours stands in an account of our own as soon as we have one; until then two "
            "people count the tin together and write it down. Two people agree to every payment that is "
            "more than a week’s tea and biscuits. Each month all members can see what came in and what "
            "went out. Who gave what stays private, and nobody is kept out for want of money."
        ),
        _(
            "Two people look at every larger payment. All members see what came in and went out. Who gave "
            "what stays private, and nobody is left out for want of money."
        ),
    ),
    Template(
        "bylaws",
        "give_and_take",
        _(
            "How we share and trade among ourselves is the setting beside this clause. Whatever it is, "
            "company and support are never counted or traded."
        ),
        _("We share in the way beside this clause. Company and support are never counted."),
        rule=("economy", "gift"),
    ),
    Template(
        "bylaws",
        "land_and_things",
        _(
            "What is shared, what is lent and what is each one’s own is written down when it comes in. Who "
            "brings money or land has in writing what they get back when they leave, and by when. Nobody "
            "may be put out of their home before they have heard why, been heard, and had the time that "
            "the law gives them."
        ),
        _(
            "We write down what is shared and what is yours. What you bring, you know beforehand how you "
            "get back. Nobody loses their home without being heard."
        ),
        of=frozenset({VILLAGE}),
    ),
    Template(
        "bylaws",
        "work",
        _(
            "What work the community needs is laid out for each season, and everyone says what they can "
            "give. Care for children and for the ill is work. Who cannot work for a time owes nobody a "
            "reason."
        ),
        _("Each season everyone says what they can give. Caring is work. Not just now is an answer."),
        of=frozenset({VILLAGE}),
    ),
    Template(
        "bylaws",
        "asking",
        _(
            "Whoever wants to join comes to look first and then asks. A person answers within the days "
            "beside this clause. A no comes from a person too, with two other places to go; nothing about "
            "it is kept."
        ),
        _("Come and look first, then ask. A person answers you in time, whatever the answer is."),
        rule=("answer_days", "7"),
    ),
    Template(
        "bylaws",
        "who_says_yes",
        _(
            "Who may say yes to somebody who asks is the setting beside this clause. They look at whether "
            "the person wants what we are here for and keeps our agreements, and at nothing else."
        ),
        _("The people named beside this clause say yes. They look at nothing but what we are here for."),
        rule=("admission", "two_members"),
    ),
    Template(
        "bylaws",
        "trial",
        _(
            "The first weeks, as many days as stand beside this clause, are for finding out, on both "
            "sides. A newcomer sees what members see and has no vote yet. At the end both sides say "
            "whether it goes on."
        ),
        _("The first weeks are for finding out, on both sides. The vote comes after them."),
        rule=("trial_days", "60"),
        of=frozenset({COOP, OTHER}),
    ),
    Template(
        "bylaws",
        "trial",
        _(
            "Before somebody moves in they visit, and work and live with us for a while. The first time of "
            "membership, as many days as stand beside this clause, is for finding out, on both sides. A "
            "newcomer sees what members see and has no vote yet. At the end both sides say whether it goes "
            "on."
        ),
        _("Visit first, then try living here. Both sides say whether it goes on. The vote comes after that."),
        rule=("trial_days", "90"),
        of=frozenset({VILLAGE}),
    ),
    Template(
        "bylaws",
        "leaving",
        _(
            "Everyone may leave at any time, in one step, without notice and without a reason, and take "
            "along what is theirs. Nobody speaks ill of somebody for leaving. The door stays open."
        ),
        _("You may leave any day, without a reason, with what is yours. You may come back."),
        fixed=True,
    ),
    Template(
        "bylaws",
        "conflict",
        _(
            "When something is wrong between us, we speak with each other first, if that is safe; then "
            "with a third person whom both accept; then with three members who have no part in it. Talking "
            "is free: nobody has to sit down with somebody who hurt them. Violence, abuse and whatever "
            "touches a child are never settled in here: we call on those outside whose work that is."
        ),
        _(
            "Speak with each other if it is safe, then with a third person, then with three others. Nobody "
            "has to. Violence, abuse and harm to a child are for those outside whose work that is."
        ),
    ),
    Template(
        "bylaws",
        "asked_to_leave",
        _(
            "Asking somebody to leave is the last step, and never for being unwell or for not coming. They "
            "hear in plain words what it is about, can answer and bring somebody, and three members "
            "without a part in it say what follows. Who disagrees may ask somebody outside, whom both "
            "sides trust, to look again."
        ),
        _(
            "Asking somebody to leave comes last, and never for being unwell. They are heard first and may "
            "ask for a second look."
        ),
    ),
    Template(
        "bylaws",
        "danger_now",
        _(
            "When somebody, a child above all, is in danger now, whoever sees it calls the numbers on the "
            "help page at once and asks nobody first. Then they tell one other member. We say no more than "
            "is needed, and tell the person concerned what we did, unless that makes the danger greater."
        ),
        _(
            "In danger now: call at once, ask nobody first, then tell one other. The person hears what we "
            "did."
        ),
        fixed=True,
    ),
    Template(
        "bylaws",
        "read_again",
        _(
            "Once a year we read these agreements together, aloud, and say of each clause: keep, change or "
            "end."
        ),
        _("Once a year we read all this together and mend it."),
    ),
]
