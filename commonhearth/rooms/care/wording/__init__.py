"""Every sentence of this room, one file per noun."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope
from commonhearth.foundation.logbook.verbs import Verb
from commonhearth.rooms.care.wording import cases, measures, openings

SENTENCES: dict[str, str | Promise] = {**cases.SENTENCES, **measures.SENTENCES, **openings.SENTENCES}
#: What members are told, by code.
NOTICES: dict[str, str | Promise] = {**cases.NOTICES, **measures.NOTICES, **openings.NOTICES}
#: Lines of the logbook by verb.
LOGBOOK: dict[str, Verb] = {**measures.LOGBOOK, **openings.LOGBOOK}
SCOPES = {
    "care:read": Scope(
        _("See what members offer each other, your company, your hours, what circles need"), order=60
    ),
    "care:act": Scope(
        _("Offer and ask for company in your name, state hours, step back, say what a circle does"), order=61
    ),
}
