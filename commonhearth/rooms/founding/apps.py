from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundingConfig(AppConfig):
    name = "commonhearth.rooms.founding"
    label = "founding"

    def ready(self) -> None:
        from commonhearth.foundation.logbook.wording import VERBS
        from commonhearth.foundation.registry import CHECKS, RAIL, ROOMS, RailPlace, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.founding import access, checks, handlers, tasks, wording  # noqa: F401
        from commonhearth.rooms.founding.wording import bringing
        from commonhearth.rooms.founding.wording.growing import LOGBOOK

        CHECKS.add("founding", checks.findings)
        RAIL.add("growing", RailPlace(_("Growing"), "growing:page", "land", order=70))
        ROOMS.add("growing", Room(_("Growing")))
        for code, verb in LOGBOOK.items():
            VERBS.add(code, verb)
        sentences.teach(wording.SENTENCES)
        ROOMS.add("bringing", Room(_("From before")))
        RAIL.add("bringing", RailPlace(_("From before"), "bringing:dates", "file", order=70))
        for code, verb in bringing.LOGBOOK.items():
            VERBS.add(code, verb)
