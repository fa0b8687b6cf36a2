"""Sentences of new posts by mail."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "mail_come_in": _(
        "What is new here goes by mail to the people of this circle only. To get it, come in first."
    ),
}
#: When a new post is told by mail.
HOW = {
    "each": _("Each by itself, a few minutes after it was written"),
    "daily": _("Only in the daily letter, which says that there is something new and nothing else"),
    "never": _("Not by mail"),
}
#: On the page of a topic: as its circle has it.
AS_CIRCLE = _("as in its circle")
BOOK = {"conversations_mailwish": _("What you wanted to hear by mail")}
BOOK_FIELDS = {"how": _("By mail"), "told": _("Told until")}
