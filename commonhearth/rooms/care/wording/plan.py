"""The words of My plan: ours, named after no product, claiming no method."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PartWords:
    """The heading of an offered part, and a line to begin from."""

    heading: str | Promise
    hint: str | Promise


PARTS = {
    "well": PartWords(
        _("What I am like when I am well"),
        _("How would a friend know? What do you enjoy, how do you sleep, what do you talk about?"),
    ),
    "daily": PartWords(
        _("What I do every day to stay that way"),
        _("Small things count: tea at the window, one walk, one call."),
    ),
    "sets_off": PartWords(
        _("What sets me off"), _("Dates, places, news, people, too little sleep: whatever it is for you.")
    ),
    "early_signs": PartWords(
        _("Early signs"), _("What changes first, and what do others notice before you do? What helps then?")
    ),
    "breaking_down": PartWords(
        _("When things break down"),
        _("How it looks when it is bad, and what you want to do about it yourself."),
    ),
    "crisis": PartWords(
        _("In a crisis"),
        _("How others can tell that you need them to step in, and what you want them to do, in which order."),
    ),
    "after": PartWords(
        _("After a crisis"),
        _("What you need when the worst is over, and what can wait. Who takes what back?"),
    ),
    "trust": PartWords(
        _("People I trust"), _("Names, how to reach them, and what each of them is good for.")
    ),
    "not_trust": PartWords(_("People I do not want there"), _("You need not say why.")),
    "do": PartWords(_("Please do"), _("What has helped before, however odd it looks.")),
    "do_not": PartWords(_("Please don’t"), _("What makes it worse.")),
    "reasons": PartWords(_("My reasons"), _("What you want to be here for. A line is enough.")),
    "kept": PartWords(
        _("Where things are kept"), _("Keys, papers, medicine, the cat’s food, who knows the door code.")
    ),
}

#: Said wherever a plan stands, on a page and on paper.
NOT_LEGAL = _(
    "This is your own plan in your own words. It is not a legal directive: if you want wishes that bind others by "
    "law, sign a form made for that where you live."
)

SENTENCES: dict[str, str | Promise] = {
    "plan_with_yourself": _("That is you. Please name somebody else."),
}

NOTICES: dict[str, str | Promise] = {
    "plan.shared": _("Somebody trusts you with a few words of theirs."),
}
