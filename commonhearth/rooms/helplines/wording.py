"""Sentences of the Help now room that are not on its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "old-number": _("%(name)s (%(key)s): its source was last read %(days)s days ago; read %(source)s again."),
    "numbers-not-loaded": _(
        "The table of helplines is not what this version ships (%(keys)s); run `hearth migrate`."
    ),
}
