"""Every sentence of this room, one file per noun."""

from __future__ import annotations

from django.utils.functional import Promise

SENTENCES: dict[str, str | Promise] = {}
