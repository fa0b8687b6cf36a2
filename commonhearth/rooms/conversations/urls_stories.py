"""Addresses of stories."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.conversations.views import stories

urlpatterns = [
    path("stories/", require_GET(stories.stories), name="stories"),
    path("stories/mine/", require_GET(stories.mine), name="stories_mine"),
    path("stories/new/", stories.new, name="story_new"),
    path("stories/<uuid:story_id>/", require_GET(stories.story), name="story"),
    path("stories/<uuid:story_id>/own/", require_GET(stories.own), name="story_own"),
    path("stories/<uuid:story_id>/change/", stories.change, name="story_change"),
    path("stories/<uuid:story_id>/readers/", stories.name_reader, name="story_reader"),
    path(
        "stories/<uuid:story_id>/readers/<uuid:reader_id>/end/",
        require_POST(stories.end_reading),
        name="story_end_reading",
    ),
    path("stories/<uuid:story_id>/read/", stories.read, name="story_read"),
    path("stories/<uuid:story_id>/ready/", require_POST(stories.ready), name="story_ready"),
    path("stories/<uuid:story_id>/yes/", require_POST(stories.offer), name="story_offer"),
    path("stories/<uuid:story_id>/steward/", stories.steward, name="story_steward"),
    path("stories/<uuid:story_id>/back/", require_POST(stories.take_back), name="story_take_back"),
    path("stories/<uuid:story_id>/erase/", stories.erase, name="story_erase"),
]
