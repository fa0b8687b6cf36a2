from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TreasuryConfig(AppConfig):
    name = "commonhearth.rooms.treasury"
    label = "treasury"

    def ready(self) -> None:
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles.selectors import DOORS, Door
        from commonhearth.foundation.files.hanging import hangs
        from commonhearth.foundation.logbook.wording import VERBS
        from commonhearth.foundation.members.wording import BOOK, SHARES, STAYS
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import ROOMS, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.treasury import access, handlers, tasks, wording  # noqa: F401
        from commonhearth.rooms.treasury.models import Entry

        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        STAYS.update(wording.STAYS)
        BOOK.update(wording.BOOK)
        SHARES.update(wording.SHARES)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        for code, verb in wording.LOGBOOK.items():
            VERBS.add(code, verb)
        ROOMS.add("treasury", Room(_("The tin")))
        DOORS.add("treasury", Door(_("The tin"), "treasury:tin", "share", order=50))
        hangs(Entry, access.may_read_entry, fetch=("circle", "tin__circle", "payer"))
