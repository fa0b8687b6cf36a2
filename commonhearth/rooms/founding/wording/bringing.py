"""Every sentence about bringing what a community has: what a file lacks, what each row says, what happened."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from commonhearth.foundation.logbook.verbs import EVERYONE, Kind, Verb
from commonhearth.kit.saying import clock, day, day_year

KINDS = {
    "people": _("Member list"),
    "calendar": _("Calendar"),
    "agreements": _("Agreements"),
    "decisions": _("Decisions from Loomio"),
}

STATES = {
    "columns": _("Read; waiting for you to say which column is which"),
    "ready": _("Read; nothing has happened yet"),
    "carrying": _("Being carried out"),
    "done": _("Done"),
    "stopped": _("Stopped"),
    "undone": _("Undone"),
}

#: Why a file is not taken; where a line is known, `AT_LINE` says it before.
AT_LINE = _("Line %(line)s: %(why)s")
NOTHING_KEPT = _("Nothing of the file was taken.")
BROKEN = {
    "empty": _("There is nothing in it."),
    "not-text": _(
        "This is not text. Save the list as CSV in the program it comes from, and choose that file."
    ),
    "spreadsheet": _(
        "This is a spreadsheet’s own file. Open it there, choose “Save as” and CSV, and bring that file."
    ),
    "pdf": _(
        "This is a PDF, which holds pages rather than a list. Save the list as CSV where it comes from."
    ),
    "cut-off": _("The file ends in the middle. Copy or save it once more, and try again."),
    "no-rows": _("There is a heading and nothing below it."),
    "columns": _("There are more than %(most)s columns. Save only those for name and e-mail address."),
    "cells": _(
        "This row has %(cells)s cells, and the heading has %(wanted)s. Mend the row, and bring the file again."
    ),
    "open-quote": _("A quotation mark opens here and never closes. Mend the row, and bring the file again."),
    "quote": _("A quotation mark stands inside a cell by itself. Mend the row, and bring the file again."),
    "huge-cell": _(
        "A cell is longer than %(most)s characters, which no name is. Mend the row, and bring the file again."
    ),
    "too-many": _(
        "There are more than %(most)s rows. Cut the file into parts, and bring one after the other."
    ),
    "no-address": _("There is no e-mail address in it, and people are invited by e-mail."),
    "not-docx": _(
        "This is not a .docx document. Save it as .docx in your word processor, or paste the text instead."
    ),
    "burst": _("Unpacked, this document is too large to be an agreement. Paste the text instead."),
    "entities": _("This document is built in a way that is not safe to open. Paste the text instead."),
    "text-too-long": _("The text is longer than %(most)s characters. Bring it in parts."),
    "no-clauses": _("There are only headings in it, and nothing below them."),
    "too-many-clauses": _(
        "It falls into %(found)s clauses, and %(most)s can be looked through at once. Bring it in parts."
    ),
    "not-ics": _("This is not a calendar. Export it as iCalendar (.ics) where it comes from."),
    "ics": _("This calendar cannot be read. Export it once more where it comes from."),
    "ics-order": _(
        "Something ends here that never began. Export the calendar once more where it comes from."
    ),
    "ics-open": _(
        "Something begins here and never ends: the file is cut off. Export the calendar once more."
    ),
    "too-many-dates": _("It holds %(found)s entries, and %(most)s can be taken. Export a shorter time."),
    "no-dates": _("There is no date in it."),
    "json": _("This line cannot be read. Download the export once more from Loomio."),
    "not-loomio": _(
        "This is not a group export of Loomio. There, choose “Export data” in the group’s settings."
    ),
    "too-long": _("It has more than %(most)s lines. Export one subgroup after the other."),
    "no-decisions": _("No poll in it has been closed, so there is no decision to bring."),
}

#: What a row of a preview says beside what it holds.
NOTES = {
    "no-email": _("No e-mail address, so no letter. Invite them by a link, or add them without a sign-in."),
    "bad-email": _("The address “%(written)s” cannot be one. Mend it in the list, and bring it again."),
    "twice": _("The same address as in line %(line)s. One letter goes out."),
    "repaired": _("The address was tidied up."),
    "formula": _("A cell begins as a formula does and was left empty."),
    "invited-already": _("Was invited from a list less than thirty days ago. No second letter."),
    "date-unread": _("Its day or time cannot be read."),
    "date-beyond": _("Its day is missing, or beyond belief."),
    "rule-often": _("It repeats more often than daily."),
    "rule-strange": _("It repeats by a rule that is not understood here."),
    "cancelled": _("It was cancelled."),
    "private": _("Marked private where it comes from, so its words are not even shown here."),
    "no-title": _("It has no title."),
    "no-uid": _("It has no identifier; its title and time stand for one."),
    "uid-twice": _("The same identifier stands in the file twice."),
    "no-zone": _("It names no time zone; %(zone)s is taken."),
    "strange-zone": _("Nobody knows its time zone by name; its hour is kept, and repeats in %(zone)s."),
    "stands": _("Stands here already, just so."),
    "changes": _("Stands here already with other words, which these replace."),
    "no-outcome": _("No outcome was written down there."),
    "clause-long": _("Longer than %(most)s characters. Cut it into two."),
    "before": _("Stands before the first clause. Tick it if it is to be agreed, too."),
    "agreed-already": _("Agreed already, word for word."),
    "proposed-already": _("Before everyone already, word for word."),
    "another-proposed": _("Another wording of this clause is before everyone. One at a time."),
    "new-wording": _(
        "Becomes another wording of clause %(number)s, which stays as it is until this one is agreed."
    ),
}

#: What an undone run leaves, and why.
STAYS = {
    "came": _("%(count)s came in by their letter. They are here now, and stay."),
    "changed": _("%(count)s stood here before and were changed. They stay as they are now."),
    "agreed": _("%(count)s clauses are agreed by now. Only another wording changes them."),
    "answered": _("%(count)s clauses have been answered by somebody. They stay before everyone."),
    "not-yours": _("%(count)s clauses can be taken back by whoever proposed them."),
}

#: Lines of the logbook by verb.
LOGBOOK = {
    "bringing.people": Verb(
        _("A member list was brought. People were invited; nobody was enrolled."),
        Kind.COMMUNITY,
        EVERYONE,
        signed=True,
    ),
    "bringing.calendar": Verb(_("A calendar was brought."), Kind.COMMUNITY, EVERYONE, signed=True),
    "bringing.agreements": Verb(
        _("Clauses of an agreement were brought and put before everyone."),
        Kind.COMMUNITY,
        EVERYONE,
        signed=True,
    ),
    "bringing.decisions": Verb(
        _("Decisions that were taken elsewhere were brought."), Kind.COMMUNITY, EVERYONE, signed=True
    ),
    "bringing.undone": Verb(
        _("Something that was brought was taken back, as far as nobody had built on it."),
        Kind.COMMUNITY,
        EVERYONE,
        signed=True,
    ),
}

FREQUENCIES = {
    "DAILY": _("every day"),
    "WEEKLY": _("every week"),
    "MONTHLY": _("every month"),
    "YEARLY": _("every year"),
}
#: Said where a rule has an interval or names days: the calendar's own rule is finer than this sentence.
OTHER_RULE = _("repeats by a rule")


def repeats(rrule: str) -> str:
    """Return how often something repeats, in words; "" for once."""
    if not rrule:
        return ""
    parts = dict(part.partition("=")[::2] for part in rrule.upper().split(";"))
    plain = parts.get("INTERVAL", "1") == "1" and not set(parts) & {"BYSETPOS", "BYYEARDAY", "BYWEEKNO"}
    if parts.get("FREQ") == "WEEKLY" and "," in parts.get("BYDAY", ""):
        plain = False
    return str(FREQUENCIES.get(parts.get("FREQ", ""), OTHER_RULE) if plain else OTHER_RULE)


def said(begins: datetime, *, all_day: bool) -> str:
    """Say when something is, by the clock of its own place: "Thursday 5 March, 18:30"."""
    here = begins.replace(tzinfo=None)
    return day(here) if all_day else f"{day(here)}, {clock(here)}"


def first_time(starts: str, zone: str, *, all_day: bool) -> str:
    """Say when something is for the first time, with its year."""
    here = datetime.fromisoformat(starts).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return day_year(here) if all_day else f"{day_year(here)}, {clock(here)}"


def on_day(written: str) -> str:
    """Say a day that is written as ISO: "5 March 2024"."""
    return day_year(date.fromisoformat(written))
