"""Every sentence of a tin."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonhearth.core.ledger.amounts import NoAmount
from commonhearth.core.ledger.dues import DuesSum
from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb
from commonhearth.kit.saying import money, month_year

SENTENCES: dict[str, str | Promise] = {
    "tin_stands": _("This circle has a tin already."),
    "tin_no_currency": _(
        "%(currency)s is no currency that we know. It has three letters, such as EUR or GBP."
    ),
    "tin_yours": _("You keep this tin."),
    "tin_is_kept": _("This tin is kept by others. They can ask you to keep it with them."),
    "tin_not_yours": _("You do not keep this tin."),
    "tin_by_keepers": _("Only those who keep the tin can do this."),
    "tin_keeper_not_here": _("This person cannot keep the tin just now."),
    "tin_keeper_already": _("They keep the tin already."),
    "tin_sets_right": _("This entry sets another right. Write what is right as a new one."),
    "tin_set_right": _("This entry was set right already."),
    "tin_day_to_come": _("This day is still to come. Write the entry when the money has moved."),
    "tin_without_dues": _("No dues are paid into this tin."),
    "tin_dues_come_in": _("Dues come in. If one was written by mistake, set that entry right."),
    "tin_payer_of_dues": _("Only dues name who paid. Leave it empty here."),
    "tin_what_for": _("Please say in a few words what it was for."),
    "tin_not_so_much": _(
        "There is not so much in the tin by the book: it is short by %(currency)s %(short)s. Perhaps something that "
        "came in is not written yet. Write that first."
    ),
    "count_waits": _("You have counted. Somebody else counts now, without seeing your number."),
    "count_with_keeper": _("One of the two who count keeps the tin. Please wait for one of them."),
    "count_over": _("This is not open any more."),
    "count_booked": _("The difference stands in the book already."),
    "hard_month_yourself": _("This is for asking somebody else."),
    "hard_month_asked": _("You have asked them already. Leave it with them."),
}
#: What is told to one member, naming nobody, no circle and no money.
NOTICES: dict[str, str | Promise] = {
    "treasury.keeper": _(
        "You were asked to look after something with others. You can lay it down at any time."
    ),
    "treasury.asked": _("Somebody has a question that is for you alone."),
    "treasury.answered": _("Somebody answered a question that you asked."),
}
LOGBOOK = {
    "treasury.opened": Verb(_("%(who)s opened the circle’s tin."), Kind.MONEY, EVERYONE),
    "treasury.keepers": Verb(_("%(who)s changed who keeps the tin."), Kind.MONEY, EVERYONE),
    "treasury.dues": Verb(_("%(who)s let dues be paid into the tin."), Kind.MONEY, EVERYONE),
    "treasury.entry": Verb(_("%(who)s wrote an entry into the book of the tin."), Kind.MONEY, EVERYONE),
    "treasury.counted": Verb(
        _("Two people counted the tin and came to the same; %(who)s was the second."), Kind.MONEY, EVERYONE
    ),
}
STAYS = {
    "tin": _("The book of a tin must add up, so what was paid stays in it, without your name."),
}
BOOK = {"treasury_entry": _("Dues you paid")}
SHARES = {
    "treasury_keeper": _("When you kept a tin"),
    "treasury_hardmonth": _("A question whether it is a hard month, and what you answered"),
}
SCOPES = {
    "treasury:read": Scope(_("Read the tins of circles as you do; never those of hidden circles"), order=54),
    "treasury:act": Scope(_("Write into tins that you keep, and count, in your name"), order=55),
}
#: Sorts of entries, where the words alone do not say it.
KINDS: dict[str, str | Promise] = {
    "dues": _("Dues"),
    "difference": _("Difference at the count of %(day)s"),
}
#: What somebody says to “is this a hard month?”.
ANSWERS: dict[str, str | Promise] = {
    "leave": _("Yes, leave it"),
    "pay": _("I will pay"),
    "talk": _("Let us talk"),
}
ANSWERED: dict[str, str | Promise] = {
    "leave": _("Yes, it is a hard month: leave it. Nothing more needs to be said or done."),
    "pay": _("No; they will pay."),
    "talk": _("They would like to talk with you."),
}
_WRONG: dict[str, str | Promise] = {
    "unreadable": _(
        "Please write an amount in figures, such as 12.50, without a sign and without setting thousands apart."
    ),
    "nothing": _("Please write an amount above zero."),
    "too-much": _("This is more than a tin can hold."),
}


def wrong_amount(fault: NoAmount) -> str:
    """Say why what was typed is no amount."""
    if fault.code != "too-fine":
        return str(_WRONG[fault.code])
    if not fault.digits:
        return gettext("This currency has no smaller unit. Please write a whole number.")
    return ngettext(
        "This currency has %(digits)s digit after the point.",
        "This currency has %(digits)s digits after the point.",
        fault.digits,
    ) % {"digits": fault.digits}


def span(sums: DuesSum) -> str:
    """Say of when a sum of dues is: "2025", "January to March 2026", "October 2025 to December 2026"."""
    first, last = sums.first, sums.last
    if first.year == last.year and (first.number, last.number) == (1, 4):
        return str(first.year)
    said = {"first": month_year(first.first_day), "last": month_year(last.last_day)}
    return gettext("%(first)s to %(last)s") % said


def difference(amount: int, currency: str) -> str:
    """Say what a count says beside the book, blaming nobody."""
    if not amount:
        return gettext("As much in the tin as in the book.")
    said = {"amount": money(abs(amount), currency)}
    if amount > 0:
        return gettext("%(amount)s more in the tin than in the book.") % said
    return gettext("%(amount)s less in the tin than in the book.") % said
