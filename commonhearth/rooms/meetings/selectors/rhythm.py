"""A rule said back in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commonhearth.core.rhythm import HowOften, how_often
from commonhearth.kit import saying
from commonhearth.rooms.meetings.models import Series
from commonhearth.rooms.meetings.wording.series import NTH, SAID_BACK, WEEKDAYS


def said_back(series: Series) -> str:
    """Return how often a series meets and until when, in words; "" for once."""
    how, times = how_often(series.rule, series.first)
    if how == HowOften.ONCE:
        return ""
    nth = min((series.first.day - 1) // 7, 4)
    said = str(SAID_BACK[how.value]) % {
        "weekday": WEEKDAYS[series.first.weekday()],
        "nth": NTH[nth],
        "day": series.first.day,
        "date": series.first.strftime("%-d %B"),
    }
    if series.last:
        return _("%(often)s, until %(day)s") % {"often": said, "day": saying.day_year(series.last)}
    if times:
        return _("%(often)s, %(times)s times in all") % {"often": said, "times": times}
    return said
