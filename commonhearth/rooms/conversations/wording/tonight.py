"""Sentences of tonight."""

from django.utils.translation import gettext_lazy as _

NOTICES = {
    "tonight.called": _("Somebody in one of your circles would like company tonight."),
    "tonight.here": _("Somebody is awake and here for you tonight."),
}
#: How many chose to be woken, in ranges.
HOW_MANY = {
    "nobody": _("Nobody is awake for this that we know of."),
    "few": _("A few people here chose to be woken by this. We do not know whether they will see it."),
    "several": _("Several people here chose to be woken by this. We do not know whether they will see it."),
    "many": _("Many people here chose to be woken by this. We do not know whether they will see it."),
}
BOOK = {
    "conversations_wakewish": _("By what you let yourself be woken"),
    "conversations_tonightcall": _("When you called a circle at night"),
    "conversations_tonightanswer": _("When you said that you are here"),
}
BOOK_FIELDS = {"by_push": _("On your devices"), "by_mail": _("By mail"), "by_text": _("By text message")}
