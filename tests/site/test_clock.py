"""Times are said by the clock of whoever reads them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from commonhearth.foundation.communities.models import Community
from commonhearth.kit.saying import day_time
from commonhearth.site.middleware import Doorway

#: Ten in the evening in Greenwich, on a day in July.
LATE = datetime(2026, 7, 2, 22, 0, tzinfo=UTC)


def said(world, path, who="", zone="", here="Europe/London"):
    Community.objects.filter(slug="harbour").update(time_zone=here)
    request = RequestFactory().get(path)
    request.token = None
    request.user = AnonymousUser()
    if who:
        request.user = world.persons[who]
        request.user.time_zone = zone
    return Doorway(lambda _request: HttpResponse(day_time(LATE)))(request).content.decode()


@pytest.mark.parametrize(
    ("path", "who", "zone", "here", "hour", "day"),
    [
        ("/c/harbour/", "", "", "Europe/London", "23:00", "2 July"),
        ("/c/harbour/", "member", "", "Pacific/Auckland", "10:00", "3 July"),
        ("/c/harbour/", "member", "Europe/Lisbon", "Pacific/Auckland", "23:00", "2 July"),
        ("/home/", "member", "Asia/Kolkata", "Europe/London", "03:30", "3 July"),
        ("/find/", "", "", "Europe/London", "22:00", "2 July"),
        ("/home/", "member", "Mars/Olympus", "Europe/London", "22:00", "2 July"),
    ],
)
def test_times_are_said_by_ones_own_clock(world, path, who, zone, here, hour, day):
    words = said(world, path, who, zone, here)
    assert hour in words and day in words


def test_the_clock_is_put_back(world):
    before = timezone.get_current_timezone_name()
    said(world, "/home/", "member", "Asia/Kolkata")
    assert timezone.get_current_timezone_name() == before
