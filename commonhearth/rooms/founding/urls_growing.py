"""Addresses inside a living community."""

from django.urls import path
from django.views.decorators.http import require_GET

from commonhearth.rooms.founding.views import growing

app_name = "growing"
urlpatterns = [
    path("growing/", require_GET(growing.growing), name="page"),
    path("growing/meeting/", growing.meeting, name="meeting"),
    path("growing/say/<slug:gate>/", growing.say, name="say"),
    path("growing/kit/", require_GET(growing.kit), name="kit"),
]
