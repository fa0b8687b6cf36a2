"""Addresses of conversations, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET

from commonhearth.rooms.conversations import urls_letters, urls_stories
from commonhearth.rooms.conversations.views import topics, writing

app_name = "conversations"
urlpatterns = [
    path("talk/", require_GET(topics.everyone), name="everyone"),
    path("circles/<uuid:circle_id>/talk/", require_GET(topics.topics), name="topics"),
    path("circles/<uuid:circle_id>/talk/new/", writing.begin, name="begin"),
    path("talk/<uuid:topic_id>/", require_GET(topics.topic), name="topic"),
    path("talk/<uuid:topic_id>/write/", writing.write, name="write"),
    *urls_letters.urlpatterns,
    *urls_stories.urlpatterns,
]
