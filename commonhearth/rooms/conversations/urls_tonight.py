"""Addresses of tonight."""

from django.urls import path
from django.views.decorators.http import require_POST

from commonhearth.rooms.conversations.views import tonight

urlpatterns = [
    path("circles/<uuid:circle_id>/tonight/", tonight.tonight, name="tonight"),
    path("circles/<uuid:circle_id>/tonight/waking/", tonight.waking, name="tonight_waking"),
    path("tonight/call/<uuid:call_id>/", require_POST(tonight.answer), name="tonight_answer"),
    path("tonight/<uuid:post_id>/", tonight.mark, name="tonight_post"),
]
