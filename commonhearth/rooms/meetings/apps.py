from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "commonhearth.rooms.meetings"
    label = "meetings"

    def ready(self) -> None:
        from commonhearth.foundation import logbook
        from commonhearth.foundation.accounts.letter_links import LETTER_ACTS, LetterAct
        from commonhearth.foundation.api import scopes
        from commonhearth.foundation.circles.selectors import (
            DOORS,
            READ_ALONG,
            SHEET_PARTS,
            WHAT_IS_NEXT,
            Door,
        )
        from commonhearth.foundation.communities.selectors import FACE_PARTS, NEXT_OPEN_MEETING
        from commonhearth.foundation.notices.telling import NOTICES
        from commonhearth.foundation.registry import HOME_LINES, RAIL, ROOMS, RailPlace, Room
        from commonhearth.foundation.sealed.purposes import PURPOSES, Purpose
        from commonhearth.kit import sentences
        from commonhearth.rooms.conversations.services.incoming import MAIL_IN
        from commonhearth.rooms.meetings import access, handlers, letters, selectors, tasks, wording, work  # noqa: F401
        from commonhearth.rooms.meetings.access.coming import TO_GUESTS, WAY_IN
        from commonhearth.rooms.meetings.selectors import board, open, seeing
        from commonhearth.rooms.meetings.services import replies

        ROOMS.add("meetings", Room(_("Meetings")))
        RAIL.add("meetings", RailPlace(_("Meetings"), "meetings:list", "meeting", order=15))
        DOORS.add("meetings", Door(_("Meetings"), "meetings:of_circle", "meeting", order=20))
        WHAT_IS_NEXT.add("meetings", selectors.ahead_in)
        SHEET_PARTS.add("meetings", board.on_the_board)
        NEXT_OPEN_MEETING.add("meetings", open.next_open_meeting)
        FACE_PARTS.add("meetings", open.on_the_face)
        HOME_LINES.add("meetings.next", open.home_lines)
        READ_ALONG.add("next_meeting_id", seeing.next_id)
        READ_ALONG.add("next_meeting_starts", seeing.next_starts)
        READ_ALONG.add("next_meeting_title", seeing.next_title)
        way_in = _("The way in to a meeting online, for who said that they come or was let in by the host.")
        PURPOSES.add(WAY_IN, Purpose(way_in, frozenset({"meetings.Series.online"})))  # type: ignore[arg-type]
        to_guests = _("Writing to a visitor of an open meeting about that date.")
        PURPOSES.add(TO_GUESTS, Purpose(to_guests, frozenset({"meetings.Guest.address"})))  # type: ignore[arg-type]
        MAIL_IN.add("meetings", replies.take_mail)
        LETTER_ACTS.add("meetings-yes", LetterAct(**wording.YES, days=120, act=letters.say_yes))
        LETTER_ACTS.add("meetings-no", LetterAct(**wording.NO, days=120, act=letters.say_no))
        sentences.teach(wording.SENTENCES)
        scopes.offer(wording.SCOPES)
        for code, sentence in wording.NOTICES.items():
            NOTICES.add(code, sentence)
        for code, verb in wording.LOGBOOK.items():
            logbook.VERBS.add(code, verb)
        work.declare()
