from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "commonhearth.foundation.agreements"
    label = "agreements"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.accounts.letter_links import LETTER_ACTS, LetterAct
        from commonhearth.foundation.agreements import access, handlers, letters, wording  # noqa: F401
        from commonhearth.foundation.agreements.models import Response
        from commonhearth.foundation.agreements.rules import ruled_now
        from commonhearth.foundation.agreements.selectors.glance import (
            agreed_in,
            before_the_circle,
            reviews_due,
            wordings_due,
        )
        from commonhearth.foundation.agreements.selectors.home import home_lines
        from commonhearth.foundation.agreements.selectors.sheet import on_the_board
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles.selectors import (
            AGENDA_SENTENCES,
            ON_THE_AGENDA,
            SHEET_PARTS,
            WHAT_IS_NEXT,
            WHAT_WE_AGREED,
        )
        from commonhearth.foundation.communities.selectors import RULED_NOW
        from commonhearth.foundation.files.hanging import hangs
        from commonhearth.foundation.registry import HOME_LINES, RAIL, RailPlace
        from commonhearth.kit import sentences

        hangs(Response, access.may_open_agreement_words, fetch=("circle",))
        SHEET_PARTS.add("agreements", on_the_board)
        RULED_NOW.add("agreements", ruled_now)
        WHAT_WE_AGREED.add("agreements", agreed_in)
        ON_THE_AGENDA.add("agreements", wordings_due)
        ON_THE_AGENDA.add("agreements.reviews", reviews_due)
        for code, sentence in wording.AGENDA.items():
            AGENDA_SENTENCES.add(code, sentence)
        WHAT_IS_NEXT.add("agreements", before_the_circle)
        HOME_LINES.add("agreements.waiting", home_lines)
        RAIL.add("agreements", RailPlace(_("Agreements"), "agreements:ours", "agreement", order=30))
        LETTER_ACTS.add("no-concern", LetterAct(**wording.NO_CONCERN, days=14, act=letters.no_concern))
        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
