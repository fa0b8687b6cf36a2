"""What is said about letters on paper."""

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb

WAYS = {"post": _("By post"), "hand": _("By hand, or in my pigeonhole")}

SENTENCES = {
    "address_missing": _("Please say what stands on the address side: at least a name."),
    "address_too_long": _("Seven lines of 60 letters fit onto the address side. Please shorten it."),
}

LOGBOOK = {
    "letters.printed": Verb(
        _("The letter round was opened for printing (%(count)s letters)."),
        Kind.COMMUNITY,
        EVERYONE,
        signed=True,
    )
}
