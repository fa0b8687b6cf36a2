"""Why something sealed stays closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sealed.not_in_emergency": _("This is not opened for anybody, in an emergency either."),
    "sealed.no_grant": _(
        "Two officers must have opened this together, for a reason and for a time that is not over."
    ),
    "sealed.no_rule": _("This stays closed: nobody has said who may open it."),
}
