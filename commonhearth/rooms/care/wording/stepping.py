"""The words of stepping back."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What a circle does while nobody holds a role.
WAYS: dict[str, str | Promise] = {
    "without": _("We meet without."),
    "move": _("We move it."),
    "neighbour": _("We ask a neighbour circle."),
}

SENTENCES: dict[str, str | Promise] = {
    "need_is_over": _("This is settled already."),
    "hidden_asks_nobody": _(
        "This circle is hidden, so it cannot ask a neighbour: that would show that it is there. You can meet "
        "without, or move it."
    ),
    "no_neighbour": _("Please choose one of the circles that can be asked."),
}

NOTICES: dict[str, str | Promise] = {
    "care.settled": _("One of your circles has said how it goes on."),
    "care.neighbour_asks": _("A neighbour circle asks for someone."),
    "care.somebody_comes": _("Somebody comes to help one of your circles."),
}
