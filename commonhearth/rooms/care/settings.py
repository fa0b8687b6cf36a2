"""What circles and communities may decide about care, as clauses rule it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.agreements.rules import Setting, between, one_of

_OPENING: tuple[tuple[str, str | Promise], ...] = (
    ("never", _("never")),
    ("danger", _("only when somebody’s life is in danger")),
)


def _opening_said(value: Any) -> str:
    return str(dict(_OPENING).get(value, value))


SETTINGS = {
    # Each circle for itself: what the whole community agreed on does not open a hidden circle.
    "emergency_opening": Setting(
        _("Whether two officers may open what is hidden here, in an emergency"),
        one_of(_OPENING),
        _opening_said,
        default="never",
        root_only=False,
        inherits=False,
        choices=lambda: list(_OPENING),
    ),
    "care_keep_months": Setting(
        _("Months for which a case is kept after it was closed"), between(1, 60), str, default=12
    ),
}
