"""Every URL of the house, room by room."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.accounts.views import leaving, letter_links
from commonhearth.foundation.members.views import arriving, inviting
from commonhearth.foundation.notices import views as notices
from commonhearth.foundation.recovery import views as recovery
from commonhearth.rooms.care.views import cases as care
from commonhearth.rooms.care.views import duty as care_duty
from commonhearth.rooms.care.views.plan import own_plans
from commonhearth.rooms.directory import urls as directory
from commonhearth.rooms.meetings import urls as meetings
from commonhearth.site import keeping, tour, tour_meeting, views
from commonhearth.site.api.views import chapter, reference
from commonhearth.site.api.when_asked import WhenAsked
from commonhearth.site.archive import views as archive
from commonhearth.site.finding.views import find
from commonhearth.site.first import first
from commonhearth.site.operating import host
from commonhearth.site.privacy import privacy

#: What stands inside one community; the doorway takes the slug off before the view is called. They are tried in
#: turn, so what is asked for most stands first.
IN_A_COMMUNITY: list[URLPattern | URLResolver] = [
    path("home/", views.community_home, name="community_home"),
    path("search/", find, name="find"),
    path("", include("commonhearth.rooms.conversations.urls")),
    path("", include("commonhearth.foundation.communities.urls")),
    path("", include("commonhearth.foundation.members.urls")),
    path("", include("commonhearth.foundation.recovery.urls")),
    path("", include("commonhearth.foundation.circles.urls")),
    path("", include("commonhearth.foundation.agreements.urls")),
    path("", include("commonhearth.foundation.notices.urls")),
    path("", include("commonhearth.foundation.files.urls")),
    path("", include("commonhearth.foundation.webhooks.urls")),
    path("", include("commonhearth.rooms.care.urls")),
    path("", include(meetings)),
    path("", include("commonhearth.rooms.handbook.urls")),
    path("", include("commonhearth.rooms.treasury.urls")),
    path("", include(directory.inside)),
    path("", include("commonhearth.rooms.founding.urls_bringing")),
    path("", include("commonhearth.rooms.founding.urls_growing")),
    path("rooms/", views.rooms, name="rooms"),
    path("take-along/", archive.take_along, name="take_along"),
    path("take-along/yes/", require_POST(archive.second), name="take_along_second"),
    path("take-along/back/", require_POST(archive.take_back), name="take_along_back"),
    path("take-along/fetch/", require_POST(archive.fetch), name="take_along_fetch"),
    path("take-along/moved/", require_POST(archive.moved), name="take_along_moved"),
    path("app.webmanifest", require_GET(keeping.manifest), name="manifest"),
    path("kept/", require_GET(keeping.kept), name="kept"),
    path("on-this-device/", require_GET(keeping.on_this_device), name="on_this_device"),
]

#: The same community by its id: addresses that stand in letters and invitations and tell nothing.
FROM_OUTSIDE: list[URLPattern | URLResolver] = [
    path("come-in/<str:token>/", inviting.come_in, name="come_in"),
    path("arrive/", arriving.arrive_code, name="arrive_code"),
    path("arrive/<str:token>/", arriving.arrive, name="arrive"),
    path("letters/stop/<str:token>/", notices.stop, name="stop_letters"),
    path("letter/<str:token>/", letter_links.follow, name="letter_link_here"),
    path("isnt-right/<str:token>/", care.receipt, name="care_receipt"),
    path(
        "isnt-right/<str:token>/ask/<uuid:neighbour_id>/",
        require_POST(care_duty.borrow_by_receipt),
        name="care_receipt_borrow",
    ),
    path("lent/<str:token>/", care_duty.borrowed, name="care_borrowed"),
    *meetings.outside,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("c/<slug:slug>/", include(IN_A_COMMUNITY)),
    path("home/", views.home, name="home"),
    path("privacy/", require_GET(privacy), name="privacy"),
    path("host/", require_GET(host), name="host"),
    path("tour/", tour.tour, name="tour"),
    path("tour/eyes/", tour.eyes, name="tour_eyes"),
    path("tour/night/", require_GET(tour.night), name="tour_night"),
    path("tour/meeting/", tour_meeting.meeting, name="tour_meeting"),
    path("tour/meeting/round/", tour_meeting.round_timer, name="tour_round"),
    path("tour/meeting/sheet/", tour_meeting.sheet, name="tour_sheet"),
    path("tour/leave/", tour.leave, name="tour_leave"),
    path("worker.js", require_GET(keeping.worker), name="worker"),
    path("no-line/", require_GET(keeping.no_line), name="no_line"),
    path("leave-quickly/", leaving.leave_quickly, name="leave_quickly"),
    path("elsewhere/", leaving.neutral, name="neutral"),
    path("accounts/", include("commonhearth.foundation.accounts.urls")),
    path("lost/", recovery.lost, name="lost"),
    path("", include("commonhearth.foundation.notices.push.urls")),
    path("letter/<str:token>/", letter_links.follow, name="letter_link"),
    path("first/<str:token>/", first, name="first"),
    path("kit/", include("commonhearth.kit.urls")),
    path("", include("commonhearth.foundation.outbox.urls")),
    path("", include("commonhearth.rooms.helplines.urls")),
    path("", include("commonhearth.rooms.resources.urls")),
    path("", include("commonhearth.rooms.directory.urls")),
    path("api/", require_GET(reference), name="api"),
    path("api/<slug:name>/", require_GET(chapter), name="api_chapter"),
    # Read when the first program comes: a host without any never carries what the API is made of.
    WhenAsked("api/v1/", "commonhearth.site.api.routes", space="programs"),
    path("plan/", require_GET(own_plans), name="own_plans"),
    path("", include("commonhearth.rooms.founding.urls")),
    path("o/<uuid:community_id>/", include(FROM_OUTSIDE)),
]

handler400 = "commonhearth.kit.problems.bad_request"
handler403 = "commonhearth.kit.problems.forbidden"
handler404 = "commonhearth.kit.problems.not_found"
handler500 = "commonhearth.site.trouble.server_error"
