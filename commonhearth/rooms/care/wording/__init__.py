"""Every sentence of this room, one file per noun."""

from __future__ import annotations

from django.utils.functional import Promise

from commonhearth.rooms.care.wording import cases

SENTENCES: dict[str, str | Promise] = {**cases.SENTENCES}
#: What members are told, by code.
NOTICES: dict[str, str | Promise] = {**cases.NOTICES}
