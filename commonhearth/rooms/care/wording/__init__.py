"""Every sentence of this room, one file per noun."""

from __future__ import annotations

from django.utils.functional import Promise

from commonhearth.rooms.care.wording import cases, measures, openings

SENTENCES: dict[str, str | Promise] = {**cases.SENTENCES, **measures.SENTENCES, **openings.SENTENCES}
#: What members are told, by code.
NOTICES: dict[str, str | Promise] = {**cases.NOTICES, **measures.NOTICES, **openings.NOTICES}
#: Lines of the logbook by verb.
LOGBOOK: dict[str, str | Promise] = {**measures.LOGBOOK, **openings.LOGBOOK}
