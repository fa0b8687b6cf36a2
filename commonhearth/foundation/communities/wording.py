"""Every sentence of communities."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope

SENTENCES = {
    "not_here": _("There is nothing to see here from outside."),
    "ruled_by_agreement": _("The community has agreed on this. Propose a new wording of that agreement."),
    "operator_only": _("Only whoever runs the host can do this."),
    "nobody_answers": _("Nobody here has agreed to answer letters. Use the contact the group shows itself."),
}

KIND = {
    "mental_health": _("mental-health co-op"),
    "village": _("intentional community"),
    "founding": _("founding circle"),
    "other": _("member-owned community"),
}

ECONOMY = {
    "gift": _("gifts, nothing is counted"),
    "time": _("time credit"),
    "barter": _("barter"),
    "money": _("money"),
    "mixed": _("a mix of money, time and gifts"),
}

PRECISION = {
    "exact": _("the exact address"),
    "km": _("to about one kilometre"),
    "town": _("the town only"),
    "hidden": _("not at all"),
}

ADMISSION = {
    "steward": _("a steward answers"),
    "two_members": _("two members say yes"),
    "circle": _("a circle answers"),
}

STAGE = {
    0: _("a circle of 5 to 20 people"),
    1: _("a pilot of 5 to 30"),
    2: _("15 to 40 people with agreed ways in and out"),
    3: _("a village of about 150"),
    4: _("dividing at about 280"),
    5: _("a federation"),
}

#: What a key for a program can be good for (`foundation.api.scopes`).
SCOPES = {
    "letters:act": Scope(_("Write to a community in your name"), order=30, inside=False),
}
