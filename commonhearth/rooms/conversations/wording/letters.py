"""Sentences of letters between two."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "letters_yourself": _("These are letters between two people, and this is you."),
    "letters_writing": _("You write to each other already. Your letters are under “Letters”."),
    "letters_shut": _("This person does not take letters here just now. It says nothing about you."),
    "letters_asked": _("You have asked already. If they say yes, you find each other under “Letters”."),
    "letters_ask_first": _("Ask first whether you may write. It takes one press."),
    "letters_ended": _("These letters have ended. What was written stays readable for both of you."),
    "letters_not_now": _("Letters cannot go there just now. What you have is still here."),
    "letters_too_many_asked": _(
        "You have asked %(most)s people who have not answered. Wait for some of them, or take one back."
    ),
}

#: Headings and fields of the book that a member takes along.
BOOK = {
    "conversations_letter": _("Letters you wrote"),
    "conversations_letterasking": _("Whom you asked whether you may write"),
    "conversations_letterdoor": _("Whether others may write to you"),
}
BOOK_FIELDS = {
    "line": _("Your line"),
    "lapses": _("Lapses on"),
    "shut": _("Nobody may ask"),
    "newcomers": _("Newcomers may write"),
}

NOTICES = {
    "letters.asked": _("Somebody would like to write to you. You can say yes, or leave it."),
    "letters.yes": _("Somebody you asked said yes. You can write to each other now."),
    "letters.new": _("There is a letter for you."),
}
