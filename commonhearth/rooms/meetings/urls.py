"""Addresses of meetings: below `/c/<slug>/`, and those that stand in letters and calendars and tell nothing."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.meetings.urls_work import WORK
from commonhearth.rooms.meetings.views import calendars, coming, planning, seeing
from commonhearth.rooms.meetings.views.doors import inside

app_name = "meetings"
urlpatterns = [
    path("meetings/", require_GET(seeing.meetings), name="list"),
    path("circles/<uuid:circle_id>/meetings/", require_GET(inside(seeing.meetings)), name="of_circle"),
    path("meetings/new/", inside(planning.new), name="new"),
    path("meetings/open.ics", require_GET(calendars.open_meetings), name="open_feed"),
    path("meetings/yours/", require_GET(inside(calendars.yours)), name="yours"),
    path("meetings/yours/feed/", require_POST(inside(calendars.new_feed)), name="new_feed"),
    path("meetings/yours/feed/end/", require_POST(inside(calendars.end_feed)), name="end_feed"),
    path("meetings/yours/letters/", require_POST(inside(calendars.wish)), name="wish"),
    path("meetings/<uuid:meeting_id>/", require_GET(seeing.meeting), name="meeting"),
    path("meetings/<uuid:meeting_id>/date.ics", require_GET(calendars.one), name="file"),
    path("meetings/<uuid:meeting_id>/answer/", require_POST(inside(coming.answer)), name="answer"),
    path(
        "meetings/<uuid:meeting_id>/for/<uuid:membership_id>/", inside(coming.answer_for), name="answer_for"
    ),
    path("meetings/<uuid:meeting_id>/host/", inside(planning.host), name="host"),
    path("meetings/<uuid:meeting_id>/come/", coming.come, name="come"),
    path("meetings/<uuid:meeting_id>/move/", inside(planning.move), name="move"),
    path("meetings/<uuid:meeting_id>/cancel/", require_POST(inside(planning.cancel)), name="cancel"),
    path("meetings/<uuid:meeting_id>/again/", require_POST(inside(planning.again)), name="again"),
    path(
        "meetings/<uuid:meeting_id>/guests/<uuid:guest_id>/",
        require_POST(inside(coming.answer_guest)),
        name="answer_guest",
    ),
    path("meetings/series/<uuid:series_id>/", require_GET(planning.series), name="series"),
    path("meetings/series/<uuid:series_id>/change/", inside(planning.change), name="change"),
    path("meetings/series/<uuid:series_id>/add/", inside(planning.add), name="add"),
    path("meetings/series/<uuid:series_id>/end/", inside(planning.end), name="end"),
    *WORK,
]

#: Below `/o/<community>/`.
outside = [
    path("guest/<str:token>/", coming.guest, name="meeting_guest"),
    path("calendar/<str:secret>.ics", require_GET(calendars.feed), name="meeting_feed"),
    path("date/<uuid:meeting_id>/", require_GET(calendars.by_letter), name="meeting_by_letter"),
    path("dates/", require_GET(calendars.by_letter), name="meetings_by_letter"),
]
