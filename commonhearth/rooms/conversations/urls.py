"""Addresses of conversations, below `/c/<slug>/`."""

from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from commonhearth.rooms.conversations import urls_letters, urls_replies, urls_stories, urls_tonight
from commonhearth.rooms.conversations.views import keeping, own_posts, private, topics, writing

app_name = "conversations"
_TOPIC, _POST = "talk/<uuid:topic_id>/", "talk/posts/<uuid:post_id>/"
urlpatterns = [
    path("talk/", require_GET(private.missed), name="missed"),
    path("talk/all-read/", require_POST(private.all_read), name="all_read"),
    path("talk/quiet/", private.quiet, name="quiet"),
    path("talk/quiet/<uuid:muted_id>/again/", require_POST(private.hear_again), name="hear_again"),
    path("circles/<uuid:circle_id>/talk/", require_GET(topics.topics), name="topics"),
    path("circles/<uuid:circle_id>/talk/find/", require_GET(topics.find), name="find"),
    path("circles/<uuid:circle_id>/talk/new/", writing.begin, name="begin"),
    path(_TOPIC, require_GET(topics.topic), name="topic"),
    path(f"{_TOPIC}write/", writing.write, name="write"),
    path(f"{_TOPIC}read/", require_POST(private.read), name="read"),
    path(f"{_TOPIC}mute/", private.mute_topic, name="mute_topic"),
    path(f"{_TOPIC}about/", keeping.about, name="about"),
    path(f"{_TOPIC}close/", require_POST(keeping.close), name="close"),
    path(f"{_TOPIC}pin/", require_POST(keeping.pin), name="pin"),
    path(f"{_TOPIC}move/", keeping.move, name="move"),
    path(_POST, require_GET(own_posts.post), name="post"),
    path(f"{_POST}edit/", own_posts.edit, name="edit"),
    path(f"{_POST}history/", require_GET(own_posts.history), name="history"),
    path(f"{_POST}withdraw/", own_posts.withdraw, name="withdraw"),
    path(f"{_POST}mute/", private.mute_person, name="mute_person"),
    *urls_letters.urlpatterns,
    *urls_stories.urlpatterns,
    *urls_tonight.urlpatterns,
    *urls_replies.urlpatterns,
]
