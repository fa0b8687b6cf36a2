"""Every sentence of this room, one file per noun."""

from __future__ import annotations

from django.utils.functional import Promise

from commonhearth.rooms.care.wording import cases, plan

SENTENCES: dict[str, str | Promise] = {**plan.SENTENCES, **cases.SENTENCES}
#: What members are told, by code.
NOTICES: dict[str, str | Promise] = {**plan.NOTICES, **cases.NOTICES}
