from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "commonhearth.rooms.care"
    label = "care"

    def ready(self) -> None:
        from commonhearth.foundation.agreements.selectors import BESIDE_RULES, RULES
        from commonhearth.foundation.circles.selectors import BESIDE
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import KEPT, RAIL, ROOMS, RailPlace, Room
        from commonhearth.kit import sentences
        from commonhearth.rooms.care import access, handlers, settings, wording  # noqa: F401
        from commonhearth.rooms.care.selectors.beside import beside_circle
        from commonhearth.rooms.care.selectors.ground_rules import beside_rules
        from commonhearth.rooms.care.selectors.plan import kept_pages, way_to_own_plan
        from commonhearth.rooms.helplines.selectors import OWN_FIRST_LINK

        BESIDE.add("care", beside_circle)
        BESIDE_RULES.add("care", beside_rules)
        for key, setting in settings.SETTINGS.items():
            RULES.add(key, setting)
        sentences.teach(wording.SENTENCES)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        KEPT.add("care.plan", kept_pages)
        OWN_FIRST_LINK.add("care.plan", way_to_own_plan)
        RAIL.add("plan", RailPlace(_("My plan"), "care:plan", "care", order=80))
        RAIL.add("care", RailPlace(_("Looking after each other"), "care:home", "care", order=75))
        #: Not closable: nobody may be left without a way to say that something isn't right.
        ROOMS.add("care", Room(_("Looking after each other"), closable=False))
