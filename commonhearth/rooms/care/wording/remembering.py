"""The words for a death, and for talking about it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "stay": _("It stays, under the names I had there."),
    "nameless": _("It stays, without my names."),
    "go": _("It goes."),
}

#: For whoever tells a circle, and for whoever writes there: our own words, the same for all, opened by a press.
TALKING: list[str | Promise] = [
    _("Say it plainly: “died”. If it was by suicide and that is known, say “died by suicide”."),
    _(
        "How and where is not for here. Nobody needs to know it to grieve, and it can harm who is close to it."
    ),
    _("There is never one reason, and it is nobody’s fault. Guessing at reasons helps nobody."),
    _("Say who they were, not only how they died."),
    _("Some will be quiet, some angry, some relieved. All of that may be here."),
    _(
        "If somebody’s own darkness comes close now, the numbers below are for tonight, and so are your people."
    ),
]

SENTENCES: dict[str, str | Promise] = {
    "told_already": _("Somebody has told the circle already."),
    "not_told_yet": _("The circle has not been told yet. A person does that first."),
    "wished_for_none": _(
        "They wished for no page of remembrance. You can remember them together all the same."
    ),
    "no_remembrance": _("There is no page of remembrance here."),
}

NOTICES: dict[str, str | Promise] = {
    "care.a_person_needed": _("Something in one of your circles needs a person, not a message."),
}
