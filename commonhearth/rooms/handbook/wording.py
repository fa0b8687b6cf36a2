"""Every sentence of handbooks."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.api.scopes import Scope

SENTENCES: dict[str, str | Promise] = {
    "come_in_to_write_pages": _(
        "You can read this handbook. Its pages are written by those who are in this circle."
    ),
    "page_put_away": _("This page was taken out of the handbook. Put it back first."),
    "page_stands": _("This page stands in the handbook."),
}
NOTICES: dict[str, str | Promise] = {
    "handbook.check": _("A page of a handbook that you checked asks to be looked at again."),
}
STAYS = {
    "handbook": _("A handbook is its circle’s: what you wrote in it stays, without your name."),
}
BOOK = {"handbook_wording": _("What you wrote in handbooks")}
SCOPES = {
    "handbook:read": Scope(_("Read handbooks as you do; never those of hidden circles"), order=50),
    "handbook:act": Scope(_("Write and change pages of handbooks in your name"), order=51),
}


def changed_meanwhile(number: int, theirs: str) -> str:
    """Return what a program is told when somebody else rewrote the same lines."""
    return str(_MEANWHILE) % {"number": number, "theirs": theirs}


_MEANWHILE = _(
    "Somebody else changed the same lines meanwhile, and nothing of this was kept. Read the page again, put both "
    "together, and send it made from wording %(number)s. They wrote: %(theirs)s"
)

#: What is wrong with a document, by the code of `core.sheets.Broken`.
DOCUMENTS: dict[str, str | Promise] = {
    "not-docx": _(
        "This is not a document we can read. Save it as .docx in your word processor, or paste its text instead."
    ),
    "cut-off": _("This document is cut short or damaged. Please save it anew and choose it again."),
    "burst": _("This document is too large to be unpacked. Please divide it."),
    "entities": _(
        "This document holds something that no word processor writes. Please paste its text instead."
    ),
    "empty": _("There are no words in this document."),
}
