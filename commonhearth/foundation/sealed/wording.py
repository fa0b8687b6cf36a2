"""Why something sealed stays closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sealed.no_rule": _("This stays closed: nobody has said who may open it."),
}
