"""Addresses of circles, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.foundation.circles.views import entering, keeping, logbook, printing, seeing

app_name = "circles"
urlpatterns = [
    path("people/", require_GET(seeing.everyone), name="everyone"),
    path("logbook/", require_GET(logbook.community), name="logbook"),
    path("logbook/<uuid:line_id>/", require_GET(logbook.line), name="line"),
    path("logbook.csv", require_GET(logbook.community_file), name="logbook_file"),
    path("circles/<uuid:circle_id>/logbook/", require_GET(logbook.circle), name="circle_logbook"),
    path(
        "circles/<uuid:circle_id>/logbook.csv", require_GET(logbook.circle_file), name="circle_logbook_file"
    ),
    path("circles/", require_GET(seeing.tree), name="tree"),
    path("circles/new/", keeping.new, name="new"),
    path("circles/<uuid:circle_id>/", require_GET(seeing.circle), name="circle"),
    path("circles/<uuid:circle_id>/sheet/", require_GET(printing.sheet), name="sheet"),
    path("circles/<uuid:circle_id>/join/", entering.join, name="join"),
    path("circles/<uuid:circle_id>/no-thank-you/", require_POST(entering.no_thank_you), name="no_thank_you"),
    path("circles/<uuid:circle_id>/name/", entering.own_name, name="own_name"),
    path("circles/<uuid:circle_id>/leave/", entering.leave, name="leave"),
    path("circles/<uuid:circle_id>/invite/", entering.invite, name="invite"),
    path("circles/<uuid:circle_id>/asking/<uuid:asking_id>/", require_POST(entering.answer), name="answer"),
    path("circles/<uuid:circle_id>/people/", require_GET(seeing.people), name="people"),
    path("circles/<uuid:circle_id>/people/<uuid:membership_id>/", require_GET(seeing.person), name="person"),
    path("circles/<uuid:circle_id>/people/<uuid:membership_id>/apart/", seeing.apart, name="apart"),
    path(
        "circles/<uuid:circle_id>/people/<uuid:membership_id>/about/", require_GET(seeing.about), name="about"
    ),
    path("circles/<uuid:circle_id>/roles/", require_GET(keeping.roles), name="roles"),
    path("circles/<uuid:circle_id>/roles/give/", keeping.give, name="give"),
    path(
        "circles/<uuid:circle_id>/roles/<uuid:role_id>/lay-down/",
        require_POST(keeping.lay_down),
        name="lay_down",
    ),
    path("circles/<uuid:circle_id>/change/", keeping.change, name="change"),
    path("circles/<uuid:circle_id>/end/", keeping.end, name="end"),
]
