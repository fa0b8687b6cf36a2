"""How amounts, distances, days and times are said. Filters of every template, plain functions elsewhere.

The format strings are themselves translatable, because other languages put a day together differently.
Times are said in the zone that the request's middleware activated.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone, translation
from django.utils.dateformat import format as in_words
from django.utils.dateformat import time_format as time_in_words
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonhearth.core.ledger.amounts import DIGITS

#: Between a figure and its unit, so that they never part at the end of a line.
THIN = "\u202f"
FIRM = "\u00a0"

_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}


def _here(value: date | datetime) -> date | datetime:
    """Return an aware time in the reader's zone; dates and naive times as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@lru_cache(maxsize=2048)
def _say_date(value: date, pattern: str, language: str | None) -> str:
    """Say a day; `language` is here only so that the cache keeps languages apart."""
    return str(in_words(value, pattern))


@lru_cache(maxsize=2048)
def _say_time(value: time, pattern: str, language: str | None) -> str:
    """Say a minute of the day; `language` as for a day."""
    return time_in_words(value, pattern)


def _date_only(value: date | datetime) -> date:
    here = _here(value)
    return here.date() if isinstance(here, datetime) else here


def day(value: date | datetime | None) -> str:
    """Say a day of this year: "Thursday 4 March". Nothing for None."""
    if value is None:
        return ""
    return _say_date(_date_only(value), pgettext("format of a day", "l j F"), translation.get_language())


def day_year(value: date | datetime | None) -> str:
    """Say a day whose year matters: "4 March 2027"."""
    if value is None:
        return ""
    return _say_date(
        _date_only(value), pgettext("format of a day with year", "j F Y"), translation.get_language()
    )


def month_year(value: date | datetime | None) -> str:
    """Say a month: "March 2025"."""
    if value is None:
        return ""
    return _say_date(_date_only(value), pgettext("format of a month", "F Y"), translation.get_language())


def clock(value: datetime | None) -> str:
    """Say a time of day: "18:30"."""
    if value is None:
        return ""
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    pattern = pgettext("format of a time", "H:i")
    return _say_time(time(here.hour, here.minute), pattern, translation.get_language())


def day_time(value: datetime | None) -> str:
    """Say a day and a time: "Thursday 4 March, 18:30"."""
    if value is None:
        return ""
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    language = translation.get_language()
    of_day, of_time, both = _day_time_patterns(language)
    said = (
        _say_date(here.date(), of_day, language),
        _say_time(time(here.hour, here.minute), of_time, language),
    )
    return both % {"day": said[0], "time": said[1]}


@lru_cache(maxsize=64)
def _day_time_patterns(language: str | None) -> tuple[str, str, str]:
    """Return how a language writes a day, a time and both: looked up once, for a list says it for each row."""
    return pgettext("format of a day", "l j F"), pgettext("format of a time", "H:i"), _("%(day)s, %(time)s")


def _days(count: int, past: bool) -> str:
    """Say a distance in time of at least two days, without its direction's finer parts."""
    steps: list[tuple[int, int, Callable[[int], str], Callable[[int], str]]] = [
        (
            14,
            1,
            lambda n: ngettext("%(n)s day ago", "%(n)s days ago", n),
            lambda n: ngettext("in %(n)s day", "in %(n)s days", n),
        ),
        (
            60,
            7,
            lambda n: ngettext("%(n)s week ago", "%(n)s weeks ago", n),
            lambda n: ngettext("in %(n)s week", "in %(n)s weeks", n),
        ),
        (
            730,
            30,
            lambda n: ngettext("%(n)s month ago", "%(n)s months ago", n),
            lambda n: ngettext("in %(n)s month", "in %(n)s months", n),
        ),
    ]
    for limit, size, before, after in steps:
        if count < limit:
            n = count // size
            return (before(n) if past else after(n)) % {"n": n}
    n = count // 365
    if past:
        return ngettext("%(n)s year ago", "%(n)s years ago", n) % {"n": n}
    return ngettext("in %(n)s year", "in %(n)s years", n) % {"n": n}


def ago_words(value: date | datetime | None, now: datetime) -> str:
    """Say how far away a day is: "today", "yesterday", "3 weeks ago", "in 5 days".

    Args:
        value: the day or moment spoken of.
        now: the reader's moment, aware.
    """
    if value is None:
        return ""
    between = (_date_only(now) - _date_only(value)).days
    if between == 0:
        return _("today")
    if between == 1:
        return _("yesterday")
    if between == -1:
        return _("tomorrow")
    return _days(abs(between), past=between > 0)


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """Say a figure in the reader's manner: "12,300" or "12.300"."""
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


def km(value: float) -> str:
    """Say a distance: metres below one kilometre, one decimal below ten, then whole kilometres.

    Args:
        value: kilometres.
    """
    if value < 0.95:
        return f"{number(max(50, round(value * 20) * 50))}{FIRM}m"
    if value < 9.95:
        return f"{number(round(value, 1), 1)}{FIRM}km"
    return f"{number(round(value))}{FIRM}km"


def money(minor: int, currency: str) -> str:
    """Say an amount of money: "€12.50", "€12", "−€3", "CHF 12.50".

    Args:
        minor: the amount in minor units (cents, pence).
        currency: ISO 4217 code.
    """
    digits = DIGITS.get(currency, 2)
    whole = Decimal(abs(minor)) / 10**digits
    figure = number(whole, digits if abs(minor) % 10**digits else 0)
    sign = "−" if minor < 0 else ""
    mark = _SIGNS.get(currency)
    return f"{sign}{mark}{figure}" if mark else f"{sign}{currency}{FIRM}{figure}"


def hours(minutes: int) -> str:
    """Say a length of time kept in minutes: "2 hours 30 minutes", "45 minutes"."""
    full, rest = divmod(abs(minutes), 60)
    said = []
    if full:
        said.append(ngettext("%(n)s hour", "%(n)s hours", full) % {"n": number(full)})
    if rest or not full:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return ("−" if minutes < 0 else "") + " ".join(said)


def initials(name: str) -> str:
    """Return one or two letters for a person's ring: "Anna Berg" gives "AB", "Tom" gives "T"."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return name.strip()[:1]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def beginning(text: str, length: int) -> str:
    """Return a text, or as many of its first words as fit a length, and then “…” where it goes on."""
    if len(text) <= length:
        return text
    whole, _space, _cut = text[: length + 1].rpartition(" ")
    return (whole or text[:length]).rstrip(" .,;:–…") + "…"
