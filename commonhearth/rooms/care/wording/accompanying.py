"""The words of going somewhere together."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "errands_enough": _("You have asked for company on %(most)s ways already. Take one back first."),
    "errand_of_yourself": _("This is your own way."),
    "errand_has_company": _("Somebody is found already. Thank you."),
}

#: What is told to one member, naming nobody and no place.
NOTICES: dict[str, str | Promise] = {
    "care.along_offered": _("Somebody could come with you. You say whether you would like that."),
    "care.along_yes": _("Whom you offered to go with said yes."),
    "care.along_settled": _("A way on which you offered to come along is settled without you. Thank you."),
    "care.along_not": _("Somebody who was to come with you cannot. Nobody owes a reason; you can ask anew."),
}
