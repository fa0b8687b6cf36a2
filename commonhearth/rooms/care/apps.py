from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "commonhearth.rooms.care"
    label = "care"

    def ready(self) -> None:
        from commonhearth.foundation.agreements.selectors import BESIDE_RULES, RULES
        from commonhearth.foundation.circles.selectors import BESIDE
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.care import access, carrying, handlers, settings, wording  # noqa: F401
        from commonhearth.rooms.care.selectors.beside import beside_circle
        from commonhearth.rooms.care.selectors.ground_rules import beside_rules
        from commonhearth.rooms.conversations.selectors import BESIDE_WRITING, WritingLink

        BESIDE.add("care", beside_circle)
        BESIDE_RULES.add("care", beside_rules)
        for key, setting in settings.SETTINGS.items():
            RULES.add(key, setting)
        sentences.teach(wording.SENTENCES)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        RAIL.add("care", RailPlace(_("Looking after each other"), "care:home", "care", order=75))
        BESIDE_WRITING.add("care.plan", WritingLink(_("My own plan"), "care:plan"))
        carrying.open_it()
        #: Not closable: nobody may be left without a way to say that something isn't right.
        ROOMS.add("care", Room(_("Looking after each other"), closable=False))
