from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "commonhearth.foundation.circles"
    label = "circles"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles import access, handlers, signatures, wording  # noqa: F401
        from commonhearth.foundation.circles.selectors.actors import anybody_acts_in, office_holders
        from commonhearth.foundation.circles.selectors.agenda import (
            AGENDA_SENTENCES,
            ON_THE_AGENDA,
            roles_due,
        )
        from commonhearth.foundation.circles.selectors.home import home_lines
        from commonhearth.foundation.circles.selectors.seeing import reads_lines_of
        from commonhearth.foundation.logbook.access import READS_CIRCLE
        from commonhearth.foundation.members.access import CIRCLE_ACTS
        from commonhearth.foundation.members.selectors import OFFICE_HOLDERS
        from commonhearth.foundation.registry import HOME_LINES, RAIL, RailPlace
        from commonhearth.kit import sentences

        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        HOME_LINES.add("circles.waiting", home_lines)
        RAIL.add("circles", RailPlace(_("Circles"), "circles:tree", "circle", order=10))
        RAIL.add("people", RailPlace(_("People"), "circles:everyone", "people", order=20))
        ON_THE_AGENDA.add("circles.roles", roles_due)
        for code, sentence in wording.ROLE_ENDS.items():
            AGENDA_SENTENCES.add(code, sentence)
        OFFICE_HOLDERS.add("circles", office_holders)
        CIRCLE_ACTS.add("circles", anybody_acts_in)
        READS_CIRCLE.add("circles", reads_lines_of)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
        logbook.NAMES.add("circles", signatures.names)
