from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "commonhearth.rooms.care"
    label = "care"

    def ready(self) -> None:
        from commonhearth.foundation.agreements.selectors import BESIDE_RULES, RULES
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles.selectors import BESIDE
        from commonhearth.foundation.logbook.wording import VERBS
        from commonhearth.foundation.members.selectors import BEFORE_LEAVING
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import RAIL, ROOMS, RailPlace, Room
        from commonhearth.foundation.sealed import GRANTS, OPENABLE
        from commonhearth.kit import sentences
        from commonhearth.rooms.care import access, carrying, handlers, settings, tasks, wording  # noqa: F401
        from commonhearth.rooms.care.selectors.beside import beside_circle
        from commonhearth.rooms.care.selectors.ground_rules import beside_rules
        from commonhearth.rooms.care.selectors.measures import repair_tried
        from commonhearth.rooms.conversations.selectors import (
            BESIDE_A_POST,
            BESIDE_WRITING,
            OPENED_BY_TWO,
            WHO_MUST_ACT,
            PostLink,
            WritingLink,
        )
        from commonhearth.rooms.handbook.selectors import BESIDE_A_PAGE, PageLink

        BESIDE.add("care", beside_circle)
        BESIDE_RULES.add("care", beside_rules)
        for key, setting in settings.SETTINGS.items():
            RULES.add(key, setting)
        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        for code, verb in wording.LOGBOOK.items():
            VERBS.add(code, verb)
        BEFORE_LEAVING.add("care", repair_tried)
        GRANTS.add("care", access.openings.grants)
        OPENABLE.add("care.post", "conversations.Post.sealed_text")
        OPENED_BY_TWO.add("care", True)
        BESIDE_A_POST.add(
            "care.report", PostLink(_("Something isn’t right"), "care:report_post", on_own=False)
        )
        BESIDE_A_PAGE.add("care.report", PageLink(_("Something isn’t right"), "care:report_page"))
        RAIL.add("care", RailPlace(_("Looking after each other"), "care:home", "care", order=75))
        BESIDE_WRITING.add("care.plan", WritingLink(_("My own plan"), "care:plan"))
        WHO_MUST_ACT.add("care", WritingLink(_("Who here must act, and what they do"), "care:danger"))
        carrying.open_it()
        #: Not closable: nobody may be left without a way to say that something isn't right.
        ROOMS.add("care", Room(_("Looking after each other"), closable=False))
