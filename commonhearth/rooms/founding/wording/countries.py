"""What the pages about a country ask and say besides the facts themselves."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOPICS: dict[str, Promise | str] = {
    "form": _("Legal form"),
    "bank": _("Bank account"),
    "insurance": _("Insurance"),
    "room": _("A room"),
    "safeguarding": _("Keeping people safe"),
    "money": _("The first 200"),
}
#: Where we could read nothing in a source: what to ask, and whom.
ASK: dict[str, Promise | str] = {
    "form": _(
        "Ask whoever helps groups to begin where you live: in which form may we meet without registering, "
        "who answers for debts, and from when do we have to register?"
    ),
    "bank": _(
        "Ask two banks: do you have an account for small groups, what do you want to see, who has to sign, "
        "and what does it cost a year? Until then two people count the tin together."
    ),
    "insurance": _(
        "Ask whoever lets you the room: does your insurance cover us while we are here, or do we need our "
        "own? If you need one, ask two insurers what it costs a year."
    ),
    "room": _(
        "Ask the library, the town hall, a parish, a community centre and a self-help office: may we have "
        "a room for two hours, warm, with a step-free way in and a door that shuts, and what does it cost?"
    ),
    "safeguarding": _(
        "Ask the social services of your town: whom do we call when a child is in danger, whom about an "
        "adult, and what does the law want of a group like ours?"
    ),
    "money": _(
        "Ask your town, a foundation near you and the health insurers: who gives small sums to groups that "
        "begin?"
    ),
}
#: Our own suggestion, no fact of any country; the page says so.
FIRST_200: tuple[Promise | str, ...] = (
    _("Nothing: a room that somebody lends, your own cups, a printed sheet on five doors."),
    _("Then tea, biscuits and paper for three months."),
    _("Then the room’s own price, if there is one, for the first three meetings."),
    _("Then insurance, if whoever lets the room asks for it."),
    _("Last, a fee for registering, when you know that you go on."),
)
READ_HOW: dict[str, Promise | str] = {
    "live": _("read there"),
    "stored-copy": _("read in a stored copy, which may be older"),
}
FINDINGS: dict[str, Promise | str] = {
    "old-fact": _(
        "“%(key)s” about beginning a group was read %(days)s days ago. Read %(source)s again and put "
        "today’s date beside it in rooms/founding/data/countries.toml."
    ),
}
