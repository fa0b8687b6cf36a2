"""Why nothing was fetched, as sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    # Refused
    "egress-off": _("This host does not reach out to other hosts: its operator has switched that off."),
    "not-listed": _("It leads to another site, which nobody has put into the directory."),
    "not-an-address": _("That is not the address of a page that starts with http:// or https://."),
    "port": _("That address names a port which this host does not use."),
    "private": _("That address is inside a private network, so this host does not go there."),
    "downgraded": _("It leads from a secure address to one that is not."),
    # Failed
    "no-name": _("There is no site of that name."),
    "no-answer": _("The site did not answer."),
    "not-trusted": _("The site’s certificate is not valid."),
    "too-slow": _("The site took too long to answer."),
    "too-large": _("The answer was larger than this host reads."),
    "unreadable": _("The site answered in a way that cannot be read."),
    "too-many-moves": _("The site sends one from address to address without end."),
}
