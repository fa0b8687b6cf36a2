"""Every package's operations, and their addresses."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from commonhearth.foundation.accounts import api as accounts
from commonhearth.foundation.agreements import api as agreements
from commonhearth.foundation.circles import api as circles
from commonhearth.foundation.communities import api as communities
from commonhearth.foundation.members import api as members
from commonhearth.foundation.notices import api as notices
from commonhearth.rooms.care import api as care
from commonhearth.rooms.conversations import api as conversations
from commonhearth.rooms.directory import api as directory
from commonhearth.rooms.handbook import api as handbook
from commonhearth.rooms.meetings import api as meetings
from commonhearth.rooms.resources import api as resources
from commonhearth.rooms.treasury import api as treasury
from commonhearth.site.api import views
from commonhearth.site.api.house import put_together
from commonhearth.site.finding import api as finding

#: Below this stands what is about one community; the doorway takes the slug off.
INSIDE = "c/{slug:slug}"

api = put_together(
    ("", accounts.host),
    ("", directory.host),
    ("", resources.host),
    ("", members.host),
    (INSIDE, communities.router),
    (INSIDE, members.router),
    (INSIDE, circles.router),
    (INSIDE, agreements.router),
    (INSIDE, notices.router),
    (INSIDE, conversations.router),
    (INSIDE, handbook.router),
    (INSIDE, meetings.router),
    (INSIDE, treasury.router),
    (INSIDE, care.router),
    (INSIDE, finding.router),
)

urlpatterns: list[URLPattern] = [
    path("openapi.json", require_GET(views.openapi), name="api_description"),
    *api.addresses(),
]
