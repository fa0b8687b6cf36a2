"""What the room's meetings do besides taking place, made known to the house; `apps.py` calls it once."""

from __future__ import annotations


def declare() -> None:
    """Put sentences, settings, points of agendas and parts of sheets where the floors below read them."""
    from commonhearth.foundation import logbook
    from commonhearth.foundation.circles.selectors import (
        AGENDA_SENTENCES,
        ON_THE_AGENDA,
        SHEET_PARTS,
    )
    from commonhearth.foundation.members.wording import BOOK, BOOK_FIELDS
    from commonhearth.foundation.notices.telling import NOTICES
    from commonhearth.kit import sentences
    from commonhearth.rooms.meetings import handlers_work, rules  # noqa: F401
    from commonhearth.rooms.meetings.access import actions as _actions  # noqa: F401
    from commonhearth.rooms.meetings.access import minutes as _minutes  # noqa: F401
    from commonhearth.rooms.meetings.access import paper as _paper  # noqa: F401
    from commonhearth.rooms.meetings.selectors import sheet, working
    from commonhearth.rooms.meetings.wording import actions, agenda, own, paper, turns
    from commonhearth.rooms.meetings.wording import minutes as minutes_words

    BOOK.update(own.BOOK)
    BOOK_FIELDS.update(own.BOOK_FIELDS)
    rules.declare()
    ON_THE_AGENDA.add("meetings.minutes", working.minutes_due)
    ON_THE_AGENDA.add("meetings.actions", working.actions_due)
    SHEET_PARTS.add("meetings.work", sheet.on_the_board)
    for code, sentence in agenda.POINTS.items():
        AGENDA_SENTENCES.add(code, sentence)
    for words in (agenda, turns, minutes_words, actions, paper):
        sentences.teach(words.SENTENCES)
    for told in (turns.NOTICES, minutes_words.NOTICES, actions.NOTICES):
        for code, sentence in told.items():
            NOTICES.add(code, sentence)
    for lines in (minutes_words.LOGBOOK, paper.LOGBOOK):
        for code, verb in lines.items():
            logbook.VERBS.add(code, verb)
