"""Sentences of answering by mail."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "replies_not_here": _("Here people write on the page only: nothing of it goes into a mail."),
    "replies_no_address": _("You have no e-mail address here. You can add one under “You and this house”."),
    "replies_may_not": _("The place it was meant for is not open to you for writing just now."),
    "replies_rules_first": _(
        "Before your first words there, please read on the page how people are with each other, and say that you "
        "keep to it. Then send it again."
    ),
    "replies_expired": _("The address you wrote to is too old. Ask for a new one on the page."),
    "replies_empty": _("There was nothing new in it besides what it quoted."),
    "replies_strange": _(
        "It could not be told what you wrote and what was quoted. Please write it on the page."
    ),
    "replies_too_long": _("It is too long for one piece. Please write it on the page, in parts."),
    "replies_file": _("Something that hung on it cannot be taken. Pictures, sound and PDF files can."),
}
NOTICES = {
    "reply.parked": _("Something came by mail to an address of yours, from another sender. Is it yours?"),
}
BOOK = {
    "conversations_replyaddress": _("Addresses to which you may write"),
    "conversations_parkedreply": _("What came by mail and waits for your press"),
}
