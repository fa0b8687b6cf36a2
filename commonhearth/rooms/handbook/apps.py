from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandbookConfig(AppConfig):
    name = "commonhearth.rooms.handbook"
    label = "handbook"

    def ready(self) -> None:
        from commonhearth.foundation import search
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles.selectors import DOORS, Door
        from commonhearth.foundation.files.hanging import hangs
        from commonhearth.foundation.members.wording import BOOK, STAYS
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.handbook import access, finding, handlers, tasks, wording  # noqa: F401
        from commonhearth.rooms.handbook.models import Page
        from commonhearth.rooms.handbook.selectors import KIND

        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        STAYS.update(wording.STAYS)
        BOOK.update(wording.BOOK)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        ROOMS.add("handbook", Room(_("Handbook")))
        DOORS.add("handbook", Door(_("Handbook"), "handbook:contents", "book", order=40))
        RAIL.add("handbook", RailPlace(_("Handbook"), "handbook:everyone", "book", order=40))
        hangs(Page, access.may_read_page, fetch=("circle",))
        search.KINDS.add(KIND, finding.PAGES)
