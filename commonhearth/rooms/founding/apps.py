from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundingConfig(AppConfig):
    name = "commonhearth.rooms.founding"
    label = "founding"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.founding import access, tasks, wording  # noqa: F401
        from commonhearth.rooms.founding.wording import bringing

        sentences.teach(wording.SENTENCES)
        ROOMS.add("founding", Room(_("Beginning and growing")))
        ROOMS.add("bringing", Room(_("From before")))
        RAIL.add("bringing", RailPlace(_("From before"), "bringing:dates", "file", order=70))
        for verb, sentence in bringing.LOGBOOK.items():
            logbook.VERBS.add(verb, sentence)
